import { cellAt, type CsvRow } from '../formats/csv.ts';
import { parseNumber } from '../number.ts';
import { addFound, emptyQuizDraft, warnOfQuestion, type FoundChoice, type QuizDraft } from './reader.ts';

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
  for (const question of formQuestions(rows)) {
    const place = { line: 1, name: question.prompt };
    const choices = answersOf(rows.slice(1), question);
    if (choices.length === 0) warnOfQuestion(draft, place, 'nobody answered it');
    else if (choices.length === 1)
      addFound(draft, place, { type: 'short-answer', prompt: question.prompt, choices });
    else addFound(draft, place, { type: 'single-choice', prompt: question.prompt, choices });
  }
  if (draft.questions.length > 0) {
    const message =
      'The table holds answers that were given, not the form: choices that nobody took are missing, and right is what earned points.';
    draft.warnings.push({ line: 1, message });
  }
  return draft;
}

/** The different answers with the greatest share of the points that each earned. */
function answersOf(rows: readonly CsvRow[], { answers, points }: FormQuestion): FoundChoice[] {
  const earned = new Map<string, number>();
  for (const row of rows) {
    // Microsoft ends every answer with a semicolon; Google writes `1.00 / 2`.
    const text = cellAt(row, answers).replace(/;$/, '').trim();
    const score = parseNumber(cellAt(row, points).split('/')[0] ?? '') ?? 0;
    if (text !== '') earned.set(text, Math.max(earned.get(text) ?? 0, score));
  }
  const best = Math.max(0, ...earned.values());
  return [...earned].map(([text, score]) => ({ text, weight: best > 0 ? score / best : 0 }));
}
