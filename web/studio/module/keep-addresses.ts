import type { Module } from '../../../domain/api/module.ts';

/** Keeps the signed addresses of media as they were first seen, so that a refresh of the page interrupts no video. */
export interface Addresses {
  keep: (module: Module) => Module;
  /** Takes fresh addresses from then on: the old ones have ended. */
  forget: () => void;
}

/** Signed addresses of one thing differ only after the `?`; the first one seen stays until it is forgotten. */
export function createAddresses(): Addresses {
  const seen = new Map<string, string>();
  const kept = (url: string): string => {
    const path = url.split('?')[0] ?? url;
    const first = seen.get(path);
    if (first !== undefined) return first;
    seen.set(path, url);
    return url;
  };
  const keptOrNull = (url: string | null): string | null => (url === null ? null : kept(url));
  return {
    keep: (module) => ({
      ...module,
      recordingUrl: keptOrNull(module.recordingUrl),
      chapters: module.chapters.map((chapter) => ({
        ...chapter,
        clipUrl: keptOrNull(chapter.clipUrl),
        thumbnailUrl: keptOrNull(chapter.thumbnailUrl),
        posterUrl: keptOrNull(chapter.posterUrl),
        captionsUrl: keptOrNull(chapter.captionsUrl),
      })),
    }),
    forget: () => seen.clear(),
  };
}
