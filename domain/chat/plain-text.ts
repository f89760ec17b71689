import { decodeEntities } from '../formats/webvtt.ts';

const link = /<a\s[^<>]{0,6000}>/gi;
const picture = /<(?:img|emoji)\s[^<>]{0,6000}>/gi;
const words = /\balt\s{0,5}=\s{0,5}["']([^"'<>]{1,300})["']/i;
const address = /\bhref\s{0,5}=\s{0,5}["']([^"']{1,3000})["']/i;

/** The words of a message written in HTML: tags gone, breaks kept, a link's address after its words where they differ, a picture or emoji its words. */
export function plainTextOf(html: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const tag of html.matchAll(link)) {
    const href = address.exec(tag[0])?.[1];
    if (href === undefined) continue;
    const begin = tag.index + tag[0].length;
    const end = html.indexOf('</a', begin);
    const words = stripTags(html.slice(begin, end < 0 ? undefined : end)).trim();
    parts.push(stripTags(html.slice(at, tag.index)), nameLink(href, words));
    at = end < 0 ? html.length : end;
    if (end < 0) break;
  }
  parts.push(stripTags(html.slice(at)));
  return decodeEntities(parts.join('')).trim();
}

function stripTags(html: string): string {
  return html
    .replace(picture, (tag) => words.exec(tag)?.[1] ?? '')
    .replace(/<br\s{0,5}\/?>|<\/(?:p|div|li)>/gi, '\n')
    .replace(/<[^<>]{0,10000}>/g, '');
}

/** A link as text: its words and its address, once where they are the same; BigBlueButton once called an address an event. */
export function nameLink(written: string, words: string): string {
  const href = written.replace(/^event:/, '');
  return words === '' || words === href || href.endsWith(words) ? href : `${words} (${href})`;
}
