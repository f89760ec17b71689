import type { Warning } from '../formats/text.ts';
import { emptyDraft, type DraftEntry, type OutlineDraft, type OutlineReader } from './reader.ts';

/** `001  AX  V  C  source-in source-out record-in record-out`. */
const event = /^\d{1,6}\s+\S+\s+\S+\s+\S+(?:\s+\d{1,4})?((?:\s+\d{2}:\d{2}:\d{2}[:;]\d{2}){4})\s*$/;
const hourMs = 3_600_000;

/** CMX 3600 edit lists: each event is a chapter at its record time, named by its comments (clip name, marker). */
export const edlReader: OutlineReader = {
  format: 'edl',
  recognises: (text) =>
    text
      .slice(0, 20_000)
      .split('\n')
      .some((line) => event.test(line.slice(0, 300).trim())),
  read(text) {
    const draft = emptyDraft();
    const rate = frameRate(text);
    text.split('\n').forEach((raw, index) => readLine(raw.slice(0, 1000).trim(), index + 1, rate, draft));
    draft.warnings.push({
      message: `An EDL does not say its frame rate; ${String(rate)} frames a second were assumed.`,
    });
    return { ...draft, entries: fromFirstHour(draft.entries, draft.warnings) };
  },
};

function readLine(line: string, number: number, rate: number, draft: OutlineDraft): void {
  const times = event.exec(line)?.[1]?.trim().split(/\s+/);
  if (times !== undefined) {
    const [startMs, endMs] = [toMs(times[2], rate), toMs(times[3], rate)];
    draft.entries.push({
      line: number,
      startMs,
      ...(endMs > startMs + 1000 / rate + 1 ? { endMs } : {}),
      title: '',
    });
    return;
  }
  const last = draft.entries.at(-1);
  const title = commentTitle(line);
  if (last !== undefined && title !== undefined && last.title === '') last.title = title;
}

/** `* FROM CLIP NAME: x`, `* LOC: 01:00:10:00 RED x`, and Resolve's `|C:ResolveColorBlue |M:x |D:1`. */
function commentTitle(line: string): string | undefined {
  const marker = /\|M:([^|]*)/.exec(line)?.[1];
  const location = /^\*\s*LOC:\s*\S+\s+\S+\s+(.*)$/.exec(line)?.[1];
  const clip = /^\*\s*(?:FROM CLIP NAME|COMMENT):\s*(.*)$/i.exec(line)?.[1];
  return (marker ?? location ?? clip)?.trim();
}

/** The highest count of frames tells at least how many a second has. */
function frameRate(text: string): number {
  const highest = [...text.matchAll(/\d{2}:\d{2}:\d{2}[:;](\d{2})/g)].reduce(
    (most, [, frames]) => Math.max(most, Number(frames)),
    0,
  );
  return [24, 25, 30, 50, 60].find((rate) => highest < rate && (rate > 24 || !text.includes(';'))) ?? 100;
}

function toMs(timecode: string | undefined, rate: number): number {
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = (timecode ?? '').split(/[:;]/).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Math.round((frames * 1000) / rate);
}

/** Timelines begin at 01:00:00:00 by custom. */
function fromFirstHour(entries: readonly DraftEntry[], warnings: Warning[]): DraftEntry[] {
  const earliest = entries.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
  if (entries.length === 0 || earliest < hourMs || earliest >= 2 * hourMs) return [...entries];
  warnings.push({ message: 'The timeline begins at 01:00:00:00; its times were counted from there.' });
  return entries.map(({ endMs, ...entry }) => ({
    ...entry,
    startMs: entry.startMs - hourMs,
    ...(endMs === undefined ? {} : { endMs: endMs - hourMs }),
  }));
}
