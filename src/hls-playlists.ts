import type { RenditionRow } from '../storage/schema.ts';

/** A rendition that a player can change to, and the signed address of its playlist or file. */
export interface Addressed {
  rendition: RenditionRow;
  url: string;
}

/** The list of a chapter's renditions for HLS (RFC 8216 §4.3.4), largest first; `url` is each one's playlist. */
export function writeMasterPlaylist(levels: readonly Addressed[]): string {
  const lines = levels.flatMap(({ rendition, url }) => {
    const { segments, width, height, bytes } = rendition;
    if (segments === null) return [];
    const bits = segments.segments.map(([, size, ms]) => (size * 8000) / Math.max(1, ms));
    const totalMs = segments.segments.reduce((sum, [, , ms]) => sum + ms, 0);
    const attributes = [
      `BANDWIDTH=${Math.ceil(Math.max(...bits))}`,
      `AVERAGE-BANDWIDTH=${Math.ceil((bytes * 8000) / Math.max(1, totalMs))}`,
      `CODECS="${segments.codecs}"`,
      ...(width !== null && height !== null ? [`RESOLUTION=${width}x${height}`] : []),
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, url];
  });
  return [...header, '#EXT-X-INDEPENDENT-SEGMENTS', ...lines, ''].join('\n');
}

/** One rendition as byte ranges of its one file (RFC 8216 §4.3.2.2), whose address is `url`. */
export function writeMediaPlaylist({ rendition: { segments }, url }: Addressed): string {
  const [initAt, initBytes] = segments?.init ?? [0, 0];
  const parts = segments?.segments ?? [];
  const longest = Math.max(1, ...parts.map(([, , ms]) => Math.ceil(ms / 1000)));
  return [
    ...header,
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${url}",BYTERANGE="${initBytes}@${initAt}"`,
    ...parts.flatMap(([at, bytes, ms]) => [
      `#EXTINF:${(ms / 1000).toFixed(6)},`,
      `#EXT-X-BYTERANGE:${bytes}@${at}`,
      url,
    ]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

const header = ['#EXTM3U', '#EXT-X-VERSION:7'] as const;
