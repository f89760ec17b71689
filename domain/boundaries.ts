import { AppError } from './app-error.ts';
import { formatTime } from './time.ts';

/** A chapter's interval on the recording's clock, half-open. */
export interface Interval {
  id: string;
  startMs: number;
  endMs: number;
}

/** The shortest chapter that can be asked for. */
export const minChapterMs = 1000;

/** Boundaries that cannot be: a chapter without length, two that overlap, one beyond the recording's end. */
export class BoundaryError extends AppError {
  constructor(code: `boundary-${string}`, sentence: string, details: Record<string, unknown> = {}) {
    super(code, sentence, { status: 422, details });
  }
}

/**
 * Moves a chapter's start or end. A neighbour that touches the moved boundary, or would be overlapped, moves with it.
 * Gives all intervals in order of time; whether they can be is for `checkIntervals` to say.
 */
export function moveBoundary(
  intervals: readonly Interval[],
  id: string,
  to: { startMs?: number | undefined; endMs?: number | undefined },
): Interval[] {
  const ordered = inOrderOfTime(intervals);
  const at = ordered.findIndex((interval) => interval.id === id);
  const chapter = ordered[at];
  if (!chapter) return ordered;
  const moved = { ...chapter, startMs: to.startMs ?? chapter.startMs, endMs: to.endMs ?? chapter.endMs };
  const before = ordered[at - 1];
  const after = ordered[at + 1];
  ordered[at] = moved;
  if (before && (before.endMs === chapter.startMs || before.endMs > moved.startMs)) {
    ordered[at - 1] = { ...before, endMs: moved.startMs };
  }
  if (after && (after.startMs === chapter.endMs || after.startMs < moved.endMs)) {
    ordered[at + 1] = { ...after, startMs: moved.endMs };
  }
  return ordered;
}

/**
 * Refuses intervals that cannot be cut, looking at those that differ from `before`. `durationMs` is the recording's
 * length where it is known. Throws `BoundaryError`.
 */
export function checkIntervals(
  before: readonly Interval[],
  after: readonly Interval[],
  durationMs: number | null,
): void {
  const changed = new Set(changedIntervals(before, after).map(({ id }) => id));
  const ordered = inOrderOfTime(after);
  ordered.forEach((interval, index) => {
    const previous = ordered[index - 1];
    if (changed.has(interval.id)) checkLength(interval, durationMs);
    if (!previous || !(changed.has(interval.id) || changed.has(previous.id))) return;
    if (previous.endMs > interval.startMs) throw overlapping(previous, interval);
  });
}

/** Which of the intervals differ from what they were. */
export function changedIntervals(before: readonly Interval[], after: readonly Interval[]): Interval[] {
  const old = new Map(before.map((interval) => [interval.id, interval]));
  return after.filter(({ id, startMs, endMs }) => {
    const was = old.get(id);
    return was?.startMs !== startMs || was.endMs !== endMs;
  });
}

/** The intervals by their start. */
export function inOrderOfTime(intervals: readonly Interval[]): Interval[] {
  return intervals.toSorted((a, b) => a.startMs - b.startMs);
}

function checkLength(interval: Interval, durationMs: number | null): void {
  const { startMs, endMs } = interval;
  if (startMs < 0) throw new BoundaryError('boundary-before-start', 'A chapter cannot begin before 0:00.');
  if (durationMs !== null && endMs > durationMs) throw beyondEnd(interval, durationMs);
  if (endMs - startMs < minChapterMs) throw tooShort(interval);
}

function tooShort({ startMs, endMs }: Interval): BoundaryError {
  const sentence = `The chapter from ${formatTime(startMs)} to ${formatTime(endMs)} would be shorter than a second. Leave it at least one.`;
  return new BoundaryError('boundary-too-short', sentence);
}

function beyondEnd({ endMs }: Interval, durationMs: number): BoundaryError {
  const sentence = `${formatTime(endMs)} is beyond the recording's end at ${formatTime(durationMs)}.`;
  return new BoundaryError('boundary-beyond-end', sentence, { durationMs });
}

function overlapping(before: Interval, interval: Interval): BoundaryError {
  const sentence = `The chapter that begins at ${formatTime(interval.startMs)} would overlap the one that ends at ${formatTime(before.endMs)}.`;
  return new BoundaryError('boundary-overlap', sentence);
}
