import type { CsvRow } from '../formats/csv.ts';

/** Where a table of questions keeps what; columns count from 0. */
export interface TableColumns {
  /** `kahoot` by its own head, else `table`. */
  format: 'kahoot' | 'table';
  /** The index of the row that names the columns. */
  headRow: number;
  question: number;
  answers: number[];
  right: number[];
  /** Whether the answers are the wrong ones only, beside the right one. */
  wrongOnly: boolean;
  type?: number;
  mark?: number;
  feedback?: number;
  category?: number;
  picture?: number;
}

/** The head may stand below a title and instructions, as Kahoot's does. */
const headRows = 20;

/** Finds the row that names the columns; undefined when the table is none of questions, answers and what is right. */
export function findColumns(rows: readonly CsvRow[]): TableColumns | undefined {
  for (const [headRow, { cells }] of rows.slice(0, headRows).entries()) {
    const columns = columnsOf(cells, headRow);
    if (columns !== undefined) return columns;
  }
  return undefined;
}

const names = {
  question: /^(?:question(?: ?text| ?title)?|prompt|frage|fragetext|pregunta|domanda|stem)(?:\s*[-(–].*)?$/i,
  right:
    /^(?:correct(?: ?(?:answer|option|choice|response)s?)?(?:\(s\))?|(?:right|correct) ?answers?|answer ?key|key|solution|answer|correct_?(?:answer|option)|richtige antworte?n?|lösung|respuestas? correctas?|réponses? correctes?)(?:\(s\))?(?:\s*[-(–].*)?$/i,
  offered:
    /^(?:(?:answer|option|choice|response|antwort|opción|opcion|réponse|respuesta|alternative)[\s_-]*(?:[1-9]|1\d|[a-j])(?:\s*[-(–].*)?|[a-j])$/i,
  wrong: /^(?:incorrect|wrong)[\s_-]*(?:answer|option|choice)?[\s_-]*\d{0,2}(?:\s*[-(–].*)?$/i,
  type: /^(?:question[\s_]*)?type$/i,
  mark: /^(?:points?|marks?|score|punkte|puntos)(?:\s*possible)?$/i,
  feedback: /^(?:(?:answer )?explanation|(?:general )?feedback|rationale|erklärung|comment)s?$/i,
  picture: /^(?:question[\s_-]*)?(?:image|picture|bild|imagen)s?(?:[\s_-]*(?:link|url|address))?$/i,
  category: /^(?:category|topic|section|chapter|kategorie|kapitel|thema)$/i,
};

function columnsOf(cells: readonly string[], headRow: number): TableColumns | undefined {
  const all = (pattern: RegExp): number[] =>
    cells.flatMap((cell, column) => (pattern.test(cell.trim()) ? [column] : []));
  const [question] = all(names.question);
  const offered = all(names.offered);
  const wrong = all(names.wrong);
  const right = all(names.right).filter((column) => column !== question && !offered.includes(column));
  if (question === undefined || right.length === 0) return undefined;
  const optional = {
    type: names.type,
    mark: names.mark,
    feedback: names.feedback,
    category: names.category,
    picture: names.picture,
  };
  const found = Object.fromEntries(
    Object.entries(optional).flatMap(([name, pattern]) => {
      const [column] = all(pattern);
      return column === undefined ? [] : [[name, column]];
    }),
  );
  const isKahoot =
    cells.some((cell) => /^Answer 1 - max/i.test(cell)) ||
    cells.some((cell) => /^Time limit \(sec\)/i.test(cell));
  return {
    format: isKahoot ? 'kahoot' : 'table',
    headRow,
    question,
    answers: offered.length > 0 ? offered : wrong,
    right,
    wrongOnly: offered.length === 0 && wrong.length > 0,
    ...found,
  };
}
