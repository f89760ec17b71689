import { cellAt, type CsvRow } from '../formats/csv.ts';
import { quote } from '../formats/text.ts';
import { tellBoxes } from '../formats/ticked-boxes.ts';
import { parseNumber } from '../number.ts';
import {
  addFound,
  emptyQuizDraft,
  warnOfQuestion,
  type FoundChoice,
  type Place,
  type QuizDraft,
} from './reader.ts';

/** A question of a form, by the columns of its answers and of what they earned. */
interface FormQuestion {
  prompt: string;
  answers: number;
  points: number;
}

/**
 * The questions of a table of responses to a quiz made with Microsoft Forms (`Points - Question`) or Google Forms
 * (`Question [Score]`). Who answered is not looked at; an answer is right when it earned something.
 */
export function formQuestions(rows: readonly CsvRow[]): FormQuestion[] {
  const head = rows[0]?.cells ?? [];
  return head.flatMap((name, points) => {
    const prompt =
      /^(?:Points|Punkte|Puntos)\s*[-–]\s*(.+)$/.exec(name)?.[1] ??
      /^(.+)\s\[(?:Score|Punktzahl|Puntuación)\]$/.exec(name)?.[1];
    const answers = prompt === undefined ? -1 : head.indexOf(prompt);
    return prompt === undefined || answers < 0 ? [] : [{ prompt, answers, points }];
  });
}

/** Reads a form's questions with the answers that were given; what nobody answered right is named. */
export function readFormQuiz(rows: readonly CsvRow[]): QuizDraft {
  const draft: QuizDraft = { ...emptyQuizDraft(), format: 'forms' };
  for (const question of formQuestions(rows)) addFormQuestion(draft, rows.slice(1), question);
  if (draft.questions.length > 0) {
    const message =
      'The table holds answers that were given, not the form: choices that nobody took are missing, and right is what earned points.';
    draft.warnings.push({ line: 1, message });
  }
  return draft;
}

function addFormQuestion(draft: QuizDraft, rows: readonly CsvRow[], question: FormQuestion): void {
  const { prompt } = question;
  const place = { line: 1, name: prompt };
  const earned = earnedBy(rows, question);
  if (earned.size === 0) {
    warnOfQuestion(draft, place, 'nobody answered it');
    return;
  }
  const { boxesOf, unclear } = tellBoxes([...earned.keys()]);
  const answers = [...earned].map(([answer, score]) => ({ boxes: boxesOf.get(answer) ?? [], score }));
  const choices = answers.some(({ boxes }) => boxes.length > 1) ? undefined : choicesByPoints(answers);
  if (choices) {
    const type = choices.length === 1 ? 'short-answer' : 'single-choice';
    addFound(draft, place, { type, prompt, choices });
  } else addBoxes(draft, place, answers);
  if (unclear[0] !== undefined) {
    const message = `In the question ${quote(prompt)} the answer ${quote(unclear[0])} was read as one choice; if it is several boxes, correct it.`;
    draft.warnings.push({ line: 1, message });
  }
}

/** The different answers with the most that each earned. */
function earnedBy(rows: readonly CsvRow[], { answers, points }: FormQuestion): Map<string, number> {
  const earned = new Map<string, number>();
  for (const row of rows) {
    const text = cellAt(row, answers).trim();
    // Google writes `1.00 / 2`.
    const score = parseNumber(cellAt(row, points).split('/')[0] ?? '') ?? 0;
    if (text !== '') earned.set(text, Math.max(earned.get(text) ?? 0, score));
  }
  return earned;
}

/** A different answer: the boxes that it is made of, and the most that it earned. */
interface EarnedAnswer {
  boxes: readonly string[];
  score: number;
}

function mostOf(answers: readonly EarnedAnswer[]): number {
  return answers.reduce((most, { score }) => Math.max(most, score), 0);
}

/** Every answer with its share of the most that one earned. */
function choicesByPoints(answers: readonly EarnedAnswer[]): FoundChoice[] {
  const best = mostOf(answers);
  const weights = new Map<string, number>();
  for (const { boxes, score } of answers) {
    const weight = best > 0 ? score / best : 0;
    for (const text of boxes) weights.set(text, Math.max(weights.get(text) ?? 0, weight));
  }
  return [...weights].map(([text, weight]) => ({ text, weight }));
}

/** Adds every box that anybody ticked; right are those that together earned most, if that is one set. */
function addBoxes(draft: QuizDraft, place: Place, answers: readonly EarnedAnswer[]): void {
  const best = mostOf(answers);
  const winners = answers.filter(({ score }) => best > 0 && score === best).map(({ boxes }) => boxes);
  const right = new Set(winners[0]);
  if (winners.some((boxes) => boxes.length !== right.size || !boxes.every((box) => right.has(box)))) {
    warnOfQuestion(draft, place, 'different boxes earned the same, so which are right is not told');
    return;
  }
  const choices = [...new Set(answers.flatMap(({ boxes }) => boxes))].map((text) => ({
    text,
    weight: right.has(text) ? 1 / right.size : 0,
  }));
  addFound(draft, place, { type: 'multiple-choice', prompt: place.name, choices });
}
