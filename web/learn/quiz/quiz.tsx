import type { Attempt, LearnChapter } from '../../../domain/api/learn.ts';
import type { LearnState } from '../use-learn.ts';
import { AnswerForm } from './answer-form.tsx';
import { GradedAttempt } from './graded-attempt.tsx';
import './quiz.css';

export interface QuizProps {
  attempt: Attempt;
  quiz: NonNullable<LearnChapter['quiz']>;
  state: LearnState;
  /** Begins another attempt. */
  again: { run: () => void; busy: boolean };
}

/** One attempt: its questions while it is open, what became of them when it is graded. */
export function Quiz({ attempt, quiz, state, again }: QuizProps) {
  if (attempt.state === 'open') return <AnswerForm attempt={attempt} state={state} />;
  return <GradedAttempt attempt={attempt} quiz={quiz} again={again} />;
}
