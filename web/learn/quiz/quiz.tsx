import { AnswerForm } from './answer-form.tsx';
import { GradedAttempt } from './graded-attempt.tsx';
import type { QuizProps } from './quiz-props.ts';
import './quiz.css';

/** One attempt: its questions while it is open, what became of them when it is graded. */
export function Quiz({ attempt, quiz, state, again }: QuizProps) {
  if (attempt.state === 'open') return <AnswerForm attempt={attempt} state={state} />;
  return <GradedAttempt attempt={attempt} quiz={quiz} again={again} />;
}
