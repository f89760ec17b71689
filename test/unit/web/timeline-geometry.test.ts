import { describe, expect, it } from 'vitest';
import {
  clampTo,
  findHandles,
  findTicks,
  loudestOf,
  maxZoomOf,
  movedBy,
  spriteAt,
  stepOf,
} from '../../../web/studio/module/timeline-geometry.ts';

const intervals = [
  { id: 'a', startMs: 0, endMs: 10_000 },
  { id: 'b', startMs: 10_000, endMs: 20_000 },
  { id: 'c', startMs: 25_000, endMs: 30_000 },
];

describe('the handles of a timeline', () => {
  const handles = findHandles(intervals, 40_000);

  it('are one where chapters touch and two around a gap', () => {
    expect(handles.map(({ ms, endsId, startsId }) => [ms, endsId, startsId])).toEqual([
      [0, undefined, 'a'],
      [10_000, 'a', 'b'],
      [20_000, 'b', undefined],
      [25_000, undefined, 'c'],
      [30_000, 'c', undefined],
    ]);
  });

  it('go no further than leaves every chapter a second, nor out of the recording', () => {
    expect(handles.map(({ minMs, maxMs }) => [minMs, maxMs])).toEqual([
      [0, 9000],
      [1000, 19_000],
      [11_000, 25_000],
      [20_000, 29_000],
      [26_000, 40_000],
    ]);
  });

  it('keep a place between their limits, in whole milliseconds', () => {
    const [, between] = handles;
    if (!between) throw new Error('there is a handle between a and b');
    expect([-5, 12_345.6, 99_999].map((ms) => clampTo(between, ms))).toEqual([1000, 12_346, 19_000]);
  });

  it('move a start where a chapter starts, else an end', () => {
    expect(handles.map((handle) => movedBy(handle, 5))).toEqual([
      { id: 'a', to: { startMs: 5 } },
      { id: 'b', to: { startMs: 5 } },
      { id: 'b', to: { endMs: 5 } },
      { id: 'c', to: { startMs: 5 } },
      { id: 'c', to: { endMs: 5 } },
    ]);
  });
});

describe('keys on a timeline', () => {
  const at = { ms: 5000, minMs: 100, maxMs: 9000, frameMs: 40 };
  it.each([
    ['ArrowRight', false, 5040],
    ['ArrowLeft', false, 4960],
    ['ArrowUp', true, 6000],
    ['ArrowDown', true, 4000],
    ['PageUp', false, 15_000],
    ['PageDown', false, -5000],
    ['Home', false, 100],
    ['End', false, 9000],
    ['Tab', false, undefined],
  ])('%s, shift %s', (key, shiftKey, ms) => {
    expect(stepOf({ key, shiftKey }, at)).toBe(ms);
  });
});

describe('times on the ruler', () => {
  it.each([
    [75_000, 530],
    [7_200_000, 530],
    [7_200_000, 30_000],
    [30_000, 100],
  ])('of %d ms on %d px stand apart and end before the edge', (durationMs, widthPx) => {
    const ticks = findTicks(durationMs, widthPx);
    const places = ticks.map((ms) => (ms / durationMs) * widthPx);
    expect(ticks[0]).toBe(0);
    expect(places.slice(1).every((place, index) => place - (places[index] ?? 0) >= 60)).toBe(true);
    expect(Math.max(...places)).toBeLessThanOrEqual(widthPx - 40);
  });
});

describe('what lies under the boundaries', () => {
  it('draws the loudest peak of each pixel, at least one, and nothing beyond the end', () => {
    const peaks = Uint8Array.from([10, 200, 30, 40]);
    expect([loudestOf(peaks, 0, 2), loudestOf(peaks, 2, 2), loudestOf(peaks, 2.4, 0.1)]).toEqual([
      200, 40, 30,
    ]);
    expect(loudestOf(peaks, 4, 2)).toBe(0);
  });

  it('shows the picture of a moment, and the last one beyond the end', () => {
    const sheet = { everyMs: 1000, count: 5, columns: 3, rows: 2, width: 160, height: 90 };
    expect(spriteAt(sheet, 2_999)).toEqual({ left: 320, top: 0 });
    expect(spriteAt(sheet, 3_000)).toEqual({ left: 0, top: 90 });
    expect(spriteAt(sheet, 60_000)).toEqual({ left: 160, top: 90 });
  });

  it('zooms in until about fifteen seconds fill the window', () => {
    expect([maxZoomOf(60_000), maxZoomOf(7_200_000)]).toEqual([64, 512]);
  });
});
