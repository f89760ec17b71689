import { checkIntervals, inOrderOfTime, minChapterMs, moveBoundary, type Interval } from './boundaries.ts';
import { AppError } from './app-error.ts';

/** A stretch of the recording in which nobody speaks, half-open. */
export interface Pause {
  startMs: number;
  endMs: number;
}

/** The farthest that a boundary moves into a pause, unless told otherwise. */
export const maxPauseMoveMs = 2000;
/** How much farther away a pause may be that holds a key frame. */
const keyFrameWorthMs = 1000;
/** A chapter begins this long before speech does, where the pause is long enough. */
const leadMs = 250;
/** The most silence that trimming takes off one end of a chapter. */
const maxTrimMs = 5000;
/** Pauses are found to about this much. */
const slackMs = 50;

/** How far a boundary may move, and where in a pause it best stands. */
export interface SpotOptions {
  maxMoveMs?: number | undefined;
  /** Key frames: from one on, pictures are copied and none is encoded. */
  keyFramesMs?: readonly number[] | undefined;
}

/**
 * The place in the nearest pause where a boundary at `ms` would do best: a key frame in it, else shortly before speech. A
 * pause without a key frame counts as a second farther away. Undefined when none is near enough.
 */
export function nearestSpot(
  pauses: readonly Pause[],
  ms: number,
  { maxMoveMs = maxPauseMoveMs, keyFramesMs = [] }: SpotOptions = {},
): number | undefined {
  const isNear = (spot: number): boolean => Math.abs(spot - ms) <= maxMoveMs;
  const keys = keyFramesMs.filter(isNear);
  const isIn = (key: number, { startMs, endMs }: Pause): boolean =>
    key >= startMs + slackMs && key <= endMs - slackMs;
  const spots = pauses.flatMap((pause) => [
    ...keys.filter((key) => isIn(key, pause)).map((at) => ({ at, costMs: 0 })),
    ...[spotIn(pause)].filter(isNear).map((at) => ({ at, costMs: keyFrameWorthMs })),
  ]);
  const cost = ({ at, costMs }: (typeof spots)[number]): number => Math.abs(at - ms) + costMs;
  const [first, ...others] = spots;
  if (first === undefined) return undefined;
  return others.reduce((best, spot) => (cost(spot) < cost(best) ? spot : best), first).at;
}

function spotIn({ startMs, endMs }: Pause): number {
  return Math.round(Math.max((startMs + endMs) / 2, endMs - leadMs));
}

/** Moves every boundary into its nearest pause; one without a pause near enough stays, as does 0:00. */
export function moveIntoPauses(intervals: readonly Interval[], pauses: readonly Pause[]): Interval[] {
  const spotAt = (ms: number): number => (ms === 0 ? 0 : (nearestSpot(pauses, ms) ?? ms));
  return inOrderOfTime(intervals).reduce<Interval[]>((moved, { id, startMs, endMs }, at, ordered) => {
    const next = ordered[at + 1];
    const withStart = moveWhereItFits(moved, id, { startMs: spotAt(startMs) });
    // An end that touches the next start moves with it.
    return next?.startMs === endMs ? withStart : moveWhereItFits(withStart, id, { endMs: spotAt(endMs) });
  }, inOrderOfTime(intervals));
}

/** Puts every chapter's start where the outline has it; a chapter that no outline named stays. */
export function moveToOutline(
  intervals: readonly Interval[],
  outlineStarts: ReadonlyMap<string, number | null>,
): Interval[] {
  return inOrderOfTime(intervals).reduce<Interval[]>((moved, { id }) => {
    const startMs = outlineStarts.get(id) ?? undefined;
    return startMs === undefined ? moved : moveWhereItFits(moved, id, { startMs });
  }, inOrderOfTime(intervals));
}

/** Takes the silence off both ends of every chapter, a few seconds at most; neighbours are not moved. */
export function trimSilence(intervals: readonly Interval[], pauses: readonly Pause[]): Interval[] {
  return intervals.map((interval) => {
    const { startMs, endMs } = interval;
    const before = pauses.find((pause) => pause.startMs <= startMs + slackMs && pause.endMs > startMs);
    const after = pauses.findLast((pause) => pause.endMs >= endMs - slackMs && pause.startMs < endMs);
    const trimmed = {
      ...interval,
      startMs: Math.max(startMs, Math.min((before?.endMs ?? 0) - leadMs, startMs + maxTrimMs)),
      endMs: Math.min(endMs, Math.max((after?.startMs ?? endMs) + leadMs, endMs - maxTrimMs)),
    };
    return trimmed.endMs - trimmed.startMs >= minChapterMs ? trimmed : interval;
  });
}

function moveWhereItFits(
  intervals: Interval[],
  id: string,
  to: { startMs?: number; endMs?: number },
): Interval[] {
  const moved = moveBoundary(intervals, id, to);
  try {
    checkIntervals(intervals, moved, null);
    return moved;
  } catch (error) {
    if (error instanceof AppError) return intervals;
    throw error;
  }
}
