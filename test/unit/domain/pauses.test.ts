import { describe, expect, it } from 'vitest';
import { moveIntoPauses, moveToOutline, nearestSpot, trimSilence } from '../../../domain/pauses.ts';

const intervals = [
  { id: 'a', startMs: 0, endMs: 10_000 },
  { id: 'b', startMs: 10_000, endMs: 20_000 },
  { id: 'c', startMs: 25_000, endMs: 30_000 },
];

describe('the spot in the nearest pause', () => {
  it('lies a quarter of a second before speech, or in the middle of a short pause', () => {
    expect(nearestSpot([{ startMs: 10_600, endMs: 11_600 }], 10_000)).toBe(11_350);
    expect(nearestSpot([{ startMs: 9_800, endMs: 10_200 }], 10_500)).toBe(10_000);
  });

  it.each([
    ['a key frame in the pause', { startMs: 10_600, endMs: 11_600 }, [10_900], 10_900],
    ['the nearest of several', { startMs: 10_600, endMs: 11_600 }, [10_650, 11_000, 11_550], 10_650],
    ['no key frame where speech may be heard still', { startMs: 10_600, endMs: 11_600 }, [10_649], 11_350],
    ['no key frame where speech may be heard again', { startMs: 10_600, endMs: 11_600 }, [11_551], 11_350],
    ['no key frame that is too far', { startMs: 11_000, endMs: 14_000 }, [12_001], undefined],
    ['a key frame near enough in a long pause', { startMs: 11_000, endMs: 14_000 }, [11_200], 11_200],
  ])('is %s', (_, pause, keyFramesMs, spot) => {
    expect(nearestSpot([pause], 10_000, { keyFramesMs })).toBe(spot);
  });

  it.each([
    ['about a second farther', 11_100, 11_100],
    ['more than a second farther', 11_700, 9850],
  ])('of two pauses, one of which holds a key frame %s away', (_, key, spot) => {
    const without = { startMs: 9700, endMs: 10_000 };
    const around = { startMs: key - 300, endMs: key + 300 };
    expect(nearestSpot([without, around], 10_000, { keyFramesMs: [key] })).toBe(spot);
  });

  it('is none where every pause is farther than two seconds', () => {
    expect(nearestSpot([{ startMs: 13_000, endMs: 14_000 }], 10_000)).toBeUndefined();
    expect(nearestSpot([], 10_000)).toBeUndefined();
  });
});

describe('moving all boundaries into pauses', () => {
  it('moves touching boundaries together, free ones alone, and never 0:00', () => {
    const pauses = [
      { startMs: 100, endMs: 900 },
      { startMs: 10_600, endMs: 11_600 },
      { startMs: 20_500, endMs: 21_500 },
    ];
    expect(moveIntoPauses(intervals, pauses)).toEqual([
      { id: 'a', startMs: 0, endMs: 11_350 },
      { id: 'b', startMs: 11_350, endMs: 21_250 },
      { id: 'c', startMs: 25_000, endMs: 30_000 },
    ]);
  });

  it('leaves a boundary whose chapter would become shorter than a second', () => {
    const short = [
      { id: 'a', startMs: 0, endMs: 5_000 },
      { id: 'b', startMs: 5_000, endMs: 6_100 },
    ];
    expect(moveIntoPauses(short, [{ startMs: 5_600, endMs: 6_050 }])).toEqual(short);
  });
});

describe('going back to the outline', () => {
  it('puts each named start back with the end that touches it, and leaves what no outline named', () => {
    const outline = new Map([
      ['a', 0],
      ['b', 9_000],
      ['c', null],
    ]);
    expect(moveToOutline(intervals, outline)).toEqual([
      { id: 'a', startMs: 0, endMs: 9_000 },
      { id: 'b', startMs: 9_000, endMs: 20_000 },
      { id: 'c', startMs: 25_000, endMs: 30_000 },
    ]);
  });
});

describe('trimming silence', () => {
  it('takes it off both ends but a quarter of a second, and leaves the neighbours', () => {
    const pauses = [
      { startMs: 9_000, endMs: 12_000 },
      { startMs: 19_000, endMs: 26_000 },
    ];
    expect(trimSilence(intervals, pauses)).toEqual([
      { id: 'a', startMs: 0, endMs: 9_250 },
      { id: 'b', startMs: 11_750, endMs: 19_250 },
      { id: 'c', startMs: 25_750, endMs: 30_000 },
    ]);
  });

  it('takes five seconds at most, nothing in the middle, and never a whole chapter', () => {
    const long = [{ id: 'a', startMs: 0, endMs: 60_000 }];
    expect(trimSilence(long, [{ startMs: 0, endMs: 20_000 }])).toEqual([
      { id: 'a', startMs: 5_000, endMs: 60_000 },
    ]);
    expect(trimSilence(long, [{ startMs: 10_000, endMs: 20_000 }])).toEqual(long);
    const silent = [{ id: 'a', startMs: 0, endMs: 4_000 }];
    expect(trimSilence(silent, [{ startMs: 0, endMs: 4_000 }])).toEqual(silent);
  });
});
