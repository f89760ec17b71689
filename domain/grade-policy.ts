import { z } from 'zod';

/** Which attempt at a quiz counts, as in Moodle: the best, the average of all, the first or the last. */
export const gradePolicySchema = z.enum(['best', 'average', 'first', 'last']);
export type GradePolicy = z.infer<typeof gradePolicySchema>;

/** When a learner sees the right answers: after each attempt, once passed or out of attempts, or never. */
export const showAnswersSchema = z.enum(['after-attempt', 'when-done', 'never']);
export type ShowAnswers = z.infer<typeof showAnswersSchema>;

/** A graded attempt's marks. */
export interface AttemptMarks {
  number: number;
  score: number;
  maxScore: number;
}

/** The marks that count; `number` is the attempt they come from, null for an average of several. */
export interface CountedMarks {
  number: number | null;
  score: number;
  maxScore: number;
}

/**
 * What counts of a learner's graded attempts, given in their order; null where there is none. An average is of the shares,
 * told in the marks of the newest attempt: a quiz may have changed between them.
 */
export function countedMarks(attempts: readonly AttemptMarks[], policy: GradePolicy): CountedMarks | null {
  const [first, ...others] = attempts;
  const last = attempts.at(-1);
  if (first === undefined || last === undefined) return null;
  switch (policy) {
    case 'first':
      return first;
    case 'last':
      return last;
    case 'best':
      return others.reduce((one, other) => (shareOf(other) > shareOf(one) ? other : one), first);
    case 'average': {
      if (others.length === 0) return first;
      const share = attempts.reduce((sum, attempt) => sum + shareOf(attempt), 0) / attempts.length;
      return { number: null, score: tidy(share * last.maxScore), maxScore: last.maxScore };
    }
  }
}

/** Whether the right answers are shown: now, once passed or out of attempts, or never. */
export const answersShownSchema = z.enum(['yes', 'when-done', 'never']);
export type AnswersShown = z.infer<typeof answersShownSchema>;

/** Whether the right answers may be shown now. `attemptsLeft` null is without limit. */
export function answersShownTo(
  when: ShowAnswers,
  { passed, attemptsLeft }: { passed: boolean; attemptsLeft: number | null },
): AnswersShown {
  switch (when) {
    case 'after-attempt':
      return 'yes';
    case 'when-done':
      return passed || attemptsLeft === 0 ? 'yes' : 'when-done';
    case 'never':
      return 'never';
  }
}

/** The share of the marks, 0 to 1; all of them where there are none to earn. */
export function shareOf({ score, maxScore }: { score: number; maxScore: number }): number {
  return maxScore > 0 ? score / maxScore : 1;
}

function tidy(score: number): number {
  return Math.round(score * 100_000) / 100_000;
}
