import { decodeText, quote, type Problem } from '../formats/text.ts';
import { maxPictureBytes, maxQuizPictureBytes } from '../picture.ts';
import { childrenOf, findElements, readXml } from '../formats/xml.ts';
import { readZip, type ZipLimits } from '../formats/zip.ts';
import { readH5p } from './h5p/reader.ts';
import { movePictures } from './settle-pictures.ts';
import { addQti1 } from './qti1/reader.ts';
import { hrefOf } from './qti/href.ts';
import { qtiVersion } from './qti/names.ts';
import { addItemOf, readQtiDocument } from './qti/reader.ts';
import { takeTest, type PackedDocument } from './qti/take-test.ts';
import { packedPictures } from './packed-pictures.ts';
import { emptyQuizDraft, maxQuestions, noteLoss, takeLosses, type QuizDraft } from './reader.ts';
import { quizReaders } from './readers.ts';

/** What the questions of a package unpack to at most; its sounds and videos stay packed. */
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
    spare: pictures,
  });
  if ('problem' in zip) return zip;
  const names = [...zip.files.keys()];
  const own = readFiles(new Map([...zip.files].filter(([name]) => !isArchive(name))));
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
    const zip = readZip(bytes, { wants: isWanted, maxBytes: left, maxFiles, spare: pictures });
    const read = 'problem' in zip ? zip : readFiles(zip.files);
    // A second one that is too large would cost as much as the first.
    left -= 'problem' in zip ? Math.ceil(left / 2) : Math.min(left, bytesIn(zip.files));
    if ('problem' in read) {
      draft.warnings.push({ message: `In ${quote(name)}: ${read.problem.message}` });
      continue;
    }
    formats.add(read.format);
    takeDraft(draft, read.draft, name);
  }
  const [format] = formats;
  return format === undefined ? undefined : { format: formats.size === 1 ? format : 'zip', draft };
}

function bytesIn(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

function readFiles(packed: ReadonlyMap<string, Uint8Array>): ReadPackage | { problem: Problem } {
  const files = new Map([...packed].map(([name, content]) => [name.replaceAll('\\', '/'), content]));
  const h5p = [...files.keys()].find((name) => /(?:^|\/)h5p\.json$/.test(name));
  if (h5p !== undefined) return { format: 'h5p', draft: readH5p(files, h5p) };
  const texts = new Map(
    [...files].filter(([name]) => isWanted(name)).map(([name, content]) => [name, decodeText(content)]),
  );
  const draft = emptyQuizDraft();
  const documents = readDocuments(texts, draft);
  if (documents.size > 0) return readQtiPackage({ files, texts, documents }, draft);
  return readLooseFiles(texts);
}

const pictures: NonNullable<ZipLimits['spare']> = {
  wants: (name) => /\.(?:png|jpe?g|gif|webp)$/i.test(name) && !/(?:^|[/\\])(?:__MACOSX|\.)/.test(name),
  maxBytes: maxQuizPictureBytes,
  maxFileBytes: maxPictureBytes,
};

function isWanted(name: string): boolean {
  if (/(?:^|[/\\])(?:__MACOSX|\.)/.test(name)) return false;
  return /\.(?:xml|qti|dat|gift|txt|csv)$/i.test(name) || /(?:^|[/\\])(?:h5p|content)\.json$/.test(name);
}

function isArchive(name: string): boolean {
  return /\.(?:zip|imscc|h5p)$/i.test(name) && !/(?:^|[/\\])(?:__MACOSX|\.)/.test(name);
}

function readDocuments(texts: ReadonlyMap<string, string>, draft: QuizDraft): Map<string, PackedDocument> {
  const documents = new Map<string, PackedDocument>();
  for (const [name, text] of texts) {
    if (!/questestinterop|assessment-?(?:item|test|section)/i.test(text.slice(0, 5000))) continue;
    if (isManifest(name)) continue;
    const document = readQtiDocument(text);
    if ('problem' in document)
      draft.warnings.push({ message: `In ${quote(name)}: ${document.problem.message}` });
    else documents.set(name, { text, document });
  }
  return documents;
}

/** A package of QTI, unpacked. */
interface QtiPackage {
  /** Pictures among them. */
  files: ReadonlyMap<string, Uint8Array>;
  texts: ReadonlyMap<string, string>;
  documents: ReadonlyMap<string, PackedDocument>;
}

function readQtiPackage({ files, texts, documents }: QtiPackage, draft: QuizDraft): ReadPackage {
  const findIn = packedPictures(files, draft.pictures);
  const order = orderOf(texts, documents).filter(([name]) => !isTold(name, documents));
  const tests = order.filter(([, { document }]) => document.kind === 'test');
  const taken = new Set<string>();
  const state = { draft, documents, taken, findIn, severalTests: tests.length > 1 };
  for (const [name, { document }] of tests) takeTest(document.root, name, state);
  for (const [name, found] of order) {
    if (taken.has(name) || draft.questions.length > maxQuestions) continue;
    if (found.document.fault !== undefined)
      draft.warnings.push({ message: `In ${quote(name)}: ${found.document.fault.message}` });
    if (found.document.kind === 'items') addQti1(draft, found.document.root, found.text, findIn(name));
    else if (found.document.kind === 'item')
      addItemOf(draft, found.document.root, found.text, { find: findIn(name) });
  }
  return { format: formatOf(texts, documents), draft };
}

/** Canvas writes each quiz twice: once for everybody, and once with all it knows. */
function isTold(name: string, documents: ReadonlyMap<string, PackedDocument>): boolean {
  const [, id] = /([^/]+)\/(?:assessment_qti|assessment)\.xml$/.exec(name) ?? [];
  if (id === undefined) return false;
  return [...documents.keys()].some(
    (other) => other !== name && other.endsWith(`non_cc_assessments/${id}.xml.qti`),
  );
}

/** The files in the order of the manifest; what it does not name comes last. */
function orderOf(
  texts: ReadonlyMap<string, string>,
  documents: ReadonlyMap<string, PackedDocument>,
): [name: string, document: PackedDocument][] {
  const [manifest, text] = manifestOf(texts);
  const xml = readXml(text);
  if ('problem' in xml) return [...documents];
  const files = findElements(xml.root, 'resource').flatMap((resource) => [
    ...hrefOf(resource, manifest),
    ...childrenOf(resource, 'file').flatMap((file) => hrefOf(file, manifest)),
  ]);
  const named = new Map(files.map((file, index) => [file, index] as const).toReversed());
  const placeOf = (name: string): number => named.get(name) ?? files.length;
  return [...documents].toSorted(([one], [other]) => placeOf(one) - placeOf(other));
}

/** The manifest's name and text; empty where the package has none. */
function manifestOf(texts: ReadonlyMap<string, string>): [name: string, text: string] {
  return [...texts].find(([name]) => isManifest(name)) ?? ['', ''];
}

function isManifest(name: string): boolean {
  return /(?:^|\/)imsmanifest\.xml$/.test(name);
}

function formatOf(
  texts: ReadonlyMap<string, string>,
  documents: ReadonlyMap<string, PackedDocument>,
): string {
  const [, manifest] = manifestOf(texts);
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
  const questions = read.questions.map((question) => movePictures(question, read.pictures, draft.pictures));
  draft.questions.push(...questions.map(({ question }) => question));
  for (const { question, lost } of questions)
    lost.forEach((what) => noteLoss(draft, { name: question.title ?? question.prompt }, what));
  for (const { message, line } of [...read.problems, ...read.warnings]) {
    const place = line === undefined ? '' : `, line ${String(line)}`;
    draft.warnings.push({ message: `In ${quote(name)}${place}: ${message}` });
  }
  takeLosses(draft, read);
}
