import { lastRow, rowsOf } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import type { ProbedRecording, TimeBase } from '../media/probe-recording.ts';

/** The packets around an interval, from the key packet at or before its start. */
export interface FrameIndex {
  timeBase: TimeBase;
  /** Their times in ticks of the time base. */
  packets: PacketTable;
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
  { fromMs, toMs, originSeconds }: IndexRange & { originSeconds: number },
): PacketTable {
  const ticks = (ms: number): number => (originSeconds + ms / 1000) * table.ticksPerSecond;
  const first = Math.max(0, lastKeyShownBy(table, ticks(fromMs)));
  const end = ticks(toMs);
  let keysBeyond = 0;
  for (let at = first; at < table.count; at++) {
    // Pictures after a key packet may be shown before it, but none after the next: that one ends the search.
    if (table.keys[at] === 1 && (table.times[at] ?? 0) >= end) keysBeyond += 1;
    if (keysBeyond === 2) return rowsOf(table, first, at);
  }
  return rowsOf(table, first, table.count);
}

/** The last key packet shown at or before a time; -1 where there is none. */
export function lastKeyShownBy(table: PacketTable, tick: number): number {
  return lastRow(table, (time, key) => key && time <= tick);
}
