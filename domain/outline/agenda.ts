import { clockDistance, readClock } from '../clock.ts';
import { trimEndOf, trimStartOf, warnOfSkippedLines } from '../formats/text.ts';
import { formatTime } from '../time.ts';
import { emptyDraft, type OutlineDraft, type OutlineHint, type OutlineReader } from './reader.ts';

/**
 * An agenda in times of day: `9:00 AM Welcome`, `14:00 – 14:15 Uhr Begrüßung`. It is told from an outline by its AM, PM
 * or Uhr, by a line such as `Recording started: 14:02`, or by knowing when the recording began.
 */
export const agendaReader: OutlineReader = {
  format: 'agenda',
  recognises(text, { startsAt }) {
    const lines = text
      .slice(0, 20_000)
      .split('\n')
      .map(readLine)
      .filter((line) => line !== undefined);
    const items = lines.flatMap((line) => (line.kind === 'item' ? [line] : []));
    const isMarked = items.filter((line) => line.marked).length * 2 > items.length;
    const hasStart = lines.some(({ kind }) => kind === 'start');
    return (
      (items.length > 1 && (isMarked || isTimetable(items))) ||
      (items.length > 0 && (hasStart || startsAt !== undefined))
    );
  },
  read: (text, hint) => readAgenda(text, hint),
};

/** Ranges in whole five minutes that follow one another through a day, and do not begin soon after midnight. */
function isTimetable(items: readonly Extract<AgendaLine, { kind: 'item' }>[]): boolean {
  const [first] = items;
  return (
    first !== undefined &&
    first.clockMs >= 6 * hourMs &&
    items.every(({ clockMs, untilMs = clockMs }, index) => {
      const before = items[index - 1];
      const inStep = clockMs % (5 * 60_000) === 0 && untilMs % (5 * 60_000) === 0;
      return inStep && clockMs >= (before?.untilMs ?? before?.clockMs ?? 0);
    }) &&
    items.filter(({ clockMs, untilMs = clockMs }) => untilMs > clockMs).length * 2 > items.length
  );
}

/** Reads the lines of an agenda; times count from `startsAt`, a line that says when it starts, or the first item. */
export function readAgenda(text: string, { startsAt }: OutlineHint): OutlineDraft {
  const draft = emptyDraft();
  const lines = text
    .split('\n')
    .map((line, index) => ({ number: index + 1, read: readLine(line), raw: line }));
  const items = lines.flatMap(({ number, read }) => (read?.kind === 'item' ? [{ ...read, number }] : []));
  const told = lines.find(({ read }) => read?.kind === 'start')?.read?.clockMs;
  const beginMs =
    (startsAt === undefined ? undefined : readMoment(startsAt)) ?? told ?? items[0]?.clockMs ?? 0;
  let latestMs = -Infinity;
  for (const item of items) {
    const startMs = item.marked
      ? clockDistance(beginMs, item.clockMs)
      : afterNoon(beginMs, item.clockMs, latestMs);
    latestMs = Math.max(latestMs, startMs);
    if (startMs < 0) {
      draft.warnings.push({
        line: item.number,
        message: `"${item.title.slice(0, 60)}" begins before the recording and was left out.`,
      });
      continue;
    }
    const lengthMs = item.untilMs === undefined ? undefined : clockDistance(item.clockMs, item.untilMs);
    const end = lengthMs === undefined || lengthMs <= 0 ? {} : { endMs: startMs + lengthMs };
    draft.entries.push({ line: item.number, startMs, ...end, title: item.title });
  }
  const skipped = lines
    .filter(({ read, raw }) => read === undefined && raw.trim() !== '')
    .map(({ number }) => number);
  draft.warnings.push(...warnOfSkippedLines(skipped, 'no time of day in it'));
  draft.warnings.push({
    message: `The times are times of day; they were counted from ${formatTime(beginMs)}.`,
  });
  return draft;
}

/** The time of day of `14:30`, `2:30 PM` or `2026-09-15T14:30:12Z`. */
function readMoment(text: string): number | undefined {
  const clock = /T(\d{2}:\d{2}(?::\d{2})?)/.exec(text.slice(0, 40))?.[1];
  return readClock(clock ?? text.slice(0, 40));
}

type AgendaLine =
  | { kind: 'start'; clockMs: number }
  | { kind: 'item'; clockMs: number; untilMs?: number; title: string; marked: boolean };

const hourMs = 3_600_000;
const clock = String.raw`\d{1,2}(?:[:.h]\d{2}(?::\d{2})?)?(?:\s?(?:[ap]\.?m\.?|uhr\b|h\b))?`;
const item = new RegExp(
  String.raw`^(${clock})(?:\s{0,3}(?:-|–|—|to|until|bis)\s{0,3}(${clock}))?(?!\d|:\d)`,
  'iu',
);
const start = new RegExp(
  String.raw`^(?:start(?:s|ed)?|begin(?:s|n)?|(?:the )?recording (?:start(?:s|ed)?|began|begins))(?: time)?(?: at| um)?\s{0,3}[:=]?\s{0,3}(${clock})\s{0,3}$`,
  'iu',
);
const mark = /[ap]\.?m|uhr/i;

function readLine(raw: string): AgendaLine | undefined {
  const line = trimStartOf(raw.slice(0, 2000), ' \t-–*•|#>').trim();
  const begins = readClock(start.exec(line.slice(0, 100))?.[1] ?? '');
  if (begins !== undefined) return { kind: 'start', clockMs: begins };
  const match = item.exec(line.slice(0, 100));
  if (match === null) return undefined;
  const [whole, from = '', to] = match;
  // `9:00–9:15 AM` says it once for both.
  const half = /[ap]\.?m/i.exec(to ?? '')?.[0];
  const clockMs =
    (half !== undefined && !mark.test(from) ? readClock(`${from.trim()} ${half}`) : undefined) ??
    readClock(from);
  const untilMs = to === undefined ? undefined : readClock(to);
  if (clockMs === undefined) return undefined;
  const title = trimEndOf(trimStartOf(line.slice(whole.length), ' \t-–—:|,.)]'), ' \t|');
  return {
    kind: 'item',
    clockMs,
    ...(untilMs === undefined ? {} : { untilMs }),
    title,
    marked: mark.test(whole),
  };
}

/** After 12:30 comes 1:15: an agenda that does not say AM or PM counts from one again. */
function afterNoon(beginMs: number, clockMs: number, latestMs: number): number {
  const startMs = clockDistance(beginMs, clockMs);
  const isJustBefore = startMs < 0 && startMs > -hourMs;
  if (clockMs >= 13 * hourMs || isJustBefore) return startMs;
  const readings = [startMs - 12 * hourMs, startMs, startMs + 12 * hourMs];
  return readings.find((reading) => reading >= Math.max(0, latestMs)) ?? startMs;
}
