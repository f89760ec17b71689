import { describe, expect, it } from 'vitest';
import {
  endOf,
  growTable,
  joinTables,
  ranksOf,
  rowsOf,
  tableOf,
  type PacketRow,
} from '../../../pipelines/cut/mp4/packet-table.ts';

const gigabyte = 2 ** 30;
/** Rows of a recording of many gigabytes and many days: neither its places nor its times fit 32 bits. */
const rowAt = (at: number): PacketRow => ({
  ...{ time: at * 90_000_000, duration: 90_000_000, size: at + 1, key: at % 50 === 0 },
  offset: at * gigabyte,
});

describe('a packet table', () => {
  it('keeps every row as it grows, with places and times beyond 32 bits', () => {
    const count = 9000; // it begins with room for 4096, and doubles
    const table = tableOf(
      90_000,
      Array.from({ length: count }, (_, at) => rowAt(at)),
    );
    expect(table.count).toBe(count);
    for (const at of [0, 1, 4095, 4096, 8191, 8192, count - 1]) {
      const row = { time: table.times[at], duration: table.durations[at], size: table.sizes[at] };
      expect({ ...row, key: table.keys[at] === 1, offset: table.offsets?.[at] }).toEqual(rowAt(at));
    }
    expect(endOf(table)).toBe(count * 90_000_000);
  });

  it('is not changed by rows that are added after it was given', () => {
    const grown = growTable(1);
    grown.add({ time: 5, duration: 1, size: 1, key: true });
    const first = grown.table();
    for (let at = 0; at < 5000; at++) grown.add({ time: at, duration: 9, size: 9, key: false });
    expect(first).toEqual(tableOf(1, [{ time: 5, duration: 1, size: 1, key: true }]));
    expect(grown.table().count).toBe(5001);
  });

  it.each([
    { from: 2, to: 5, times: [2, 3, 4] },
    { from: 3, to: 99, times: [3, 4, 5] },
    { from: 4, to: 2, times: [] },
    { from: 9, to: 12, times: [] },
  ])('gives its rows from $from to $to, and parts of them, with a count that fits', ({ from, to, times }) => {
    const rows = [0, 1, 2, 3, 4, 5].map((time) => ({ time, duration: 1, size: 1, key: true, offset: time }));
    const part = rowsOf(tableOf(1, rows), from, to);
    expect([part.count, [...part.times], [...(part.offsets ?? [])]]).toEqual([times.length, times, times]);
    const rest = rowsOf(part, 1, part.count);
    expect([rest.count, [...rest.times]]).toEqual([Math.max(0, times.length - 1), times.slice(1)]);
  });

  it('joined with others or ranked stays as it was', () => {
    const table = tableOf(
      1,
      [4, 0, 2].map((time) => ({ time, duration: 1, size: 1, key: time === 4 })),
    );
    const joined = joinTables(1, [table, rowsOf(table, 1, 3)]);
    expect([joined.count, [...joined.times], [...joined.keys]]).toEqual([
      5,
      [4, 0, 2, 0, 2],
      [1, 0, 0, 0, 0],
    ]);
    joined.times.fill(7);
    expect([...ranksOf(table)]).toEqual([2, 0, 1]);
    expect([...table.times]).toEqual([4, 0, 2]);
  });
});
