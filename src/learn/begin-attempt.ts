import { randomInt } from 'node:crypto';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { orderAnswers, type ShownOrder } from '../../domain/show-question.ts';
import { openAttempt, type AttemptRow } from '../../storage/attempts.ts';
import type { PlacedChapter, PlacedQuiz } from '../../storage/placed-modules.ts';
import type { Context } from '../context.ts';
import { learningOf, type Placement } from './placement.ts';
import { attemptsAllowed } from './present-learn.ts';

/** The learner's open attempt at the chapter's quiz, or a new one with the questions as they stand. Throws `attempts-used-up`. */
export async function beginAttempt(
  ctx: Context,
  placement: Placement,
  { quiz }: PlacedChapter,
): Promise<AttemptRow> {
  if (quiz === null) throw new NotFoundError('quiz');
  const learning = learningOf(placement);
  const attempt = await ctx.db.transaction().execute((tx) =>
    openAttempt(
      tx,
      learning,
      {
        quizId: quiz.id,
        questions: quiz.questions,
        order: orderQuestions(quiz),
        attemptsAllowed: attemptsAllowed(placement, quiz.attemptsAllowed),
      },
      ctx.now(),
    ),
  );
  if (attempt === undefined) {
    throw new AppError('attempts-used-up', 'You have used all attempts at this quiz.', {
      status: 409,
    });
  }
  return attempt;
}

/** Draws the order in which an attempt shows a quiz's questions and their choices. */
export function orderQuestions(quiz: Pick<PlacedQuiz, 'questions' | 'shuffle'>): ShownOrder[] {
  const questions = quiz.shuffle ? shuffled(quiz.questions) : quiz.questions;
  const shuffling = { shuffle: randomOrder, shuffleChoices: quiz.shuffle };
  return questions.map((question) => orderAnswers(question, shuffling));
}

function shuffled<T>(things: readonly T[]): T[] {
  return randomOrder(things.length).flatMap((index) => things.slice(index, index + 1));
}

/** The numbers below `count` in random order (Fisher–Yates). */
function randomOrder(count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [a = last, b = other] = [order[last], order[other]];
    order[last] = b;
    order[other] = a;
  }
  return order;
}
