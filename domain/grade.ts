import { matchesPattern } from './match-pattern.ts';
import { parseNumber } from './number.ts';
import type { GradedQuestion, Question, Response } from './quiz.ts';

/** The grade of a whole quiz: `score` of `maxScore` marks, and each question's grade in the order of the questions. */
export interface GradedQuiz {
  score: number;
  maxScore: number;
  graded: GradedQuestion[];
}

/** What a response earned: a share of the mark from 0 to 1, and the feedback of what was chosen. */
interface Earned {
  share: number;
  feedback: string[];
}

const nothing: Earned = { share: 0, feedback: [] };

/** Grades every question; one without a response earns nothing. `responses` is keyed by the question's id. */
export function gradeQuiz(
  questions: readonly Question[],
  responses: Readonly<Record<string, Response | undefined>>,
): GradedQuiz {
  const graded = questions.map((question) =>
    gradeResponse(question, Object.hasOwn(responses, question.id) ? responses[question.id] : undefined),
  );
  const sum = (pick: (one: GradedQuestion) => number): number =>
    tidy(graded.reduce((total, one) => total + pick(one), 0));
  return { score: sum(({ score }) => score), maxScore: sum(({ mark }) => mark), graded };
}

/** Grades one response as Moodle does; a response of another type's form earns nothing. */
export function gradeResponse(question: Question, response: Response | undefined): GradedQuestion {
  const { share, feedback } = response === undefined ? nothing : earn(question, response);
  return {
    questionId: question.id,
    score: tidy(share * question.mark),
    mark: question.mark,
    correct: share === 1 ? 'yes' : share > 0 ? 'partly' : 'no',
    feedback: [...feedback, ...(question.feedback === undefined ? [] : [question.feedback])],
    rightAnswer: rightAnswerText(question),
  };
}

/** A grade as it may be told while right answers are kept back: feedback on a whole question tends to explain them. */
export function withoutAnswers(
  graded: readonly GradedQuestion[],
  questions: readonly Question[],
): (Omit<GradedQuestion, 'rightAnswer'> & { rightAnswer: null })[] {
  return graded.map((one) => {
    const general = questions.find(({ id }) => id === one.questionId)?.feedback;
    const feedback = general === undefined ? one.feedback : one.feedback.slice(0, -1);
    return { ...one, feedback, rightAnswer: null };
  });
}

/** The right answer in words: a list for several choices, `a → b` for pairs, the number with its range. */
export function rightAnswerText(question: Question): string {
  switch (question.type) {
    case 'single-choice':
    case 'true-false':
    case 'short-answer':
      return best(question.choices)?.text ?? '';
    case 'multiple-choice':
      return texts(question.choices.filter(({ weight }) => weight > 0));
    case 'numeric':
      return numberText(best(question.choices));
    case 'matching':
      return question.choices
        .filter(({ text }) => text !== '')
        .map(({ text, match }) => `${text} → ${match}`)
        .join('; ');
  }
}

function earn(question: Question, response: Response): Earned {
  switch (question.type) {
    case 'single-choice':
    case 'true-false':
      return 'choiceId' in response ? earnChoice(question.choices, response.choiceId) : nothing;
    case 'multiple-choice':
      return 'choiceIds' in response ? earnChoices(question.choices, response.choiceIds) : nothing;
    case 'short-answer':
      return 'text' in response ? earnText(question, response.text) : nothing;
    case 'numeric':
      return 'text' in response ? earnNumber(question.choices, response.text) : nothing;
    case 'matching':
      return 'matches' in response ? earnMatches(question.choices, response.matches) : nothing;
  }
}

interface WeighedChoice {
  id: string;
  text: string;
  weight: number;
  feedback?: string | undefined;
}

function earnChoice(choices: readonly WeighedChoice[], choiceId: string): Earned {
  const chosen = choices.find(({ id }) => id === choiceId);
  return chosen === undefined ? nothing : earnedBy([chosen], chosen.weight);
}

/**
 * The weights of what was chosen, added up. Where no choice has a negative weight, wrong ones take off as much together
 * as right ones give: whoever ticks everything earns nothing.
 */
function earnChoices(choices: readonly WeighedChoice[], choiceIds: readonly string[]): Earned {
  const chosen = choices.filter(({ id }) => choiceIds.includes(id));
  const wrongs = choices.filter(({ weight }) => weight === 0).length;
  const penalty = choices.some(({ weight }) => weight < 0) ? 0 : sumWeights(choices) / Math.max(1, wrongs);
  const wrongsChosen = chosen.filter(({ weight }) => weight === 0).length;
  return earnedBy(chosen, sumWeights(chosen) - wrongsChosen * penalty);
}

function sumWeights(choices: readonly WeighedChoice[]): number {
  return choices.reduce((sum, { weight }) => sum + weight, 0);
}

/** The best of the accepted texts that fits: `*` stands for anything, runs of spaces for one. */
function earnText(question: Extract<Question, { type: 'short-answer' }>, text: string): Earned {
  const written = foldText(text, question.caseSensitive);
  if (written === '') return nothing;
  const fits = question.choices.filter((choice) =>
    matchesPattern(written, foldText(choice.text, question.caseSensitive)),
  );
  return earnedByBest(fits);
}

function earnNumber(
  choices: readonly (WeighedChoice & { min: number; max: number })[],
  text: string,
): Earned {
  const number = parseNumber(text);
  if (number === undefined) return nothing;
  return earnedByBest(choices.filter(({ min, max }) => number >= min && number <= max));
}

/** Each pair that is right earns its equal share. Two left sides may have the same match. */
function earnMatches(
  choices: readonly (WeighedChoice & { match: string })[],
  matches: Readonly<Record<string, string>>,
): Earned {
  const asked = choices.filter(({ text }) => text !== '');
  const right = asked.filter(({ id, match }) => Object.hasOwn(matches, id) && matches[id] === match);
  return asked.length === 0 ? nothing : earnedBy(right, right.length / asked.length);
}

/** Thirds are written as 33.333 %: what comes within a thousandth of the whole is the whole. */
function earnedBy(chosen: readonly WeighedChoice[], share: number): Earned {
  const clamped = Math.min(1, Math.max(0, share));
  const feedback = chosen.flatMap((choice) => (choice.feedback === undefined ? [] : [choice.feedback]));
  return { share: clamped > 0.999 ? 1 : clamped < 0.001 ? 0 : clamped, feedback };
}

function earnedByBest(fits: readonly WeighedChoice[]): Earned {
  const chosen = best(fits);
  return chosen === undefined ? nothing : earnedBy([chosen], chosen.weight);
}

/** The choice that weighs most; of equals, the first. */
function best<T extends { weight: number }>(choices: readonly T[]): T | undefined {
  const [first, ...others] = choices;
  return first === undefined
    ? undefined
    : others.reduce((one, other) => (other.weight > one.weight ? other : one), first);
}

function foldText(text: string, caseSensitive: boolean): string {
  const folded = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return caseSensitive ? folded : folded.toLowerCase();
}

function numberText(choice: { text: string; min: number; max: number } | undefined): string {
  if (choice === undefined) return '';
  const { min, max } = choice;
  const isBare = min < max && parseNumber(choice.text) !== undefined;
  return isBare ? `${choice.text} (${String(min)} to ${String(max)})` : choice.text;
}

function texts(choices: readonly { text: string }[]): string {
  return choices.map(({ text }) => text).join('; ');
}

/** Sums of shares carry binary dust; a score does not. */
function tidy(score: number): number {
  return Math.round(score * 100_000) / 100_000;
}
