import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionRuleSchema } from '../../../domain/chapter.ts';
import {
  chapterChecklist,
  isComplete,
  isPassed,
  mergeIntervals,
  moduleScore,
  watchedShare,
  type Interval,
} from '../../../domain/completion.ts';

describe('watched stretches', () => {
  test.each<[string, Interval[], Interval[]]>([
    ['nothing', [], []],
    [
      'apart',
      [
        [0, 1000],
        [5000, 6000],
      ],
      [
        [0, 1000],
        [5000, 6000],
      ],
    ],
    [
      'out of order',
      [
        [5000, 6000],
        [0, 1000],
      ],
      [
        [0, 1000],
        [5000, 6000],
      ],
    ],
    [
      'touching',
      [
        [0, 1000],
        [1000, 2000],
      ],
      [[0, 2000]],
    ],
    [
      'nearly touching',
      [
        [0, 1000],
        [1900, 3000],
      ],
      [[0, 3000]],
    ],
    [
      'overlapping',
      [
        [0, 3000],
        [1000, 2000],
      ],
      [[0, 3000]],
    ],
    [
      'empty and backward',
      [
        [1000, 1000],
        [3000, 2000],
      ],
      [],
    ],
    [
      'past both ends',
      [
        [-500, 1000],
        [9000, 99_000],
      ],
      [
        [0, 1000],
        [9000, 10_000],
      ],
    ],
  ])('%s', (_, intervals, merged) => {
    expect(mergeIntervals(intervals, 10_000)).toEqual(merged);
  });

  const intervals = fc.array(
    fc.tuple(fc.integer({ min: -100, max: 20_000 }), fc.integer({ min: -100, max: 20_000 })),
    { maxLength: 20 },
  );

  test('merge the same in any order and however often', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const merged = mergeIntervals(all, 10_000);
        expect(mergeIntervals([...merged, ...all.toReversed()], 10_000)).toEqual(merged);
        expect(watchedShare(all, 10_000)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('what is watched twice counts once', () => {
    expect(
      watchedShare(
        [
          [0, 5000],
          [0, 5000],
        ],
        10_000,
      ),
    ).toBe(0.5);
  });
});

describe('a checklist', () => {
  const rule = completionRuleSchema.parse({ templateOpened: true });
  const facts = {
    durationMs: 100_000,
    watched: [[0, 90_000] as const],
    quiz: { passed: true },
    templates: { count: 1, opened: 1 },
  };

  test('asks what the rule asks and the chapter has', () => {
    expect(chapterChecklist(rule, facts)).toEqual([
      { kind: 'watch', done: true, share: 0.9, asked: 0.9 },
      { kind: 'quiz', done: true },
      { kind: 'template', done: true },
    ]);
  });

  test('does not ask for what the chapter lacks', () => {
    expect(
      chapterChecklist(rule, { durationMs: 100_000, watched: [], templates: { count: 0, opened: 0 } }),
    ).toEqual([{ kind: 'watch', done: false, share: 0, asked: 0.9 }]);
  });

  test('does not ask for watching where nothing need be watched', () => {
    const items = chapterChecklist({ watchedShare: 0, quizPassed: false, templateOpened: false }, facts);
    expect(items).toEqual([]);
    expect(isComplete(items)).toBe(true);
  });

  test.each([
    ['too little watched', { watched: [[0, 80_000] as const] }],
    ['quiz not passed', { quiz: { passed: false } }],
    ['template not opened', { templates: { count: 2, opened: 1 } }],
  ])('%s is not complete', (_, change) => {
    expect(isComplete(chapterChecklist(rule, { ...facts, ...change }))).toBe(false);
  });

  test('all of it forgives the last half second', () => {
    const all = { ...rule, watchedShare: 1 };
    expect(isComplete(chapterChecklist(all, { ...facts, watched: [[0, 99_600]] }))).toBe(true);
    expect(isComplete(chapterChecklist(all, { ...facts, watched: [[0, 99_000]] }))).toBe(false);
  });
});

test.each([
  [3, 5, 0.6, true],
  [2.99, 5, 0.6, false],
  [1.99998, 3, 2 / 3, true],
  [0, 0, 0.6, true],
  [0, 5, 0, true],
])('%d of %d with a pass mark of %d passes: %s', (score, maxScore, passMark, passed) => {
  expect(isPassed(score, maxScore, passMark)).toBe(passed);
});

test('a module counts quizzes by marks and other chapters by completion', () => {
  const score = moduleScore([
    { complete: true },
    { complete: false },
    { complete: false, quiz: { score: 2.33333, maxScore: 4 } },
    { complete: false, quiz: { score: null, maxScore: 2 } },
  ]);
  expect(score).toEqual({ scoreGiven: 3.33333, scoreMaximum: 8 });
});
