import { describe, expect, it } from 'vitest';
import { planChapters } from '../../../domain/plan-chapters.ts';

const outline = [
  { startMs: 0, title: 'Introduction' },
  { startMs: 10_000, title: 'Scoping' },
  { startMs: 25_500, title: 'Wrap-up' },
];

describe('planChapters', () => {
  it('makes chapters that follow one another up to the recording’s end', () => {
    const { chapters, warnings } = planChapters(outline, 40_000);
    expect(chapters).toEqual([
      { index: 1, title: 'Introduction', startMs: 0, endMs: 10_000, durationMs: 10_000, movedMs: 0 },
      { index: 2, title: 'Scoping', startMs: 10_000, endMs: 25_500, durationMs: 15_500, movedMs: 0 },
      { index: 3, title: 'Wrap-up', startMs: 25_500, endMs: 40_000, durationMs: 14_500, movedMs: 0 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('ends a chapter where its entry says, leaving a gap', () => {
    const { chapters } = planChapters(
      [
        { startMs: 0, endMs: 4_000, title: 'A' },
        { startMs: 9_000, title: 'B' },
      ],
      20_000,
    );
    expect(chapters.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 4_000],
      [9_000, 20_000],
    ]);
  });

  it('shortens an entry that ends after the recording, and says so', () => {
    const { chapters, warnings } = planChapters([{ startMs: 0, endMs: 99_000, title: 'A', line: 3 }], 20_000);
    expect(chapters[0]?.endMs).toBe(20_000);
    expect(warnings).toMatchObject([{ line: 3 }]);
  });

  it('refuses an entry that begins at or beyond the end, naming its line', () => {
    const beyond = [...outline, { startMs: 40_000, title: 'Too late', line: 7 }];
    expect(() => planChapters(beyond, 40_000)).toThrow(
      expect.objectContaining({
        code: 'outline-beyond-end',
        problems: [expect.objectContaining({ line: 7 })],
      }),
    );
  });

  it('sorts entries and keeps the first of two at one time', () => {
    const { chapters } = planChapters(
      [
        { startMs: 5_000, title: 'B' },
        { startMs: 0, title: 'A' },
        { startMs: 5_000, title: 'C' },
      ],
      9_000,
    );
    expect(chapters.map(({ title }) => title)).toEqual(['A', 'B']);
  });

  it('warns of a chapter shorter than a second', () => {
    const { warnings } = planChapters(
      [
        { startMs: 0, title: 'A' },
        { startMs: 300, title: 'B' },
      ],
      9_000,
    );
    expect(warnings).toHaveLength(1);
  });

  it('folds a title onto one line', () => {
    const { chapters } = planChapters([{ startMs: 0, title: ' A\n b ' }], 9_000);
    expect(chapters[0]?.title).toBe('A b');
  });
});

describe('planChapters with boundaries in pauses', () => {
  const plan = (pauses: { startMs: number; endMs: number }[]) =>
    planChapters(outline, 40_000, { boundaries: 'pause', pauses }).chapters.map(({ startMs, movedMs }) => [
      startMs,
      movedMs,
    ]);

  it('moves a boundary into the nearest pause, a little before speech begins again', () => {
    expect(
      plan([
        { startMs: 10_600, endMs: 11_600 },
        { startMs: 24_000, endMs: 24_400 },
      ]),
    ).toEqual([
      [0, 0],
      [11_350, 1_350],
      [24_200, -1_300],
    ]);
  });

  it('leaves a boundary that has no pause within two seconds, and the recording’s start', () => {
    expect(
      plan([
        { startMs: 300, endMs: 900 },
        { startMs: 13_000, endMs: 14_000 },
      ]),
    ).toEqual([
      [0, 0],
      [10_000, 0],
      [25_500, 0],
    ]);
  });

  it('keeps the previous chapter’s end at the moved start', () => {
    const { chapters } = planChapters(
      [
        { startMs: 0, endMs: 10_000, title: 'A' },
        { startMs: 10_000, title: 'B' },
      ],
      20_000,
      {
        boundaries: 'pause',
        pauses: [{ startMs: 9_000, endMs: 9_400 }],
      },
    );
    expect(chapters[0]?.endMs).toBe(9_200);
    expect(chapters[1]?.startMs).toBe(9_200);
  });

  it('never moves two boundaries onto one pause', () => {
    const { chapters } = planChapters(
      [
        { startMs: 0, title: 'A' },
        { startMs: 5_000, title: 'B' },
        { startMs: 6_500, title: 'C' },
      ],
      20_000,
      { boundaries: 'pause', pauses: [{ startMs: 5_700, endMs: 5_900 }] },
    );
    const starts = chapters.map(({ startMs }) => startMs);
    expect(new Set(starts).size).toBe(3);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(chapters.every(({ durationMs }) => durationMs > 0)).toBe(true);
  });
});
