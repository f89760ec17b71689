import type { OutlineEntry } from '../outline.ts';
import { foldSpaces } from '../text.ts';
import { formatTime, formatTimestamp } from '../time.ts';
import { escapeCueText } from '../webvtt.ts';

/** Writes an outline as YouTube reads it: `0:00 Intro` on each line, times to the second. */
export function writeYoutubeOutline(entries: readonly OutlineEntry[]): string {
  return entries.map(({ startMs, title }) => `${formatTime(startMs)} ${foldSpaces(title)}\n`).join('');
}

/** Writes a WebVTT chapters track; an entry without an end lasts to the next start, the last one to `durationMs`. */
export function writeWebvttChapters(entries: readonly OutlineEntry[], durationMs: number): string {
  const cues = entries.map(({ startMs, endMs, title }, index) => {
    const end = endMs ?? entries[index + 1]?.startMs ?? Math.max(durationMs, startMs + 1);
    return `${formatTimestamp(startMs)} --> ${formatTimestamp(end)}\n${escapeCueText(foldSpaces(title))}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
