import { gradeQuiz } from '../../../domain/grade.ts';
import type { PlayableQuiz } from '../../../domain/playable-module.ts';
import { showQuestion } from '../../../domain/show-question.ts';
import type { Grader } from './local-module.ts';

/** Grades in the page, with the right answers that the page was given. */
export function gradeHere(quizOf: (chapterId: string) => PlayableQuiz | null): Grader {
  return {
    ask: (chapterId, attempt) => {
      const quiz = quizOf(chapterId);
      const random = seeded(`${chapterId} ${attempt}`);
      const shuffle = (count: number) => randomOrder(count, random);
      const questions = quiz?.questions ?? [];
      const ordered =
        quiz?.shuffle === true
          ? shuffle(questions.length).flatMap((at) => questions.slice(at, at + 1))
          : questions;
      const shown = ordered.map((question) =>
        showQuestion(question, { shuffle, shuffleChoices: quiz?.shuffle ?? false }),
      );
      return Promise.resolve({ questions: shown, pictureUrls: quiz?.pictureUrls ?? {} });
    },
    grade: (chapterId, responses) =>
      Promise.resolve({
        ...gradeQuiz(quizOf(chapterId)?.questions ?? [], responses),
        // The right answers are in the page already: nobody could keep them back.
        answersShown: 'yes' as const,
      }),
  };
}

/** The numbers below `count` in random order (Fisher–Yates). */
function randomOrder(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a = last, b = other] = [order[last], order[other]];
    order[last] = b;
    order[other] = a;
  }
  return order;
}

/** The same numbers from 0 to 1 for the same words (mulberry32), so that an attempt reopened reads as it did. */
function seeded(words: string): () => number {
  let state = Array.from(words).reduce(
    (sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0,
    7,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
