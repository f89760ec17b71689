import { shorten } from '../../domain/formats/text.ts';

/** `GMT20260312_Q1-review.mp4` as a title to begin with: `GMT20260312 Q1-review`. */
export function titleOf(fileName: string): string {
  const bare = fileName
    .replace(/\.[^.]+$/, '')
    .replaceAll('_', ' ')
    .trim();
  return shorten(bare === '' ? 'Recording' : bare, 300);
}
