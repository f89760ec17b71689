/** The packets of a track in decode order, a row each; times are in the track's ticks, as edits shift them. */
export interface PacketTable {
  ticksPerSecond: number;
  count: number;
  /** When each is shown. */
  times: Float64Array;
  durations: Uint32Array;
  sizes: Uint32Array;
  /** 1 where decoding can begin. */
  keys: Uint8Array;
  /** Where its bytes lie in the file, where that is known. */
  offsets?: Float64Array;
}

/** One row of a packet table as it is added. */
export interface PacketRow {
  time: number;
  duration: number;
  size: number;
  key: boolean;
}

/** Grows a packet table row by row, in a few bytes for each. */
export function growTable(ticksPerSecond: number): {
  add: (row: PacketRow) => void;
  table: () => PacketTable;
} {
  let room = 4096;
  let count = 0;
  let times = new Float64Array(room);
  let durations = new Uint32Array(room);
  let sizes = new Uint32Array(room);
  let keys = new Uint8Array(room);
  const grow = (): void => {
    room *= 2;
    times = widened(times, new Float64Array(room));
    durations = widened(durations, new Uint32Array(room));
    sizes = widened(sizes, new Uint32Array(room));
    keys = widened(keys, new Uint8Array(room));
  };
  return {
    add: ({ time, duration, size, key }) => {
      if (count === room) grow();
      times[count] = time;
      durations[count] = duration;
      sizes[count] = size;
      keys[count] = key ? 1 : 0;
      count += 1;
    },
    table: () => ({ ticksPerSecond, count, times, durations, sizes, keys }),
  };
}

function widened<T extends { set: (from: T) => void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
