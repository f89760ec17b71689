import type { Warning } from '../formats/text.ts';
import { readTimecode, type FrameRate } from './edl-timecode.ts';
import { emptyDraft, type DraftEntry, type OutlineReader } from './reader.ts';

/** `001  AX  V  C  source-in source-out record-in record-out`. */
const event = /^(\d{1,6})\s+\S+\s+\S+\s+\S+(?:\s+\d{1,4})?((?:\s+\d{2}:\d{2}:\d{2}[:;.]\d{2}){4})\s*$/;
const hourMs = 3_600_000;

/** Avid's and Nucoda's markers: `* LOC: 01:00:10:00 RED  words`. */
const locator = /^\*\s*LOC:\s*(\d{2}:\d{2}:\d{2}[:;.]\d{2})\s+\S+(?:\s+(.*))?$/i;

/**
 * CMX 3600 edit lists: each event is a chapter at its record time, named by its comments (clip name, marker). Where
 * somebody set several markers (`LOC`), those are the chapters.
 */
export const edlReader: OutlineReader = {
  format: 'edl',
  recognises: (text) =>
    text
      .slice(0, 20_000)
      .split('\n')
      .some((line) => event.test(line.slice(0, 300).trim()) || locator.test(line.slice(0, 300).trim())),
  read(text) {
    const draft = emptyDraft();
    const list: EditList = { rate: frameRate(text), events: [], markers: [] };
    text.split('\n').forEach((raw, index) => readLine(raw.slice(0, 1000).trim(), index + 1, list));
    draft.warnings.push({
      message: `An EDL does not say its frame rate; ${rateName(list.rate)} frames a second were assumed.`,
    });
    const { markers, events } = list;
    const isMarked = markers.length > 1 && markers.length >= events.length;
    if (isMarked && events.length > 0)
      draft.warnings.push({
        message: 'The markers of the list became the chapters; its cuts were left out.',
      });
    const entries = isMarked || events.length === 0 ? markers : withoutCuts(list);
    return { ...draft, entries: fromFirstHour(entries, list.rate, draft.warnings) };
  },
};

interface EditList {
  rate: FrameRate;
  events: EditEvent[];
  markers: DraftEntry[];
}

interface EditEvent extends DraftEntry {
  line: number;
  endMs: number;
  number: string;
}

function readLine(line: string, number: number, { rate, events, markers }: EditList): void {
  const [, name = '', written = ''] = event.exec(line) ?? [];
  if (written !== '') {
    const [, , from = '', to = ''] = written.trim().split(/\s+/);
    events.push({
      line: number,
      number: name,
      startMs: readTimecode(from, rate),
      endMs: readTimecode(to, rate),
      title: '',
    });
    return;
  }
  const [, at, words = ''] = locator.exec(line) ?? [];
  if (at !== undefined) markers.push({ line: number, startMs: readTimecode(at, rate), title: words.trim() });
  const last = events.at(-1);
  const { title, replaces = false } = commentTitle(line);
  if (last !== undefined && title !== undefined && (last.title === '' || replaces)) last.title = title;
}

/** `* FROM CLIP NAME: x`, `* LOC: 01:00:10:00 RED x`, Resolve's `|C:ResolveColorBlue |M:x |D:1`; a dissolve's is what it goes to. */
function commentTitle(line: string): { title?: string | undefined; replaces?: boolean } {
  const to = /^\*\s*TO CLIP NAME:\s*(.*)$/i.exec(line)?.[1]?.trim();
  if (to !== undefined) return { title: to, replaces: to !== '' };
  const marker = /\|M:([^|]*)/.exec(line)?.[1];
  const location = /^\*\s*LOC:\s*\S+\s+\S+\s+(.*)$/.exec(line)?.[1];
  const clip = /^\*\s*(?:FROM CLIP NAME|COMMENT):\s*(.*)$/i.exec(line)?.[1];
  return { title: (marker ?? location ?? clip)?.trim() };
}

/** A dissolve is two lines of one number, the first without a length; an event of one frame is a mark, which has no end. */
function withoutCuts({ events, rate }: EditList): DraftEntry[] {
  const kept = events.filter(
    (one, index) => one.endMs !== one.startMs || events[index + 1]?.number !== one.number,
  );
  const markMs = 1000 / rate.frames + 2;
  return kept.map(({ line, startMs, endMs, title }) =>
    endMs > startMs + markMs ? { line, startMs, endMs, title } : { line, startMs, title },
  );
}

/** The highest count of frames tells at least how many a second has; drop-frame counts are of 29.97 or 59.94. */
function frameRate(text: string): FrameRate {
  const highest = [...text.matchAll(/\d{2}:\d{2}:\d{2}[:;.](\d{2})/g)].reduce(
    (most, [, frames]) => Math.max(most, Number(frames)),
    0,
  );
  const drops = /^[^\S\n]*FCM:[^\S\n]*DROP FRAME/im.test(text) || /\d{2}:\d{2}:\d{2};\d{2}/.test(text);
  const rates = drops ? [30, 60] : [24, 25, 30, 50, 60];
  return { frames: rates.find((rate) => highest < rate) ?? 100, drops };
}

function rateName({ frames, drops }: FrameRate): string {
  return drops ? `${((frames * 1000) / 1001).toFixed(2)} (drop frame)` : String(frames);
}

/** Timelines begin at 01:00:00:00 by custom. */
function fromFirstHour(entries: readonly DraftEntry[], rate: FrameRate, warnings: Warning[]): DraftEntry[] {
  const firstMs = readTimecode('01:00:00:00', rate);
  const earliest = entries.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
  if (entries.length === 0 || earliest < firstMs || earliest >= 2 * hourMs) return [...entries];
  warnings.push({ message: 'The timeline begins at 01:00:00:00; its times were counted from there.' });
  return entries.map(({ endMs, ...entry }) => ({
    ...entry,
    startMs: entry.startMs - firstMs,
    ...(endMs === undefined ? {} : { endMs: endMs - firstMs }),
  }));
}
