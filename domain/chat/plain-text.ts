import { decodeEntities } from '../webvtt.ts';

/** The words of a message written in HTML: tags gone, breaks kept, a link's address after its words where they differ. */
export function plainTextOf(html: string): string {
  const linked = html.replace(
    /<a\s[^<>]{0,3000}?href=["']([^"'<>]{1,3000})["'][^<>]{0,3000}>/gi,
    (_, address: string) => `<a>\u0001${address}\u0001`,
  );
  const plain = linked
    .replace(/<br\s{0,5}\/?>|<\/(?:p|div|li)>/gi, '\n')
    .replace(/<\/a>/gi, '\u0002')
    .replace(/<[^<>]{0,10000}>/g, '');
  return decodeEntities(
    plain.replace(/\u0001([^\u0001]*)\u0001([^\u0002]*)\u0002/g, (_, address: string, words: string) =>
      nameLink(address, words),
    ),
  )
    .replaceAll(/[\u0001\u0002]/g, ' ')
    .trim();
}

function nameLink(address: string, words: string): string {
  const bare = words.trim();
  return bare === '' || bare === address || address.endsWith(bare) ? address : `${bare} (${address})`;
}
