import { z } from 'zod';

/** One encoded form of a chapter: as cut, smaller, or sound alone. */
export const renditionKindSchema = z.enum(['source', '720p', '360p', 'audio']);
export type RenditionKind = z.infer<typeof renditionKindSchema>;

/** Where a chapter's renditions stand; `none` before any were asked for. */
export const renditionsStateSchema = z.enum(['none', 'waiting', 'making', 'ready', 'failed']);
export type RenditionsState = z.infer<typeof renditionsStateSchema>;

/** A smaller picture to be made: its kind and its size in square pixels. */
export interface SmallerPicture {
  kind: '720p' | '360p';
  width: number;
  height: number;
}

const shortSides = [
  { kind: '720p', pixels: 720 },
  { kind: '360p', pixels: 360 },
] as const;

/** The smaller forms of a picture as shown: those whose shorter side is really shorter, in even numbers of pixels. */
export function smallerPictures({ width, height }: { width: number; height: number }): SmallerPicture[] {
  const shortSide = Math.min(width, height);
  return shortSides
    .filter(({ pixels }) => pixels < shortSide)
    .map(({ kind, pixels }) => {
      const even = (side: number): number => Math.max(2, Math.round((side * pixels) / shortSide / 2) * 2);
      return { kind, width: even(width), height: even(height) };
    });
}
