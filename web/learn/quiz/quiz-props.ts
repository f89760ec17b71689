import type { Attempt, LearnChapter } from '../../../domain/api/learn.ts';
import type { LearnState } from '../use-learn.ts';

/** What the quiz's part of the page is given. */
export interface QuizProps {
  attempt: Attempt;
  quiz: NonNullable<LearnChapter['quiz']>;
  state: LearnState;
  /** Begins another attempt. */
  again: { run: () => void; busy: boolean };
}
