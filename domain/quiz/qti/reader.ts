import { childOf, lineFinder, looksLikeXml, readXml, xmlFault, type XmlElement } from '../../formats/xml.ts';
import { pictureFinder, type PictureFinder } from '../found-pictures.ts';
import { emptyQuizDraft, type QuizDraft, type QuizReader } from '../reader.ts';
import { addQti1 } from '../qti1/reader.ts';
import { addItem } from './item.ts';
import { qtiVersion, withQti2Names } from './names.ts';

/** A single file of QTI: items of 1.2 in one document, or one item of 2.0 to 3.0. */
export const qtiReader: QuizReader = {
  format: 'qti',
  recognises: (text) => looksLikeXml(text) && qtiRoot.test(text.slice(0, 5000)),
  read(text) {
    const draft = emptyQuizDraft();
    const document = readQtiDocument(text);
    if ('problem' in document) return { ...draft, problems: [document.problem] };
    const { kind, root, fault } = document;
    if (fault !== undefined) draft.warnings.push(fault);
    if (kind === 'test') {
      const message = 'The test names its items, which are in other files: give the whole package (zip).';
      return { ...draft, problems: [{ message }] };
    }
    const find = pictureFinder(draft.pictures);
    if (kind === 'items') addQti1(draft, root, text, find);
    else addItemOf(draft, root, text, { find });
    return { ...draft, format: kind === 'items' ? 'qti-1.2' : qtiVersion(text) };
  },
};

const qtiRoot = /<(?:[\w-]+:)?(?:questestinterop|(?:qti-)?assessment-?(?:item|test|section))[\s/>]/i;

/** A document of QTI by what its root is. */
export interface QtiDocument {
  /** `items`: QTI 1, with any number of items; the others are QTI 2 or 3, with QTI 2's names. */
  kind: 'items' | 'item' | 'test' | 'section';
  /** The document, or the item, test or section itself. */
  root: XmlElement;
  fault?: { line?: number; message: string };
}

/** Reads a document of QTI of any version; a problem where it is none. */
export function readQtiDocument(text: string): QtiDocument | { problem: { message: string } } {
  const xml = readXml(text);
  if ('problem' in xml) return xml;
  const fault = xmlFault(text);
  const told = fault === undefined ? {} : { fault };
  if (childOf(xml.root, 'questestinterop') !== undefined) return { kind: 'items', root: xml.root, ...told };
  const root = withQti2Names(xml.root);
  for (const child of root.children) {
    const kind = kinds.get(child.name);
    if (kind !== undefined) return { kind, root: child, ...told };
  }
  return { problem: { message: 'The XML holds no questions of QTI.' } };
}

const kinds: ReadonlyMap<string, QtiDocument['kind']> = new Map([
  ['assessmentItem', 'item'],
  ['assessmentTest', 'test'],
  ['assessmentSection', 'section'],
]);

/** Adds a document's only item. */
export function addItemOf(
  draft: QuizDraft,
  item: XmlElement,
  text: string,
  { find, category, weight }: { find: PictureFinder; category?: string; weight?: number },
): void {
  const line = lineFinder(text)(item.start);
  const place = { line, name: '', ...(category === undefined ? {} : { category }) };
  addItem(draft, item, place, { find, ...(weight === undefined ? {} : { weight }) });
}
