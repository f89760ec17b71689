import { Parser } from 'htmlparser2';
import type { XmlElement } from '../formats/xml.ts';
import type { Picture } from '../picture.ts';
import type { PictureFinder } from './found-pictures.ts';
import type { LostFromText } from './lost-from-text.ts';
import { TextFlow } from './text-flow.ts';

/** Text out of something formatted, with what could not come along. */
export interface FlowedText {
  text: string;
  lost: ReadonlySet<LostFromText>;
  /** Those that somebody found; all others are lost. */
  pictures: readonly Picture[];
}

/** Whether a text carries HTML that a browser would show as formatting, rather than speak of `<video>`. */
export function looksLikeHtml(text: string): boolean {
  return knownTag.test(text) || /&(?:nbsp|lt|gt|amp|quot|#\d{1,7});/.test(text);
}

const knownTag =
  /<\/?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|sub|sup|code|pre|table|tr|td|th|tbody|h[1-6]|a|font)\b[^<>]{0,2000}>|<img\b[^<>]*>/i;

/**
 * Reduces HTML to its text: paragraphs, lists and line breaks stay as lines, tags go. Pictures are found by `findPicture`;
 * the others leave their words.
 */
export function readHtml(html: string, findPicture?: PictureFinder): FlowedText {
  const flow = new TextFlow(findPicture);
  feedHtml(flow, html);
  return finishFlow(flow);
}

/** What a flow has come to. */
export function finishFlow(flow: TextFlow): FlowedText {
  return { text: flow.finish(), lost: flow.lost, pictures: flow.pictures };
}

/** A text as it stands. */
export function plainText(text: string): FlowedText {
  return { text, lost: new Set(), pictures: [] };
}

/** Gives the events of an HTML text to a flow. */
export function feedHtml(flow: TextFlow, html: string): void {
  const parser = new Parser({
    onopentag: (name, attributes) => flow.open(name, attributes),
    ontext: (words) => flow.text(words),
    onclosetag: (name) => flow.close(name),
  });
  parser.end(html);
}

/** Deals with an element in its own way; false leaves it to the flow. */
export type TakeElement = (element: XmlElement, flow: TextFlow) => boolean;

/** Gives what is inside an XML element, which may be HTML's elements, to a flow. */
export function feedElement(flow: TextFlow, element: XmlElement, take: TakeElement): void {
  for (const part of element.content) {
    if (typeof part === 'string') flow.text(part);
    else if (!take(part, flow)) {
      flow.open(part.name, part.attributes);
      feedElement(flow, part, take);
      flow.close(part.name);
    }
  }
}

/** The text inside an XML element whose children may be HTML's. */
export function readElement(
  element: XmlElement,
  take: TakeElement = () => false,
  findPicture?: PictureFinder,
): FlowedText {
  const flow = new TextFlow(findPicture);
  feedElement(flow, element, take);
  return finishFlow(flow);
}
