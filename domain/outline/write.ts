import type { OutlineEntry } from '../outline.ts';
import { foldSpaces } from '../formats/text.ts';
import { formatExactTime, formatTime, formatTimestamp } from '../time.ts';
import { escapeCueText } from '../formats/webvtt.ts';

/** Writes an outline as YouTube reads it: `0:00 Intro` on each line, times to the second. */
export function writeYoutubeOutline(entries: readonly OutlineEntry[]): string {
  return entries.map(({ startMs, title }) => `${formatTime(startMs)} ${foldSpaces(title)}\n`).join('');
}

/** Writes an outline as people type it, times to the millisecond where they have any: read back it is the same. */
export function writeTextOutline(entries: readonly OutlineEntry[]): string {
  return entries.map(({ startMs, title }) => `${formatExactTime(startMs)} ${foldSpaces(title)}\n`).join('');
}

/** Writes a WebVTT chapters track; an entry without an end lasts to the next start, the last one to `durationMs`. */
export function writeWebvttChapters(entries: readonly OutlineEntry[], durationMs: number): string {
  const cues = withEnds(entries, durationMs).map(
    ({ startMs, endMs, title }) =>
      `${formatTimestamp(startMs)} --> ${formatTimestamp(endMs)}\n${escapeCueText(foldSpaces(title))}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** Writes ffmpeg's metadata file with a `[CHAPTER]` for each entry, in milliseconds. */
export function writeFfmetadata(entries: readonly OutlineEntry[], durationMs: number): string {
  const sections = withEnds(entries, durationMs).map(({ startMs, endMs, title }) => {
    const escaped = foldSpaces(title).replace(/[=;#\\]/g, '\\$&');
    return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${String(startMs)}\nEND=${String(endMs)}\ntitle=${escaped}\n`;
  });
  return [';FFMETADATA1\n', ...sections].join('\n');
}

/** Writes Podlove Simple Chapters as XML. */
export function writePodlove(entries: readonly OutlineEntry[]): string {
  const chapters = entries.map(
    ({ startMs, title }) =>
      `  <psc:chapter start="${formatTimestamp(startMs)}" title="${escapeCueText(foldSpaces(title)).replaceAll('"', '&quot;')}"/>\n`,
  );
  const root = '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n${chapters.join('')}</psc:chapters>\n`;
}

/** Writes a table with the header `start,end,title`; times to the millisecond, an open end empty. */
export function writeOutlineCsv(entries: readonly OutlineEntry[]): string {
  const rows = entries.map(({ startMs, endMs, title }) => {
    const end = endMs === undefined ? '' : formatTimestamp(endMs);
    return `${formatTimestamp(startMs)},${end},"${foldSpaces(title).replaceAll('"', '""')}"\n`;
  });
  return `start,end,title\n${rows.join('')}`;
}

function withEnds(
  entries: readonly OutlineEntry[],
  durationMs: number,
): (OutlineEntry & { endMs: number })[] {
  return entries.map((entry, index) => ({
    ...entry,
    endMs: entry.endMs ?? entries[index + 1]?.startMs ?? Math.max(durationMs, entry.startMs + 1),
  }));
}
