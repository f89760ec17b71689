import { decodeEntities } from '../formats/webvtt.ts';

const link = /<a\s[^<>]{0,6000}>/gi;
const address = /\bhref\s{0,5}=\s{0,5}["']([^"']{1,3000})["']/i;

/** The words of a message written in HTML: tags gone, breaks kept, a link's address after its words where they differ. */
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
  return html.replace(/<br\s{0,5}\/?>|<\/(?:p|div|li)>/gi, '\n').replace(/<[^<>]{0,10000}>/g, '');
}

function nameLink(href: string, words: string): string {
  return words === '' || words === href || href.endsWith(words) ? href : `${words} (${href})`;
}
