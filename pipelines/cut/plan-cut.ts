import type { FrameIndex, FramePacket } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import type { ProbedRecording, TimeBase } from '../media/probe-recording.ts';

/** A picture of the clip: its time in the recording and in the clip, both in ticks of the track's time base. */
export interface PlannedFrame {
  pts: number;
  time: number;
  duration: number;
}

/** The pictures of a clip in the order they are shown, and what span of the recording the clip covers. */
export interface FramePlan {
  timeBase: TimeBase;
  frames: readonly PlannedFrame[];
  /** Seconds on the recording's own clock: the sound of the clip starts here… */
  fromSeconds: number;
  /** …and ends before here; Infinity for all that follows. */
  toSeconds: number;
}

/** A packet that is taken over as it is. */
export interface CopiedPacket extends PlannedFrame {
  size: number;
  key: boolean;
  /** Where its bytes begin in the file, where that is known. */
  offset?: number | undefined;
}

/** A run of the clip's pictures: encoded anew, or copied packet by packet in decode order. */
export type ClipPart =
  { kind: 'encode'; frames: readonly PlannedFrame[] } | { kind: 'copy'; packets: readonly CopiedPacket[] };

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
  const shown = index.packets.toSorted((one, other) => one.pts - other.pts);
  const start = ticks(interval.startMs);
  const end = ticks(interval.endMs);
  const within = shown.filter(({ pts }) => pts >= start && pts < end);
  const standing = shown.findLast(({ pts }) => pts < start);
  const pictures =
    within.length > 0 ? within : standing === undefined ? [] : [{ ...standing, pts: standing.pts }];
  const [first] = pictures;
  if (first === undefined) {
    throw new MediaError(
      'empty-chapter',
      'The recording shows no picture in this chapter. Move its boundaries.',
    );
  }
  const soon = (soonSeconds * index.timeBase.den) / index.timeBase.num;
  const boundary = (tick: number): number => {
    const next = shown.find(({ pts }) => pts >= tick);
    return next !== undefined && next.pts - tick < soon ? next.pts : Math.ceil(tick);
  };
  const zero = interval.startMs === 0 ? Math.min(start, within[0]?.pts ?? start) : boundary(start);
  const last = Number.isFinite(end) ? boundary(end) : Number.POSITIVE_INFINITY;
  const seconds = (tick: number): number => (tick * index.timeBase.num) / index.timeBase.den;
  return {
    timeBase: index.timeBase,
    frames:
      within.length > 0
        ? place(within, zero, last)
        : [stand(first, zero, Math.min(last, ticks(interval.recording.durationMs)))],
    fromSeconds: seconds(zero),
    toSeconds: seconds(last),
  };
}

/** Turns milliseconds of the player's clock into ticks: the earliest tick that is not before them. */
function ticker({ num, den }: TimeBase, originSeconds: number): (ms: number) => number {
  return (ms) => Math.ceil(((ms / 1000 + originSeconds - roundingSeconds) * den) / num);
}

/** A picture that was shown before the clip begins and stands all through it. */
function stand({ pts }: FramePacket, zero: number, end: number): PlannedFrame {
  return { pts, time: 0, duration: Math.max(1, end - zero) };
}

function place(shown: readonly FramePacket[], zero: number, end: number): PlannedFrame[] {
  return shown.map((packet, at) => {
    const next = shown[at + 1]?.pts ?? (Number.isFinite(end) ? end : packet.pts + lastDuration(shown));
    return { pts: packet.pts, time: packet.pts - zero, duration: Math.max(1, next - packet.pts) };
  });
}

/** What the last packet says of itself, or else what the one before it lasted. */
function lastDuration(shown: readonly FramePacket[]): number {
  const [before, last] = [shown.at(-2), shown.at(-1)];
  if (last !== undefined && last.duration > 0) return last.duration;
  return before === undefined || last === undefined ? 1 : last.pts - before.pts;
}

/** The largest share of a chapter that is worth encoding in parts: above it, encoding all is simpler. */
const worthwhileShare = 0.8;

/**
 * Splits the pictures at a packet where copying can begin: what is shown before it is encoded, then every
 * packet decoded before the first one that the clip does not show is copied, and what is left is encoded.
 * Gives undefined where that saves too little or would not keep every frame.
 */
export function planParts(plan: FramePlan, index: FrameIndex, joinPts: number): ClipPart[] | undefined {
  const planned = new Map(plan.frames.map((frame) => [frame.pts, frame]));
  const first = index.packets.findIndex(({ pts, key }) => pts === joinPts && key);
  if (first < 0 || planned.size !== plan.frames.length) return undefined;
  const copied = shorten(copyable(index.packets, first, planned), planned);
  const lastCopied = copied.reduce((latest, { pts }) => Math.max(latest, pts), Number.NEGATIVE_INFINITY);
  const head = plan.frames.filter(({ pts }) => pts < joinPts);
  const tail = plan.frames.filter(({ pts }) => pts > lastCopied);
  const encoded = head.length + tail.length;
  if (copied.length === 0 || encoded + copied.length !== plan.frames.length) return undefined;
  if (encoded > plan.frames.length * worthwhileShare) return undefined;
  const parts: ClipPart[] = [
    { kind: 'encode', frames: head },
    { kind: 'copy', packets: copied },
    { kind: 'encode', frames: tail },
  ];
  return parts.filter((part) => part.kind === 'copy' || part.frames.length > 0);
}

function copyable(
  packets: readonly FramePacket[],
  first: number,
  planned: ReadonlyMap<number, PlannedFrame>,
): CopiedPacket[] {
  const copied: CopiedPacket[] = [];
  for (const packet of packets.slice(first)) {
    const frame = planned.get(packet.pts);
    if (frame === undefined) break;
    copied.push({ ...frame, size: packet.size, key: packet.key, offset: packet.offset });
  }
  return copied;
}

/** Drops packets from the end until all that is copied is shown before all that is not. */
function shorten(copied: CopiedPacket[], planned: ReadonlyMap<number, PlannedFrame>): CopiedPacket[] {
  const joinPts = copied[0]?.pts ?? 0;
  const taken = new Set(copied.map(({ pts }) => pts));
  const left = [...planned.keys()].filter((pts) => pts > joinPts && !taken.has(pts));
  return copied.slice(0, shownBeforeAll(copied, left));
}

/** How many of the packets, from the first on, are shown before all those after them and all that are left. */
function shownBeforeAll(packets: readonly { pts: number }[], left: readonly number[]): number {
  // The latest picture among the first so many packets: one pass instead of one for every packet that is dropped.
  const latest = new Float64Array(packets.length + 1).fill(Number.NEGATIVE_INFINITY);
  packets.forEach(({ pts }, at) => (latest[at + 1] = Math.max(latest[at] ?? pts, pts)));
  let earliestLeft = left.reduce((least, pts) => Math.min(least, pts), Number.POSITIVE_INFINITY);
  let kept = packets.length;
  while ((latest[kept] ?? 0) > earliestLeft) {
    kept -= 1;
    earliestLeft = Math.min(earliestLeft, packets[kept]?.pts ?? earliestLeft);
  }
  return kept;
}

/** The pictures shown before a boundary that a chapter that ends there cannot copy, in the order they are shown. */
export function tailBefore(packets: readonly FramePacket[], boundary: number): FramePacket[] {
  const group = packets.slice(
    Math.max(
      0,
      packets.findLastIndex(({ pts, key }) => key && pts < boundary),
    ),
  );
  const beyond = group.findIndex(({ pts }) => pts >= boundary);
  const [before, after] = beyond < 0 ? [group, []] : [group.slice(0, beyond), group.slice(beyond)];
  const left = after.filter(({ pts }) => pts < boundary);
  const kept = shownBeforeAll(
    before,
    left.map(({ pts }) => pts),
  );
  return [...before.slice(kept), ...left].toSorted((one, other) => one.pts - other.pts);
}
