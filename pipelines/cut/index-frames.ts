import type { PacketTable } from './mp4/packet-table.ts';
import type { ProbedRecording, TimeBase } from '../media/probe-recording.ts';
import type { PacketToRead } from './read-packets.ts';

/** One packet of pictures, its presentation time in ticks of the track's time base. */
export interface FramePacket {
  pts: number;
  duration: number;
  size: number;
  key: boolean;
  /** Where its bytes begin in the file, where that is known. */
  offset?: number | undefined;
}

/** The packets around an interval, in decode order, from the key packet at or before its start. */
export interface FrameIndex {
  timeBase: TimeBase;
  packets: readonly FramePacket[];
  /**
   * `tables`: the packets themselves can be copied; `packets`: only their times are known; `pictures`: those of the
   * decoded pictures, in the order they are shown.
   */
  source: 'tables' | 'packets' | 'pictures';
  /** The file that the packets lie in, where it is not the recording's. */
  path?: string;
}

/** An interval of the recording; `toMs` is Infinity for all that follows. */
export interface IndexRange {
  fromMs: number;
  toMs: number;
}

/** A recording to read: the file and what is known of it. */
export interface RecordingFile {
  path: string;
  recording: ProbedRecording;
}

/**
 * The rows of a table around an interval, by the recording's own clock: from the last key packet shown at or before
 * its start up to the second key packet after its end.
 */
export function framesAround(
  table: PacketTable,
  timeBase: TimeBase,
  { fromMs, toMs, originSeconds }: IndexRange & { originSeconds: number },
): FramePacket[] {
  const ticks = (ms: number): number => (originSeconds + ms / 1000) * (timeBase.den / timeBase.num);
  const first = lastKeyBefore(table, ticks(fromMs));
  const packets: FramePacket[] = [];
  let keysBeyond = 0;
  for (let at = first; at < table.count; at++) {
    const packet = rowAt(table, at);
    // Pictures after a key packet may be shown before it, but none after the next: that one ends the search.
    if (packet.key && packet.pts >= ticks(toMs)) keysBeyond += 1;
    if (keysBeyond === 2) break;
    packets.push(packet);
  }
  return packets;
}

function lastKeyBefore({ count, keys, times }: PacketTable, tick: number): number {
  let found = 0;
  let foundTime = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    const time = times[at] ?? 0;
    if (keys[at] === 1 && time <= tick && time >= foundTime) [found, foundTime] = [at, time];
  }
  return found;
}

function rowAt({ times, durations, sizes, keys, offsets }: PacketTable, at: number): FramePacket {
  return {
    pts: times[at] ?? 0,
    duration: durations[at] ?? 0,
    size: sizes[at] ?? 0,
    key: keys[at] === 1,
    offset: offsets?.[at],
  };
}

/** How a packet is asked of a reader: by its place, or by a moment within its tick. */
export function toRead({ pts, size, key, offset }: FramePacket, { num, den }: TimeBase): PacketToRead {
  return { size, key, offset, seconds: ((pts + 0.25) * num) / den };
}
