import { decodeText, quote, type Problem } from '../formats/text.ts';
import { childrenOf, findElements, readXml, type XmlElement } from '../formats/xml.ts';
import { readZip } from '../formats/zip.ts';
import { readH5p } from './h5p/reader.ts';
import { addQti1 } from './qti1/reader.ts';
import { qtiVersion } from './qti/names.ts';
import { addItemOf, readQtiDocument, type QtiDocument } from './qti/reader.ts';
import { emptyQuizDraft, maxQuestions, noteLoss, type QuizDraft } from './reader.ts';
import { quizReaders } from './readers.ts';

/** What the questions of a package unpack to at most; its pictures and videos stay packed. */
const maxUnpackedBytes = 50_000_000;
const maxFiles = 20_000;

/**
 * Reads the questions of an archive: a package of QTI (1.2, 2.x, 3.0), a Common Cartridge, an export of Canvas or
 * Blackboard, an H5P file, or a zip of question files.
 */
export function readPackage(bytes: Uint8Array): ReadPackage | { problem: Problem } {
  const zip = readZip(bytes, {
    wants: (name) => isWanted(name) || isArchive(name),
    maxBytes: maxUnpackedBytes,
    maxFiles,
  });
  if ('problem' in zip) return zip;
  const names = [...zip.files.keys()];
  const own = readFiles(new Map([...zip.files].filter(([name]) => isWanted(name))));
  if (!('problem' in own) || !names.some(isArchive)) return own;
  return readInside(new Map([...zip.files].filter(([name]) => isArchive(name)))) ?? own;
}

/** What an archive's questions are, and in which format. */
interface ReadPackage {
  format: string;
  draft: QuizDraft;
}

/** Archives inside an archive are opened once: so many of them, and as much as of one. */
const maxInside = 20;

function readInside(archives: ReadonlyMap<string, Uint8Array>): ReadPackage | undefined {
  const draft = emptyQuizDraft();
  const formats = new Set<string>();
  let left = maxUnpackedBytes;
  for (const [name, bytes] of [...archives].slice(0, maxInside)) {
    const zip = readZip(bytes, { wants: isWanted, maxBytes: left, maxFiles });
    const read = 'problem' in zip ? zip : readFiles(zip.files);
    if ('problem' in read) {
      draft.warnings.push({ message: `In ${quote(name)}: ${read.problem.message}` });
      // A second one that is too large would cost as much as the first.
      if ('problem' in zip) left = Math.floor(left / 2);
      continue;
    }
    if (!('problem' in zip)) left -= [...zip.files.values()].reduce((sum, { length }) => sum + length, 0);
    formats.add(read.format);
    takeDraft(draft, read.draft, name);
  }
  const [format] = formats;
  return format === undefined ? undefined : { format: formats.size === 1 ? format : 'zip', draft };
}

function readFiles(packed: ReadonlyMap<string, Uint8Array>): ReadPackage | { problem: Problem } {
  const files = new Map([...packed].map(([name, content]) => [name.replaceAll('\\', '/'), content]));
  const h5p = [...files.keys()].find((name) => /(?:^|\/)h5p\.json$/.test(name));
  if (h5p !== undefined) return { format: 'h5p', draft: readH5p(files, h5p) };
  const texts = new Map([...files].map(([name, content]) => [name, decodeText(content)]));
  const draft = emptyQuizDraft();
  const documents = readDocuments(texts, draft);
  if (documents.size > 0) return readQtiPackage(texts, documents, draft);
  return readLooseFiles(texts);
}

function isWanted(name: string): boolean {
  if (/(?:^|[/\\])(?:__MACOSX|\.)/.test(name)) return false;
  return /\.(?:xml|qti|dat|gift|txt|csv)$/i.test(name) || /(?:^|[/\\])(?:h5p|content)\.json$/.test(name);
}

function isArchive(name: string): boolean {
  return /\.(?:zip|imscc|h5p)$/i.test(name) && !/(?:^|[/\\])(?:__MACOSX|\.)/.test(name);
}

interface Document {
  text: string;
  document: QtiDocument;
}

function readDocuments(texts: ReadonlyMap<string, string>, draft: QuizDraft): Map<string, Document> {
  const documents = new Map<string, Document>();
  for (const [name, text] of texts) {
    if (!/questestinterop|assessment-?(?:item|test|section)/i.test(text.slice(0, 5000))) continue;
    if (/(?:^|\/)imsmanifest\.xml$/.test(name)) continue;
    const document = readQtiDocument(text);
    if ('problem' in document)
      draft.warnings.push({ message: `In ${quote(name)}: ${document.problem.message}` });
    else documents.set(name, { text, document });
  }
  return documents;
}

function readQtiPackage(
  texts: ReadonlyMap<string, string>,
  documents: ReadonlyMap<string, Document>,
  draft: QuizDraft,
): ReadPackage {
  const order = orderOf(texts, [...documents.keys()]).filter((name) => !isTold(name, documents));
  const tests = order.filter((name) => documents.get(name)?.document.kind === 'test');
  const taken = new Set<string>();
  for (const name of tests) takeTest(name, { draft, documents, taken, severalTests: tests.length > 1 });
  for (const name of order) {
    const found = documents.get(name);
    if (found === undefined || taken.has(name) || draft.questions.length > maxQuestions) continue;
    if (found.document.fault !== undefined)
      draft.warnings.push({ message: `In ${quote(name)}: ${found.document.fault.message}` });
    if (found.document.kind === 'items') addQti1(draft, found.document.root, found.text);
    else if (found.document.kind === 'item') addItemOf(draft, found.document.root, found.text);
  }
  return { format: formatOf(texts, documents), draft };
}

/** Canvas writes each quiz twice: once for everybody, and once with all it knows. */
function isTold(name: string, documents: ReadonlyMap<string, Document>): boolean {
  const [, id] = /([^/]+)\/(?:assessment_qti|assessment)\.xml$/.exec(name) ?? [];
  if (id === undefined) return false;
  return [...documents.keys()].some(
    (other) => other !== name && other.endsWith(`non_cc_assessments/${id}.xml.qti`),
  );
}

/** The files in the order of the manifest; what it does not name comes last. */
function orderOf(texts: ReadonlyMap<string, string>, names: readonly string[]): string[] {
  const manifest = [...texts.keys()].find((name) => /(?:^|\/)imsmanifest\.xml$/.test(name));
  const xml = manifest === undefined ? undefined : readXml(texts.get(manifest) ?? '');
  if (manifest === undefined || xml === undefined || 'problem' in xml) return [...names];
  const files = findElements(xml.root, 'resource').flatMap((resource) => [
    ...hrefOf(resource, manifest),
    ...childrenOf(resource, 'file').flatMap((file) => hrefOf(file, manifest)),
  ]);
  const known = new Set(names);
  return [...new Set([...files.filter((file) => known.has(file)), ...names])];
}

function hrefOf(element: XmlElement, from: string): string[] {
  const { href, file } = element.attributes;
  const address = href ?? file;
  return address === undefined ? [] : [resolve(address, from)];
}

/** A path as an archive knows it, from an address inside one of its files. */
function resolve(address: string, from: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of safeDecode(address).replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function safeDecode(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

interface TestState {
  draft: QuizDraft;
  documents: ReadonlyMap<string, Document>;
  taken: Set<string>;
  severalTests: boolean;
}

/** Takes the items of a test in its order; its sections are their categories. */
function takeTest(name: string, state: TestState): void {
  const found = state.documents.get(name);
  if (found === undefined || state.taken.has(name)) return;
  state.taken.add(name);
  const title = (found.document.root.attributes['title'] ?? '').trim();
  takeSection(found.document.root, name, state.severalTests && title !== '' ? title : undefined, state);
}

function takeSection(
  element: XmlElement,
  from: string,
  category: string | undefined,
  state: TestState,
): void {
  for (const child of element.children) {
    if (state.draft.questions.length > maxQuestions) return;
    if (child.name === 'testPart') takeSection(child, from, category, state);
    else if (child.name === 'assessmentSection')
      takeSection(child, from, categoryOf(child) ?? category, state);
    else if (child.name === 'assessmentSectionRef') takeSectionFile(child, from, category, state);
    else if (child.name === 'assessmentItemRef') takeItem(child, from, category, state);
    else if (child.name === 'selection')
      noteLoss(state.draft, { name: category ?? 'a section' }, 'its choice of some items at random');
  }
}

function takeSectionFile(
  ref: XmlElement,
  from: string,
  category: string | undefined,
  state: TestState,
): void {
  const [file = ''] = hrefOf(ref, from);
  const found = state.documents.get(file);
  if (found?.document.kind !== 'section' || state.taken.has(file)) return;
  state.taken.add(file);
  takeSection(found.document.root, file, categoryOf(found.document.root) ?? category, state);
}

function takeItem(ref: XmlElement, from: string, category: string | undefined, state: TestState): void {
  const [file = ''] = hrefOf(ref, from);
  const found = state.documents.get(file);
  if (found?.document.kind !== 'item') {
    state.draft.warnings.push({ message: `The item ${quote(file)} of the test is not in the package.` });
    return;
  }
  if (state.taken.has(file)) return;
  state.taken.add(file);
  const [only, ...more] = childrenOf(ref, 'weight').map(({ attributes }) =>
    Number(attributes['value'] ?? NaN),
  );
  const weight = only !== undefined && more.length === 0 && only > 0 ? { weight: only } : {};
  addItemOf(state.draft, found.document.root, found.text, {
    ...(category === undefined ? {} : { category }),
    ...weight,
  });
}

/** Names that only say what they are, or are not shown, say nothing. */
function categoryOf({ attributes }: XmlElement): string | undefined {
  const title = (attributes['title'] ?? '').trim().slice(0, 300);
  if (attributes['visible'] === 'false' || /^(?:section|part|main|untitled)\b[\s\d]*$/i.test(title))
    return undefined;
  return title === '' ? undefined : title;
}

function formatOf(texts: ReadonlyMap<string, string>, documents: ReadonlyMap<string, Document>): string {
  const manifest = [...texts].find(([name]) => /(?:^|\/)imsmanifest\.xml$/.test(name))?.[1] ?? '';
  if (/imsccv1p\d|common cartridge/i.test(manifest.slice(0, 5000))) return 'common-cartridge';
  const item = [...documents.values()].find(({ document }) => document.kind === 'item');
  return item === undefined ? 'qti-1.2' : qtiVersion(item.text);
}

/** A zip of files that each are a quiz. */
function readLooseFiles(texts: ReadonlyMap<string, string>): ReadPackage | { problem: Problem } {
  const draft = emptyQuizDraft();
  const formats = new Set<string>();
  for (const [name, text] of texts) {
    const reader = quizReaders.find((one) => one.recognises(text, { fileName: name }));
    if (reader === undefined || draft.questions.length > maxQuestions) continue;
    const read = reader.read(text);
    formats.add(read.format ?? reader.format);
    takeDraft(draft, read, name);
  }
  const [format] = formats;
  if (format === undefined)
    return { problem: { message: 'The archive holds no questions that can be read.' } };
  return { format: formats.size === 1 ? format : 'zip', draft };
}

/** Adds what one file gave, its warnings under its name. */
function takeDraft(draft: QuizDraft, read: QuizDraft, name: string): void {
  draft.questions.push(...read.questions);
  for (const { message, line } of [...read.problems, ...read.warnings]) {
    const place = line === undefined ? '' : `, line ${String(line)}`;
    draft.warnings.push({ message: `In ${quote(name)}${place}: ${message}` });
  }
  for (const [what, places] of read.losses) places.forEach((place) => noteLoss(draft, place, what));
}
