import type { FrameIndex } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import { firstAtLeast, firstRow, lastRow, rowsOf } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import type { ProbedRecording, TimeBase } from '../media/probe-recording.ts';

/** Pictures of the clip in the order they are shown, in ticks of the track's time base. */
export interface PlannedFrames {
  /** When each is shown in the recording… */
  pts: Float64Array;
  /** …and in the clip, and for how long. */
  times: Float64Array;
  durations: Float64Array;
}

/** The pictures of a clip, and what span of the recording the clip covers. */
export interface FramePlan {
  timeBase: TimeBase;
  frames: PlannedFrames;
  /** Seconds on the recording's own clock: the sound of the clip starts here… */
  fromSeconds: number;
  /** …and ends before here; Infinity for all that follows. */
  toSeconds: number;
}

/** A run of the clip's pictures: encoded anew, or copied packet by packet. */
export type ClipPart =
  { kind: 'encode'; frames: PlannedFrames } | { kind: 'copy'; frames: PlannedFrames; packets: PacketTable };

/** The interval to cut; `endMs` is Infinity where the chapter ends with the recording. */
export interface CutInterval {
  startMs: number;
  endMs: number;
  recording: Pick<ProbedRecording, 'originSeconds' | 'durationMs'>;
}

/** A picture that comes this soon after a boundary is where the chapter starts, for its sound too. */
const soonSeconds = 0.1;
/** ffprobe tells times to the microsecond. */
const roundingSeconds = 1e-6;

/**
 * The frames shown at or after startMs and before endMs, each of which belongs to no other chapter. Where no
 * frame begins in the interval, the one that still stands is shown again. Throws MediaError `empty-chapter`.
 */
export function planFrames(index: FrameIndex, interval: CutInterval): FramePlan {
  const ticks = ticker(index.timeBase, interval.recording.originSeconds);
  const shown = index.packets.times.toSorted();
  const [start, end] = [ticks(interval.startMs), ticks(interval.endMs)];
  const [from, to] = [firstAtLeast(shown, start), firstAtLeast(shown, end)];
  const standing = shown[from - 1];
  if (from === to && standing === undefined) {
    throw new MediaError(
      'empty-chapter',
      'The recording shows no picture in this chapter. Move its boundaries.',
    );
  }
  const soon = (soonSeconds * index.timeBase.den) / index.timeBase.num;
  const boundary = (tick: number): number => {
    const next = shown[firstAtLeast(shown, tick)];
    return next !== undefined && next - tick < soon ? next : Math.ceil(tick);
  };
  const zero = interval.startMs === 0 ? Math.min(start, shown[from] ?? start) : boundary(start);
  const last = Number.isFinite(end) ? boundary(end) : Number.POSITIVE_INFINITY;
  const seconds = (tick: number): number => (tick * index.timeBase.num) / index.timeBase.den;
  const frames =
    from === to && standing !== undefined
      ? stand(standing, zero, Math.min(last, ticks(interval.recording.durationMs)))
      : place(shown.slice(from, to), { zero, end: last, packets: index.packets });
  return { timeBase: index.timeBase, frames, fromSeconds: seconds(zero), toSeconds: seconds(last) };
}

/** Turns milliseconds of the player's clock into ticks: the earliest tick that is not before them. */
function ticker({ num, den }: TimeBase, originSeconds: number): (ms: number) => number {
  return (ms) => Math.ceil(((ms / 1000 + originSeconds - roundingSeconds) * den) / num);
}

/** A picture that was shown before the clip begins and stands all through it. */
function stand(pts: number, zero: number, end: number): PlannedFrames {
  const [times, durations] = [Float64Array.of(0), Float64Array.of(Math.max(1, end - zero))];
  return { pts: Float64Array.of(pts), times, durations };
}

function place(
  pts: Float64Array,
  { zero, end, packets }: { zero: number; end: number; packets: PacketTable },
): PlannedFrames {
  const stop = Number.isFinite(end) ? end : (pts.at(-1) ?? 0) + lastDuration(pts, packets);
  const durations = pts.map((time, at) => Math.max(1, (pts[at + 1] ?? stop) - time));
  return { pts, times: pts.map((time) => time - zero), durations };
}

/** What the last packet says of itself, or else what the one before it lasted. */
function lastDuration(pts: Float64Array, packets: PacketTable): number {
  const [before, last] = [pts.at(-2), pts.at(-1)];
  const told = packets.durations[lastRow(packets, (time) => time === last)] ?? 0;
  if (told > 0) return told;
  return before === undefined || last === undefined ? 1 : last - before;
}

/** The largest share of a chapter that is worth encoding in parts: above it, encoding all is simpler. */
const worthwhileShare = 0.8;

/**
 * Splits the pictures at a packet where copying can begin: what is shown before it is encoded, then every
 * packet decoded before the first one that the clip does not show is copied, and what is left is encoded.
 * Gives undefined where that saves too little or would not keep every frame.
 */
export function planParts({ frames }: FramePlan, index: FrameIndex, joinPts: number): ClipPart[] | undefined {
  const { pts } = frames;
  const first = firstRow(index.packets, (time, key) => time === joinPts && key);
  if (first < 0 || pts.some((time, at) => time === pts[at + 1])) return undefined;
  const copied = copyable(rowsOf(index.packets, first, index.packets.count), pts);
  const lastCopied = copied.times.reduce((latest, time) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
  const [from, to] = [firstAtLeast(pts, joinPts), firstAtLeast(pts, lastCopied) + 1];
  const encoded = from + pts.length - to;
  if (copied.count === 0 || copied.count !== to - from) return undefined;
  if (encoded > pts.length * worthwhileShare) return undefined;
  const parts: ClipPart[] = [
    { kind: 'encode', frames: framesIn(frames, 0, from) },
    { kind: 'copy', frames: framesIn(frames, from, to), packets: copied },
    { kind: 'encode', frames: framesIn(frames, to, pts.length) },
  ];
  return parts.filter((part) => part.frames.pts.length > 0);
}

function framesIn({ pts, times, durations }: PlannedFrames, from: number, to: number): PlannedFrames {
  return {
    pts: pts.subarray(from, to),
    times: times.subarray(from, to),
    durations: durations.subarray(from, to),
  };
}

/** The packets from the first on that the clip shows, as far as all of them are shown before all that are not among them. */
function copyable(packets: PacketTable, planned: Float64Array): PacketTable {
  const { times } = packets;
  const isTaken = new Uint8Array(planned.length);
  const rankOf = (time: number): number => {
    const rank = firstAtLeast(planned, time);
    return planned[rank] === time ? rank : -1;
  };
  let count = 0;
  for (let rank = rankOf(times[0] ?? Number.NaN); rank >= 0; rank = rankOf(times[count] ?? Number.NaN)) {
    isTaken[rank] = 1;
    count += 1;
  }
  const join = firstAtLeast(planned, times[0] ?? 0);
  const left = planned[isTaken.indexOf(0, join)] ?? Number.POSITIVE_INFINITY;
  return rowsOf(packets, 0, shownBeforeAll(rowsOf(packets, 0, count), left));
}

/** How many of the packets, from the first on, are shown before all those after them and before a time. */
function shownBeforeAll({ count, times }: PacketTable, before: number): number {
  // The latest picture among the first so many packets: one pass instead of one for every packet that is dropped.
  const latest = new Float64Array(count + 1).fill(Number.NEGATIVE_INFINITY);
  times.forEach((time, at) => (latest[at + 1] = Math.max(latest[at] ?? time, time)));
  let earliestLeft = before;
  let kept = count;
  while ((latest[kept] ?? 0) > earliestLeft) {
    kept -= 1;
    earliestLeft = Math.min(earliestLeft, times[kept] ?? earliestLeft);
  }
  return kept;
}

/** When those pictures before a boundary are shown, in order, that a chapter that ends there cannot copy. */
export function tailBefore(packets: PacketTable, boundary: number): Float64Array {
  const from = Math.max(
    0,
    lastRow(packets, (time, key) => key && time < boundary),
  );
  const group = rowsOf(packets, from, packets.count);
  const beyond = firstRow(group, (time) => time >= boundary);
  const before = rowsOf(group, 0, beyond < 0 ? group.count : beyond);
  const after = rowsOf(group, before.count, group.count);
  const left = after.times.filter((time) => time < boundary);
  const earliest = left.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const kept = before.times.subarray(shownBeforeAll(before, earliest));
  return Float64Array.from([...kept, ...left]).sort();
}
