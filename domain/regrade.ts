import { z } from 'zod';
import { AppError } from './app-error.ts';
import { isPassed } from './completion.ts';
import { gradeQuiz } from './grade.ts';
import { shareOf } from './grade-policy.ts';
import type { GradedQuestion, Question, Response } from './quiz.ts';

/** What becomes of finished attempts when their quiz is corrected: they are graded anew, or stay as they are. */
export const gradingChoiceSchema = z.enum(['regrade', 'from-now-on']);
export type GradingChoice = z.infer<typeof gradingChoiceSchema>;

/** Of so many finished attempts, how many grades rise, fall and stay. */
export const regradeCountsSchema = z.object({
  attempts: z.number().int(),
  up: z.number().int(),
  down: z.number().int(),
  same: z.number().int(),
});
export type RegradeCounts = z.infer<typeof regradeCountsSchema>;

/** A question whose answers are graded otherwise than before, or that was taken out; `number` counts from 1, as it was. */
export interface QuestionChange {
  id: string;
  number: number;
  /** Undefined: taken out. */
  now: Question | undefined;
}

/** A finished attempt, as far as grading goes. */
export interface FinishedAttempt {
  questions: readonly Question[];
  responses: Readonly<Record<string, Response>>;
  score: number;
  maxScore: number;
}

/** The same attempt graded anew. */
export interface RegradedAttempt {
  questions: Question[];
  graded: GradedQuestion[];
  score: number;
  maxScore: number;
  passed: boolean;
}

/** The change of a quiz would change grades that were given, and nobody said whether it shall. */
export class RegradeNeededError extends AppError {
  constructor(counts: RegradeCounts) {
    super(
      'quiz-regrade-needed',
      'This changes grades that were given. Choose whether finished attempts are graded again or the change counts only from now on.',
      { status: 409, details: { ...counts } },
    );
  }
}

/**
 * The questions of `before` that are graded otherwise in `after`, matched by id. Wording, feedback, order and added questions
 * change no grade that was given; of a question that became another type, old answers say nothing: it counts as taken out.
 */
export function changedQuestions(before: readonly Question[], after: readonly Question[]): QuestionChange[] {
  return before.flatMap((question, index) => {
    const { id } = question;
    const found = after.find((one) => one.id === id);
    const now = found?.type === question.type ? found : undefined;
    if (now !== undefined && rulesOf(now) === rulesOf(question)) return [];
    return [{ id, number: index + 1, now }];
  });
}

/**
 * Grades an attempt anew from its responses: changed questions by their new rules, those taken out no more, all others as
 * they were. Undefined where that changes no marks, or leaves no question to grade.
 */
export function regradeAttempt(
  attempt: FinishedAttempt,
  changes: readonly QuestionChange[],
  passMark: number,
): RegradedAttempt | undefined {
  const questions = correctQuestions(attempt.questions, changes);
  if (questions.length === 0) return undefined;
  const { graded, score, maxScore } = gradeQuiz(questions, readAnew(attempt, questions));
  if (score === attempt.score && maxScore === attempt.maxScore) return undefined;
  return { questions, graded, score, maxScore, passed: isPassed(score, maxScore, passMark) };
}

/** An attempt's questions with the changes in them. */
export function correctQuestions(
  questions: readonly Question[],
  changes: readonly QuestionChange[],
): Question[] {
  return questions.flatMap((question) => {
    const change = changes.find(({ id }) => id === question.id);
    if (change === undefined) return [question];
    return change.now?.type === question.type ? [change.now] : [];
  });
}

/** Counts grades by their share of the marks; `after` is undefined where nothing changes. */
export function countRegrades(
  grades: readonly {
    before: { score: number; maxScore: number };
    after: { score: number; maxScore: number } | undefined;
  }[],
): RegradeCounts {
  const moves = grades.map(({ before, after }) => Math.sign(after ? shareOf(after) - shareOf(before) : 0));
  const count = (move: number) => moves.filter((one) => one === move).length;
  return { attempts: grades.length, up: count(1), down: count(-1), same: count(0) };
}

/** What was corrected, for a comment in the gradebook: "question 3 was corrected". */
export function describeChanges(changes: readonly QuestionChange[]): string {
  const numbersOf = (isGone: boolean) =>
    changes.flatMap(({ number, now }) => ((now === undefined) === isGone ? [number] : []));
  const parts = [sentencePart(numbersOf(false), 'corrected'), sentencePart(numbersOf(true), 'taken out')];
  return parts.filter((part) => part !== '').join(' and ');
}

function sentencePart(numbers: readonly number[], done: string): string {
  const last = numbers.at(-1);
  if (last === undefined) return '';
  if (numbers.length === 1) return `question ${last} was ${done}`;
  return `questions ${numbers.slice(0, -1).join(', ')} and ${last} were ${done}`;
}

/** All that decides what a response earns, as a text to compare. */
function rulesOf(question: Question): string {
  const choices = question.choices
    .map((choice) => ({
      id: choice.id,
      weight: choice.weight,
      ...(question.type === 'short-answer' ? { text: choice.text } : {}),
      ...('min' in choice ? { min: choice.min, max: choice.max } : {}),
      ...('match' in choice ? { match: choice.match, isAsked: choice.text !== '' } : {}),
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const caseSensitive = question.type === 'short-answer' && question.caseSensitive;
  return JSON.stringify([question.mark, caseSensitive, choices]);
}

/** Matches are answered by their text: one that was only reworded still stands for the same. */
function readAnew(
  attempt: FinishedAttempt,
  questions: readonly Question[],
): Record<string, Response | undefined> {
  return Object.fromEntries(
    Object.entries(attempt.responses).map(([id, response]): [string, Response] => {
      const before = attempt.questions.find((question) => question.id === id);
      const now = questions.find((question) => question.id === id);
      if (!('matches' in response) || before?.type !== 'matching' || now?.type !== 'matching') {
        return [id, response];
      }
      const matches = Object.entries(response.matches).map(([choiceId, match]): [string, string] => [
        choiceId,
        rewordedMatch(before.choices, now.choices, match),
      ]);
      return [id, { matches: Object.fromEntries(matches) }];
    }),
  );
}

function rewordedMatch(
  before: readonly { id: string; match: string }[],
  now: readonly { id: string; match: string }[],
  match: string,
): string {
  if (now.some((choice) => choice.match === match)) return match;
  const owner = before.find((choice) => choice.match === match);
  return now.find(({ id }) => id === owner?.id)?.match ?? match;
}
