import {
  attributeOf,
  childOf,
  childText,
  findElements,
  textInside,
  type XmlElement,
} from '../../formats/xml.ts';
import { looksLikeHtml, readHtml } from '../html.ts';
import { lostPicture } from '../text-flow.ts';
import { noteLoss, type Place, type QuizDraft } from '../reader.ts';

/** Reads the texts of one question; what they cannot keep is noted on its place. */
export interface TextReader {
  /** The text of an element `<x format="html"><text>…</text></x>`; empty when there is none. */
  read(element: XmlElement | undefined): string;
  /** What is typed as it stands, in short answers and numbers. */
  readTyped(element: XmlElement | undefined): string;
  lose(what: string): void;
}

/** A reader of Moodle's texts for a question at a place. */
export function textReader(draft: QuizDraft, place: Place): TextReader {
  const lose = (what: string): void => noteLoss(draft, place, what);
  const convert = (source: string, format: string): string => {
    if (!isHtml(source, format)) return source.trim();
    const { text, lost } = readHtml(source);
    lost.forEach(lose);
    return text;
  };
  return {
    read: (element) => convert(sourceOf(element), attributeOf(element, 'format')),
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
export function losePictureOfOld(question: XmlElement, texts: TextReader): void {
  const file = childText(question, 'image');
  const isHeld = findElements(question, 'image_base64').some(({ text }) => text !== '');
  if (file !== '' || isHeld) texts.lose(lostPicture(file));
}
