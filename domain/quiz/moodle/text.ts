import {
  attributeOf,
  childOf,
  childrenOf,
  childText,
  findElements,
  textInside,
  type XmlElement,
} from '../../formats/xml.ts';
import { decodeBase64 } from '../../formats/base64.ts';
import type { Picture } from '../../picture.ts';
import { decodeAddress, pictureFinder, type PictureFinder } from '../found-pictures.ts';
import { looksLikeHtml, plainText, readHtml, type FlowedText } from '../html.ts';
import { noteLoss, type Place, type QuizDraft } from '../reader.ts';

/** Reads the texts of one question; what they cannot keep is noted on its place. */
export interface TextReader {
  /** The text of an element `<x format="html"><text>…</text></x>`; empty when there is none. */
  read(element: XmlElement | undefined): string;
  /** The same with its pictures: those of the files that lie in the element, and those that the text holds itself. */
  readShown(element: XmlElement | undefined, source?: string): FlowedText;
  /** What is typed as it stands, in short answers and numbers. */
  readTyped(element: XmlElement | undefined): string;
  lose(what: string): void;
}

/** A reader of Moodle's texts for a question at a place. */
export function textReader(draft: QuizDraft, place: Place): TextReader {
  const lose = (what: string): void => noteLoss(draft, place, what);
  const finders = new Map<XmlElement | undefined, PictureFinder>();
  const finderOf = (element: XmlElement | undefined): PictureFinder => {
    const finder =
      finders.get(element) ?? pictureFinder(draft.pictures, (address) => fileIn(element, address));
    finders.set(element, finder);
    return finder;
  };
  const convert = (source: string, format: string, find?: PictureFinder): FlowedText => {
    if (!isHtml(source, format)) return plainText(source.trim());
    const read = readHtml(source, find);
    read.lost.forEach(lose);
    return read;
  };
  return {
    read: (element) => convert(sourceOf(element), attributeOf(element, 'format')).text,
    readShown(element, source = sourceOf(element)) {
      const format = attributeOf(element, 'format');
      if (!isHtml(source, format) && childOf(element, 'file') !== undefined) lose('an attached file');
      return convert(source, format, finderOf(element));
    },
    readTyped(element) {
      const source = sourceOf(element);
      const text =
        element?.attributes['format'] === 'html' && looksLikeHtml(source) ? readHtml(source).text : '';
      return text === '' ? source.trim() : text;
    },
    lose,
  };
}

/** The text of an element as it stands, in whatever format it is. */
export function sourceOf(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  const inner = childOf(element, 'text');
  // Some programs write the words without the element `text` around them, or HTML that is not escaped.
  return inner === undefined ? element.text : inner.children.length === 0 ? inner.text : htmlOf(inner);
}

/** HTML's elements that never close. */
const empty = new Set(['br', 'hr', 'img', 'input', 'source', 'embed']);

/** HTML's elements stood unescaped in the XML; what is inside them is written again as HTML. */
function htmlOf(element: XmlElement): string {
  return element.content
    .map((part) =>
      typeof part === 'string'
        ? part.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
        : `<${part.name}${attributesOf(part)}>${htmlOf(part)}${empty.has(part.name) ? '' : `</${part.name}>`}`,
    )
    .join('');
}

function attributesOf({ attributes }: XmlElement): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`)
    .join('');
}

function isHtml(source: string, format: string): boolean {
  if (format === 'html') return true;
  return (format === '' || format === 'moodle_auto_format') && looksLikeHtml(source);
}

/** The hints and comments that Moodle shows between tries, joined; they have no place in a question. */
export function hasHints(question: XmlElement): boolean {
  return question.children.some((child) => child.name === 'hint' && textInside(child).trim() !== '');
}

/** A picture beside the text, as Moodle 1 exported it. */
export function readPictureOfOld(question: XmlElement, draft: QuizDraft, texts: TextReader): Picture[] {
  const file = childText(question, 'image');
  const held = findElements(question, 'image_base64').find(({ text }) => text !== '');
  if (file === '' && held === undefined) return [];
  const open = () => held && toFile(held, file.replace(/^.*\//, ''));
  const found = pictureFinder(draft.pictures, open)(file, '');
  if (typeof found !== 'string') return [found];
  texts.lose(found);
  return [];
}

/** The file `@@PLUGINFILE@@/a%20map.png?time=1` of those that lie in an element. */
function fileIn(element: XmlElement | undefined, address: string): ReturnType<typeof toFile> | undefined {
  const [, path] = /^@@PLUGINFILE@@([^?#]*)/.exec(address) ?? [];
  if (path === undefined) return undefined;
  const wanted = decodeAddress(path);
  const file = childrenOf(element, 'file').find(
    (one) => `${attributeOf(one, 'path') || '/'}${attributeOf(one, 'name')}` === wanted,
  );
  return file && toFile(file, attributeOf(file, 'name'));
}

/** What is no base64 is an empty file, which is damaged. */
function toFile(file: XmlElement, name: string): { bytes: Uint8Array; name: string } {
  return { bytes: decodeBase64(textInside(file)) ?? new Uint8Array(), name };
}
