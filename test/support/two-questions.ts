import type { Context } from '../../src/context.ts';
import { saveQuiz } from '../../storage/quizzes.ts';

/** Gives a chapter a quiz of two single-choice questions, "First?" and "Second?"; "The scope" is right. */
export async function giveTwoQuestions(
  ctx: Context,
  organisationId: string,
  chapterId: string,
): Promise<void> {
  const settings = { title: 'Quiz', passMark: 0.6, attemptsAllowed: null, shuffle: false, version: 0 };
  const choices = [
    { text: 'The scope', weight: 1 },
    { text: 'The budget', weight: 0 },
  ];
  const questions = ['First?', 'Second?'].map((prompt) => ({
    type: 'single-choice' as const,
    prompt,
    mark: 1,
    choices,
  }));
  await saveQuiz(ctx.db, organisationId, chapterId, { ...settings, questions }, ctx.now());
}
