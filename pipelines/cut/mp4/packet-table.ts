/**
 * The packets of a track in decode order, a row each, in a few bytes for each row: of a recording, where times are in the
 * track's ticks as edits shift them, or of a clip, where they count from its start.
 */
export interface PacketTable {
  ticksPerSecond: number;
  count: number;
  /** When each is shown. */
  times: Float64Array;
  durations: Float64Array;
  sizes: Uint32Array;
  /** 1 where decoding can begin. */
  keys: Uint8Array;
  /** Where its bytes lie in the file, where that is known. */
  offsets?: Float64Array | undefined;
}

/** One row of a packet table as it is added. */
export interface PacketRow {
  time: number;
  duration: number;
  size: number;
  key: boolean;
  offset?: number;
}

/** Grows a packet table row by row; its offsets are known where the first row's is. */
export function growTable(ticksPerSecond: number): {
  add: (row: PacketRow) => void;
  table: () => PacketTable;
} {
  let room = 4096;
  let count = 0;
  let times = new Float64Array(room);
  let durations = new Float64Array(room);
  let sizes = new Uint32Array(room);
  let keys = new Uint8Array(room);
  let offsets: Float64Array | undefined;
  const grow = (): void => {
    room *= 2;
    times = widened(times, new Float64Array(room));
    durations = widened(durations, new Float64Array(room));
    sizes = widened(sizes, new Uint32Array(room));
    keys = widened(keys, new Uint8Array(room));
    offsets &&= widened(offsets, new Float64Array(room));
  };
  return {
    add: ({ time, duration, size, key, offset }) => {
      if (count === room) grow();
      if (count === 0 && offset !== undefined) offsets = new Float64Array(room);
      times[count] = time;
      durations[count] = duration;
      sizes[count] = size;
      keys[count] = key ? 1 : 0;
      if (offsets !== undefined) offsets[count] = offset ?? 0;
      count += 1;
    },
    table: () => rowsOf({ ticksPerSecond, count, times, durations, sizes, keys, offsets }, 0, count),
  };
}

function widened<T extends { set: (from: T) => void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** A packet table of the given rows. */
export function tableOf(ticksPerSecond: number, rows: Iterable<PacketRow>): PacketTable {
  const grown = growTable(ticksPerSecond);
  for (const row of rows) grown.add(row);
  return grown.table();
}

/** The rows from one up to another, seen through to the table: nothing is copied. */
export function rowsOf(table: PacketTable, from: number, to: number): PacketTable {
  const { ticksPerSecond, times, durations, sizes, keys, offsets } = table;
  return {
    ticksPerSecond,
    count: Math.max(0, Math.min(to, table.count) - from),
    times: times.subarray(from, to),
    durations: durations.subarray(from, to),
    sizes: sizes.subarray(from, to),
    keys: keys.subarray(from, to),
    offsets: offsets?.subarray(from, to),
  };
}

/** The rows of tables that follow one another in a clip, each with its times in it. */
export function joinTables(ticksPerSecond: number, tables: readonly PacketTable[]): PacketTable {
  const count = tables.reduce((sum, table) => sum + table.count, 0);
  const joined = {
    ticksPerSecond,
    count,
    times: new Float64Array(count),
    durations: new Float64Array(count),
    sizes: new Uint32Array(count),
    keys: new Uint8Array(count),
  };
  let at = 0;
  for (const table of tables) {
    joined.times.set(table.times, at);
    joined.durations.set(table.durations, at);
    joined.sizes.set(table.sizes, at);
    joined.keys.set(table.keys, at);
    at += table.count;
  }
  return joined;
}

type RowTest = (time: number, key: boolean) => boolean;

/** The first row that passes the test; -1 where none does. */
export function firstRow({ count, times, keys }: PacketTable, test: RowTest): number {
  for (let at = 0; at < count; at++) if (test(times[at] ?? 0, keys[at] === 1)) return at;
  return -1;
}

/** The last row that passes the test; -1 where none does. */
export function lastRow({ count, times, keys }: PacketTable, test: RowTest): number {
  for (let at = count - 1; at >= 0; at--) if (test(times[at] ?? 0, keys[at] === 1)) return at;
  return -1;
}

/** Where the last picture or sound ends, in ticks; 0 for an empty table. */
export function endOf({ count, times, durations }: PacketTable): number {
  let end = 0;
  for (let at = 0; at < count; at++) end = Math.max(end, (times[at] ?? 0) + (durations[at] ?? 0));
  return end;
}

/** For each row, which it is in the order they are shown, from 0; rows of one time share the first one's. */
export function ranksOf({ times }: Pick<PacketTable, 'times'>): Uint32Array {
  const shown = times.toSorted();
  return Uint32Array.from(times, (time) => firstAtLeast(shown, time));
}

/** How many of these times, which are in order, come before one. */
export function firstAtLeast(times: Float64Array, time: number): number {
  let [from, to] = [0, times.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((times[middle] ?? 0) < time) from = middle + 1;
    else to = middle;
  }
  return from;
}
