import type { SpriteSheet } from '../../../domain/api/timeline.ts';
import { minChapterMs, type Interval } from '../../../domain/boundaries.ts';

/** A place on the timeline that can be moved: the end of one chapter, the start of the next, or both at once. */
export interface Handle {
  key: string;
  ms: number;
  minMs: number;
  maxMs: number;
  /** The chapter that ends here. */
  endsId: string | undefined;
  /** The chapter that starts here. */
  startsId: string | undefined;
}

/** The handles of intervals in order of time. Where two chapters touch, one handle moves both. */
export function findHandles(intervals: readonly Interval[], durationMs: number): Handle[] {
  return intervals.flatMap((interval, index) => {
    const before = intervals[index - 1];
    const after = intervals[index + 1];
    const touches = before?.endMs === interval.startMs;
    const start: Handle = {
      key: `start-${interval.id}`,
      ms: interval.startMs,
      minMs: touches ? before.startMs + minChapterMs : (before?.endMs ?? 0),
      maxMs: interval.endMs - minChapterMs,
      endsId: touches ? before.id : undefined,
      startsId: interval.id,
    };
    const end: Handle = {
      key: `end-${interval.id}`,
      ms: interval.endMs,
      minMs: interval.startMs + minChapterMs,
      maxMs: after?.startMs ?? durationMs,
      endsId: interval.id,
      startsId: undefined,
    };
    // An end that touches the next start is that start's handle.
    return after?.startMs === interval.endMs ? [start] : [start, end];
  });
}

/** What a handle's new place means for `moveBoundary`. */
export function movedBy(
  handle: Handle,
  ms: number,
): { id: string; to: { startMs?: number; endMs?: number } } {
  if (handle.startsId !== undefined) return { id: handle.startsId, to: { startMs: ms } };
  return { id: handle.endsId ?? '', to: { endMs: ms } };
}

/** A place between the handle's limits. */
export function clampTo({ minMs, maxMs }: Handle, ms: number): number {
  return Math.round(Math.min(maxMs, Math.max(minMs, ms)));
}

/** Where a key moves a place: arrows by a frame, with Shift by a second, Page keys by ten, Home and End to the limits. */
export function stepOf(
  event: { key: string; shiftKey: boolean },
  at: { ms: number; minMs: number; maxMs: number; frameMs: number },
): number | undefined {
  const step = event.shiftKey ? 1000 : at.frameMs;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at.ms - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return at.ms + step;
    case 'PageDown':
      return at.ms - 10_000;
    case 'PageUp':
      return at.ms + 10_000;
    case 'Home':
      return at.minMs;
    case 'End':
      return at.maxMs;
    default:
      return undefined;
  }
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/** Times to be written on the ruler, far enough apart to be read. */
export function findTicks(durationMs: number, widthPx: number): number[] {
  const room = Math.max(1, Math.floor(widthPx / 84));
  const step = (steps.find((seconds) => durationMs / (seconds * 1000) <= room) ?? 14_400) * 1000;
  // A time at the very end would stick out.
  const count = Math.floor((durationMs * (1 - 40 / Math.max(80, widthPx))) / step) + 1;
  return Array.from({ length: count }, (_, index) => index * step);
}

/** The loudest of the peaks from a place on for a length, both in peaks and not whole; 0 beyond the end. */
export function loudestOf(peaks: Uint8Array, from: number, length: number): number {
  let loudest = 0;
  const end = Math.max(from + length, Math.floor(from) + 1);
  for (let at = Math.max(0, Math.floor(from)); at < end && at < peaks.length; at++)
    loudest = Math.max(loudest, peaks[at] ?? 0);
  return loudest;
}

/** Where on a sheet the picture of a moment lies, in pixels from its left upper corner. */
export function spriteAt(
  { everyMs, count, columns, width, height }: SpriteSheet,
  ms: number,
): { left: number; top: number } {
  const at = Math.min(count - 1, Math.max(0, Math.floor(ms / everyMs)));
  return { left: (at % columns) * width, top: Math.floor(at / columns) * height };
}

/** How far a timeline can be zoomed in: until this much of it fills the window. */
const closestMs = 15_000;

/** The largest zoom for a recording's length, a power of two. */
export function maxZoomOf(durationMs: number): number {
  return Math.max(64, 2 ** Math.ceil(Math.log2(durationMs / closestMs)));
}
