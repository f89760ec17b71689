import { cellAt, guessDelimiter, readCsv, type CsvRow } from '../formats/csv.ts';
import { parseNumber, rangeAround } from '../number.ts';
import {
  addFound,
  emptyQuizDraft,
  maxQuestions,
  noteLoss,
  warnOfQuestion,
  type FoundChoice,
  type FoundQuestion,
  type Place,
  type QuizDraft,
  type QuizReader,
} from './reader.ts';
import { formQuestions, readFormQuiz } from './forms.ts';
import { findColumns, type TableColumns } from './table-columns.ts';
import { pictureFinder } from './found-pictures.ts';
import { asTrueFalse } from './true-false.ts';

/** Tables of a question, its answers and which is right: Kahoot, Quizizz, Blooket, Gimkit, Forms add-ons and one's own. */
export const quizTableReader: QuizReader = {
  format: 'table',
  recognises: (text) => tableOf(text.slice(0, 20_000)) !== undefined,
  read(text) {
    const table = tableOf(text);
    if (table === undefined) return emptyQuizDraft();
    const { rows, columns } = table;
    const draft = columns === undefined ? readFormQuiz(rows) : readQuizTable(rows, columns);
    return { ...draft, warnings: [...table.warnings, ...draft.warnings] };
  },
};

/** A table of questions has columns for what is right; one of a form's answers has none. */

function tableOf(
  text: string,
): { rows: CsvRow[]; columns?: TableColumns; warnings: QuizDraft['warnings'] } | undefined {
  const guessed = guessDelimiter(text);
  for (const delimiter of [...(guessed === undefined ? [] : [guessed]), ',', ';', '\t'] as const) {
    const { rows, problems } = readCsv(text, delimiter, maxQuestions * 2);
    const columns = findColumns(rows);
    if (columns !== undefined) return { rows, columns, warnings: problems };
    if (formQuestions(rows).length > 0) return { rows, warnings: problems };
  }
  return undefined;
}

/** Reads the rows below a table's head; what is no question is named. */
export function readQuizTable(rows: readonly CsvRow[], columns: TableColumns): QuizDraft {
  const draft = { ...emptyQuizDraft(), format: columns.format };
  const find = pictureFinder(draft.pictures);
  for (const row of rows.slice(columns.headRow + 1)) {
    const prompt = cellAt(row, columns.question);
    if (prompt === '' || draft.questions.length > maxQuestions) continue;
    const category = cellAt(row, columns.category).slice(0, 300);
    const place: Place = { line: row.line, name: prompt, ...(category === '' ? {} : { category }) };
    const found = readRow(row, columns);
    if (typeof found === 'string') warnOfQuestion(draft, place, found);
    else {
      const mark = parseNumber(cellAt(row, columns.mark));
      const feedback = cellAt(row, columns.feedback);
      const picture = cellAt(row, columns.picture);
      const shown = picture === '' ? undefined : find(picture, '');
      if (typeof shown === 'string') noteLoss(draft, place, shown);
      addFound(
        draft,
        place,
        asTrueFalse({
          ...found,
          prompt,
          feedback,
          ...(mark === undefined ? {} : { mark }),
          ...(typeof shown === 'object' ? { pictures: [shown] } : {}),
        }),
      );
    }
  }
  return draft;
}

type Answers = Omit<FoundQuestion, 'prompt'> & { prompt: string };

function readRow(row: CsvRow, columns: TableColumns): Answers | string {
  const texts = columns.answers.map((column) => cellAt(row, column));
  const offered = texts.filter((text) => text !== '');
  const type = cellAt(row, columns.type).toLowerCase();
  const right = columns.right.map((column) => cellAt(row, column)).filter((text) => text !== '');
  if (/poll|survey|word.?cloud|slide|draw/.test(type))
    return `it is of the kind "${type}", which has no right answer`;
  if (/open|essay|paragraph|long/.test(type)) return { type: 'essay', prompt: '', choices: [] };
  if (/fill|blank|short|type.?answer/.test(type) && offered.length > 0) return typed(offered, type);
  if (right.length === 0) return 'its right answer is not told';
  if (columns.wrongOnly)
    return { type: 'single-choice', prompt: '', choices: [...right.map(isRight), ...offered.map(isWrong)] };
  if (offered.length === 0) return typed(right, type);
  return chosen(texts, right.join(', '), type);
}

function isRight(text: string): FoundChoice {
  return { text, weight: 1 };
}

function isWrong(text: string): FoundChoice {
  return { text, weight: 0 };
}

/** No answers are offered: the right one is typed, a number or words, or is true or false. */
function typed(right: readonly string[], type: string): Answers {
  const [only = ''] = right;
  if (/^(?:true|false)$/i.test(only) && right.length === 1) {
    const isTrue = /^true$/i.test(only);
    const choices = [
      { text: 'True', weight: isTrue ? 1 : 0 },
      { text: 'False', weight: isTrue ? 0 : 1 },
    ];
    return { type: 'true-false', prompt: '', choices };
  }
  const value = parseNumber(only);
  if (value !== undefined && right.length === 1 && !/fill|blank|short|text/.test(type)) {
    return { type: 'numeric', prompt: '', choices: [{ text: only, weight: 1, ...rangeAround(value, 0) }] };
  }
  const words = right.flatMap((text) => text.split(/\s*[;|]\s*/)).filter((text) => text !== '');
  return {
    type: 'short-answer',
    prompt: '',
    choices: words.map((text) => ({ text: text.replaceAll('*', '\\*'), weight: 1 })),
  };
}

/** The right ones are told by number (`1,3`), by letter (`A`, `B;C`) or by their words. */
function chosen(texts: readonly string[], right: string, type: string): Answers | string {
  const rights = rightPlaces(texts, right);
  const known = [...rights].filter((place) => (texts[place] ?? '') !== '');
  if (known.length === 0 || known.length < rights.size)
    return `its right answer "${right.slice(0, 60)}" is none of its answers`;
  const isMultiple = known.length > 1 || /multiple.?(?:select|answers|response)|checkbox/.test(type);
  const choices = texts.flatMap((text, place) =>
    text === '' ? [] : [{ text, weight: rights.has(place) ? 1 / (isMultiple ? known.length : 1) : 0 }],
  );
  return { type: isMultiple ? 'multiple-choice' : 'single-choice', prompt: '', choices };
}

function rightPlaces(texts: readonly string[], right: string): ReadonlySet<number> {
  const same = texts.findIndex((text) => text !== '' && text.toLowerCase() === right.toLowerCase());
  const parts = right.split(/\s*[,;|\n&]\s*/).filter((part) => part !== '');
  const isPlaces = parts.every(
    (part) => /^\d{1,2}(?:\.0)?$/.test(part) && Number(part) >= 1 && Number(part) <= texts.length,
  );
  if (same >= 0 && !(isPlaces && parts.length === 1)) return new Set([same]);
  if (isPlaces) return new Set(parts.map((part) => Number(part) - 1));
  const letters = parts.map((part) =>
    /^(?:(?:option|answer|choice)\s*)?([a-z])[).]?$/i.exec(part)?.[1]?.toLowerCase(),
  );
  if (letters.every((letter) => letter !== undefined)) {
    return new Set(letters.map((letter) => letter.charCodeAt(0) - 97));
  }
  const words = parts.map((part) => {
    const named = /^(?:option|answer|choice)\s*(\d{1,2})$/i.exec(part)?.[1];
    if (named !== undefined) return Number(named) - 1;
    return texts.findIndex((text) => text !== '' && text.toLowerCase() === part.toLowerCase());
  });
  return new Set(words.map((place) => (place < 0 ? texts.length : place)));
}
