import { describe, expect, it } from 'vitest';
import { answersShownTo, countedMarks, gradePolicySchema } from '../../../domain/grade-policy.ts';

const attempts = [
  { number: 1, score: 2, maxScore: 4 },
  { number: 2, score: 4, maxScore: 4 },
  { number: 3, score: 1, maxScore: 4 },
];

describe('which attempt counts', () => {
  it.each([
    ['first', { number: 1, score: 2, maxScore: 4 }],
    ['best', { number: 2, score: 4, maxScore: 4 }],
    ['last', { number: 3, score: 1, maxScore: 4 }],
    ['average', { number: null, score: 2.33333, maxScore: 4 }],
  ] as const)('%s', (policy, counted) => {
    expect(countedMarks(attempts, policy)).toEqual(counted);
  });

  it.each(gradePolicySchema.options)('%s of a single attempt is that attempt, of none nothing', (policy) => {
    expect(countedMarks(attempts.slice(0, 1), policy)).toEqual(attempts[0]);
    expect(countedMarks([], policy)).toBeNull();
  });

  it('compares shares where a quiz has changed between attempts', () => {
    const changed = [
      { number: 1, score: 2, maxScore: 2 },
      { number: 2, score: 3, maxScore: 6 },
    ];
    expect(countedMarks(changed, 'best')).toEqual(changed[0]);
    expect(countedMarks(changed, 'average')).toEqual({ number: null, score: 4.5, maxScore: 6 });
  });
});

describe('right answers', () => {
  it.each([
    ['after-attempt', false, 2, true],
    ['when-done', false, 2, false],
    ['when-done', false, null, false],
    ['when-done', false, 0, true],
    ['when-done', true, null, true],
    ['never', true, 0, false],
  ] as const)('%s, passed %s, %s attempts left: %s', (when, passed, attemptsLeft, shown) => {
    expect(answersShownTo(when, { passed, attemptsLeft })).toBe(shown ? 'yes' : when);
  });
});
