import { decodeEntities } from '../formats/webvtt.ts';

const knownTag =
  /<\/?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|sub|sup|code|pre|table|tr|td|th|tbody|h[1-6]|a|img|font)\b[^<>]{0,2000}>/i;
const lineTag = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]{0,2000}>/gi;
const anyTag = /<\/?[a-z][^<>]{0,2000}>/gi;

/** Whether a text carries HTML that a browser would show as formatting, rather than speak of `<video>`. */
export function looksLikeHtml(text: string): boolean {
  return knownTag.test(text) || /&(?:nbsp|lt|gt|amp|quot|#\d{1,7});/.test(text);
}

/** Reduces HTML to its text: paragraphs and line breaks stay, tags go, entities are decoded. */
export function htmlToText(html: string): string {
  const lines = html.replace(/\s+/g, ' ').replace(lineTag, '\n').replace(anyTag, '');
  return decodeEntities(lines)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

/** Whether HTML shows a picture or plays something, which its text cannot. */
export function hasMedia(html: string): boolean {
  return /<(?:img|audio|video|iframe|object|embed)\b/i.test(html);
}
