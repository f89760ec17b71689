import { AppError } from './app-error.ts';
import type { QuestionDraft } from './quiz.ts';

/** What is wrong in a quiz, and where: `questions.2.choices` is the third question's list of choices. */
export interface QuizProblem {
  path: string;
  message: string;
}

/** A quiz that could not be graded fairly; `problems` name the questions. */
export class QuizRulesError extends AppError {
  constructor(problems: readonly QuizProblem[]) {
    super('quiz-not-gradable', problems[0]?.message ?? 'The quiz cannot be graded.', {
      status: 422,
      details: { problems },
    });
  }
}

/** Somebody saved the quiz since it was read. */
export class QuizChangedError extends AppError {
  constructor(version: number) {
    super('quiz-changed', 'The quiz was changed elsewhere since this page read it. Load it again.', {
      status: 409,
      details: { version },
    });
  }
}

/** What the questions' form alone does not show: no right answer, marks out of reach, choices that read the same. */
export function checkQuestions(questions: readonly QuestionDraft[]): QuizProblem[] {
  return questions.flatMap((question, index) =>
    checkQuestion(question).map(({ path, message }) => ({
      path: `questions.${index}.${path}`,
      message: `Question ${index + 1}: ${message}`,
    })),
  );
}

/** What is wrong with one question, with paths inside it; empty when it can be asked and graded. */
export function checkQuestion(question: QuestionDraft): QuizProblem[] {
  const blank = question.prompt.trim() === '' ? [{ path: 'prompt', message: 'it asks nothing yet.' }] : [];
  return [...blank, ...checkChoices(question)];
}

function checkChoices(question: QuestionDraft): QuizProblem[] {
  switch (question.type) {
    case 'single-choice':
    case 'true-false':
      return [
        ...checkCount(question.choices),
        ...checkTexts(question.choices),
        ...wholeMark(question.choices, 'no answer is marked as right.'),
      ];
    case 'multiple-choice':
      return [
        ...checkCount(question.choices),
        ...checkTexts(question.choices),
        ...checkShares(question.choices),
      ];
    case 'short-answer':
      return [
        ...checkTexts(question.choices),
        ...wholeMark(question.choices, 'it accepts no answer as right.'),
      ];
    case 'numeric':
      return [
        ...checkRanges(question.choices),
        ...wholeMark(question.choices, 'it accepts no number as right.'),
      ];
    case 'matching':
      return checkPairs(question.choices);
  }
}

function checkCount(choices: readonly unknown[]): QuizProblem[] {
  return choices.length < 2 ? [{ path: 'choices', message: 'it needs at least two answers.' }] : [];
}

function checkTexts(choices: readonly { text: string }[]): QuizProblem[] {
  const seen = new Map<string, number>();
  return choices.flatMap(({ text }, index) => {
    const path = `choices.${index}.text`;
    const key = text.trim();
    if (key === '') return [{ path, message: `answer ${index + 1} is empty.` }];
    const twin = seen.get(key);
    seen.set(key, twin ?? index);
    if (twin === undefined) return [];
    return [{ path, message: `answers ${twin + 1} and ${index + 1} read the same.` }];
  });
}

function wholeMark(choices: readonly { weight: number }[], ifNone: string): QuizProblem[] {
  const best = Math.max(0, ...choices.map(({ weight }) => weight));
  if (best === 1) return [];
  const percent = Math.round(best * 100);
  const message = best === 0 ? ifNone : `its best answer gives ${percent} % of the mark; make it 100 %.`;
  return [{ path: 'choices', message }];
}

/** The right answers of a multiple choice share its mark; thirds and sevenths are written rounded. */
function checkShares(choices: readonly { weight: number }[]): QuizProblem[] {
  const total = choices.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  if (total === 0) return [{ path: 'choices', message: 'no answer is marked as right.' }];
  if (Math.abs(total - 1) <= 0.02) return [];
  const percent = Math.round(total * 100);
  return [
    { path: 'choices', message: `its right answers give ${percent} % of the mark together; make it 100 %.` },
  ];
}

function checkRanges(choices: readonly { min: number; max: number }[]): QuizProblem[] {
  return choices.flatMap(({ min, max }, index) =>
    min <= max
      ? []
      : [{ path: `choices.${index}.min`, message: `the range ${min} to ${max} runs backwards.` }],
  );
}

function checkPairs(choices: readonly { text: string; match: string }[]): QuizProblem[] {
  const pairs = choices.filter(({ text }) => text.trim() !== '');
  if (pairs.length < 2) return [{ path: 'choices', message: 'it needs at least two pairs to match.' }];
  const blank = choices.findIndex(({ match }) => match.trim() === '');
  if (blank !== -1) return [{ path: `choices.${blank}.match`, message: `pair ${blank + 1} has no match.` }];
  if (new Set(choices.map(({ match }) => match.trim())).size < 2) {
    return [{ path: 'choices', message: 'every pair has the same match.' }];
  }
  return checkTexts(pairs);
}
