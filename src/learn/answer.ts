import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { isPassed } from '../../domain/completion.ts';
import { gradeQuiz } from '../../domain/grade.ts';
import { responseFits } from '../../domain/response-fits.ts';
import type { Response } from '../../domain/quiz.ts';
import { findAttempt, gradeAttempt, saveResponse, type AttemptRow } from '../../storage/attempts.ts';
import { lockLearner } from '../../storage/learning.ts';
import type { PlacedChapter } from '../../storage/placed-modules.ts';
import type { Context } from '../context.ts';
import type { LearningState } from './learning-state.ts';
import { learningOf, type Placement } from './placement.ts';
import { settle } from './settle.ts';

/** Keeps one answer as it is given. Throws `response-unfit` or `attempt-graded`. */
export async function keepAnswer(
  ctx: Context,
  placement: Placement,
  attemptId: string,
  answer: { questionId: string; response: Response },
): Promise<void> {
  const learning = learningOf(placement);
  const { attempt } = await findPlacedAttempt(ctx, placement, attemptId);
  const question = attempt.shown.find(({ id }) => id === answer.questionId);
  if (question === undefined) throw new NotFoundError('question');
  if (!responseFits(question, answer.response)) {
    throw new AppError('response-unfit', 'That answer does not fit the question. Load the page again.', {
      status: 422,
    });
  }
  if (!(await saveResponse(ctx.db, learning, attemptId, answer))) throw alreadyGraded();
}

/** Grades an attempt with the answers that are kept; one that is graded already stays as it is. */
export async function gradeAnswers(
  ctx: Context,
  placement: Placement,
  attemptId: string,
): Promise<{ attempt: AttemptRow; chapter: PlacedChapter; state: LearningState }> {
  const learning = learningOf(placement);
  const { chapter } = await findPlacedAttempt(ctx, placement, attemptId);
  const passMark = chapter.quiz?.passMark ?? 0;
  const at = ctx.now();
  return ctx.db.transaction().execute(async (tx) => {
    await lockLearner(tx, learning.learnerId);
    const attempt = await gradeAttempt(
      tx,
      learning,
      attemptId,
      (open) => gradeOf(open, passMark, !placement.graded),
      at,
    );
    if (attempt === undefined) throw new NotFoundError('attempt');
    return { attempt, chapter, state: await settle(tx, placement, learning, at, chapter.quiz?.id) };
  });
}

function gradeOf({ questions, responses }: AttemptRow, passMark: number, isPractice: boolean) {
  const { graded, score, maxScore } = gradeQuiz(questions, responses);
  return { graded, score, maxScore, passed: isPassed(score, maxScore, passMark), isPractice };
}

/** The learner's own attempt at a quiz that this launch placed, with its chapter. */
async function findPlacedAttempt(
  ctx: Context,
  placement: Placement,
  attemptId: string,
): Promise<{ attempt: AttemptRow; chapter: PlacedChapter }> {
  const attempt = await findAttempt(ctx.db, learningOf(placement), attemptId);
  const chapter = placement.chapters.find(({ quiz }) => quiz !== null && quiz.id === attempt?.quiz_id);
  if (attempt === undefined || chapter === undefined) throw new NotFoundError('attempt');
  return { attempt, chapter };
}

function alreadyGraded(): AppError {
  return new AppError('attempt-graded', 'This attempt is finished and graded. Try again to answer anew.', {
    status: 409,
  });
}
