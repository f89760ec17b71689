import { maxChapterTitleLength } from './chapter.ts';
import { checkOutlineAgainst, type OutlineEntry } from './outline.ts';
import type { BoundaryMode } from './recording.ts';
import { nearestSpot, type Pause } from './pauses.ts';
import { foldSpaces, quote, shorten, type Warning } from './formats/text.ts';

/** A chapter to be cut, half-open; `index` counts from 1, as the clips' file names do. */
export interface PlannedChapter {
  index: number;
  title: string;
  startMs: number;
  endMs: number;
  durationMs: number;
  /** How far the start was moved into a pause of speech; 0 when it stands where the outline has it. */
  movedMs: number;
}

/** How boundaries are placed. */
export interface PlanOptions {
  boundaries: BoundaryMode;
  pauses?: readonly Pause[];
  /** Where copying could begin near the outline's times; a pause that holds one is preferred. */
  keyFramesMs?: readonly number[];
  /** The farthest that a boundary moves; 2 seconds unless told. */
  maxMoveMs?: number;
}

/** Two boundaries that both move must stay this far apart. */
const minApartMs = 1000;

/**
 * Turns an outline into chapters that follow one another: each ends where the next begins, unless its entry
 * says where it ends, and the last at the recording's end. Throws OutlineError for entries beyond the end.
 */
export function planChapters(
  entries: readonly OutlineEntry[],
  durationMs: number,
  options: PlanOptions = { boundaries: 'exact' },
): { chapters: PlannedChapter[]; warnings: Warning[] } {
  const { entries: within, warnings } = checkOutlineAgainst(inOrder(entries), durationMs);
  const place = options.boundaries === 'pause' ? pausePlacer(options) : exactly;
  const starts = placeStarts(within, place);
  const chapters = within.map((entry, at) => {
    const startMs = starts[at] ?? entry.startMs;
    const nextMs = starts[at + 1];
    const endMs = endOf(entry, {
      startMs,
      nextMs,
      nextWrittenMs: within[at + 1]?.startMs,
      durationMs,
      place,
    });
    const title = shorten(foldSpaces(entry.title), maxChapterTitleLength);
    return {
      index: at + 1,
      title,
      startMs,
      endMs,
      durationMs: endMs - startMs,
      movedMs: startMs - entry.startMs,
    };
  });
  return { chapters, warnings: [...warnings, ...warnOfShort(chapters)] };
}

type Place = (timeMs: number) => number;

function exactly(timeMs: number): number {
  return timeMs;
}

/** Entries in order of time, no two at one time: the first one stands. */
function inOrder(entries: readonly OutlineEntry[]): OutlineEntry[] {
  const ordered = entries.toSorted((one, other) => one.startMs - other.startMs);
  return ordered.filter((entry, at) => at === 0 || ordered[at - 1]?.startMs !== entry.startMs);
}

/** The pause whose spot is nearest, if one is near enough; the recording's very start never moves. */
function pausePlacer({ pauses = [], ...options }: PlanOptions): Place {
  return (timeMs) => (timeMs === 0 ? 0 : (nearestSpot(pauses, timeMs, options) ?? timeMs));
}

/** Moves each start, but never across or close to its neighbours. */
function placeStarts(entries: readonly OutlineEntry[], place: Place): number[] {
  const starts: number[] = [];
  for (const [at, entry] of entries.entries()) {
    const moved = place(entry.startMs);
    const previous = starts[at - 1] ?? Number.NEGATIVE_INFINITY;
    const next = entries[at + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const free = moved >= previous + minApartMs && moved + minApartMs <= next;
    starts.push(free ? moved : Math.max(entry.startMs, previous + 1));
  }
  return starts;
}

function endOf(
  entry: OutlineEntry,
  around: {
    startMs: number;
    nextMs: number | undefined;
    nextWrittenMs: number | undefined;
    durationMs: number;
    place: Place;
  },
): number {
  const latest = around.nextMs ?? around.durationMs;
  if (entry.endMs === undefined || entry.endMs === around.nextWrittenMs) return latest;
  if (entry.endMs >= around.durationMs) return around.durationMs;
  const moved = around.place(entry.endMs);
  return Math.min(moved >= around.startMs + minApartMs ? moved : entry.endMs, latest);
}

function warnOfShort(chapters: readonly PlannedChapter[]): Warning[] {
  return chapters
    .filter((chapter) => chapter.durationMs < minApartMs)
    .map((chapter) => ({ message: `${quote(chapter.title)} is shorter than a second.` }));
}
