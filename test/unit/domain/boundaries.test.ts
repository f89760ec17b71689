import { describe, expect, it } from 'vitest';
import { changedIntervals, checkIntervals, moveBoundary, type Interval } from '../../../domain/boundaries.ts';

const a = { id: 'a', startMs: 0, endMs: 10_000 };
const b = { id: 'b', startMs: 10_000, endMs: 20_000 };
const c = { id: 'c', startMs: 25_000, endMs: 30_000 };
const three: readonly Interval[] = [a, b, c];

describe('moving a boundary', () => {
  it('moves the end of the chapter before with a start that touches it', () => {
    const after = moveBoundary(three, 'b', { startMs: 12_000 });
    expect(changedIntervals(three, after)).toEqual([
      { ...a, endMs: 12_000 },
      { ...b, startMs: 12_000 },
    ]);
  });

  it('moves the start of the chapter after with an end that touches it', () => {
    const after = moveBoundary(three, 'a', { endMs: 8000 });
    expect(changedIntervals(three, after)).toEqual([
      { ...a, endMs: 8000 },
      { ...b, startMs: 8000 },
    ]);
  });

  it('leaves a neighbour alone while there is a gap between them', () => {
    const after = moveBoundary(three, 'c', { startMs: 22_000 });
    expect(changedIntervals(three, after)).toEqual([{ ...c, startMs: 22_000 }]);
  });

  it('pushes a neighbour across the gap that would be overlapped', () => {
    const after = moveBoundary(three, 'b', { endMs: 26_000 });
    expect(changedIntervals(three, after)).toEqual([
      { ...b, endMs: 26_000 },
      { ...c, startMs: 26_000 },
    ]);
  });

  it('finds neighbours by time, whatever the order of the module', () => {
    const after = moveBoundary([c, b, a], 'b', { startMs: 9000 });
    expect(after.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(after[0]?.endMs).toBe(9000);
  });

  it('changes nothing for a chapter that is not there', () => {
    expect(changedIntervals(three, moveBoundary(three, 'x', { startMs: 1 }))).toEqual([]);
  });
});

describe('intervals that cannot be cut', () => {
  const move = (id: string, to: { startMs?: number; endMs?: number }) => () => {
    checkIntervals(three, moveBoundary(three, id, to), 30_000);
  };

  it.each([
    ['leaves the chapter before no length', move('b', { startMs: 500 }), 'boundary-too-short'],
    ['leaves the chapter itself no length', move('b', { startMs: 19_500 }), 'boundary-too-short'],
    ['runs backwards', move('c', { startMs: 31_000 }), 'boundary-too-short'],
    ['ends beyond the recording', move('c', { endMs: 30_001 }), 'boundary-beyond-end'],
    ['begins before the recording', move('a', { startMs: -1 }), 'boundary-before-start'],
  ])('one that %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ code, status: 422 }));
  });

  it('refuses an overlap of chapters that were set at once', () => {
    const after = [a, { ...b, startMs: 9000 }, c];
    expect(() => checkIntervals(three, after, 30_000)).toThrow(
      expect.objectContaining({ code: 'boundary-overlap' }),
    );
  });

  it('says nothing of a short chapter that nobody touched', () => {
    const tiny = { id: 'tiny', startMs: 30_000, endMs: 30_200 };
    const before = [...three, tiny];
    expect(() =>
      checkIntervals(before, moveBoundary(before, 'b', { startMs: 11_000 }), 31_000),
    ).not.toThrow();
  });
});
