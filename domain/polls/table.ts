import { cellAt, type CsvRow } from '../formats/csv.ts';
import { foldSpaces } from '../formats/text.ts';
import type { Poll } from './poll.ts';
import type { PollsDraft, PollsTableReader } from './reader.ts';
import { cleanChoice, cleanQuestion, tallyAnswers } from './tally.ts';

const headings = {
  question: /^(?:question|poll|poll question|prompt|frage|pregunta|umfrage)(?: text)?$/i,
  answer:
    /^(?:answers?|choices?|options?|responses?|antwort(?:en)?|réponses?|respuestas?|opci[oó]n)(?: text)?$/i,
  votes:
    /^(?:(?:number of )?votes?|count|total|responses?|respondents|stimmen|anzahl|votos|voix)(?: count)?$/i,
};

/** A table with the headings question and answer, each row one answer given; or with votes, each row one choice. */
export const answersTableReader: PollsTableReader = {
  format: 'table',
  recognises: (rows) => readColumns(rows[0]) !== undefined && rows.length > 1,
  read(rows) {
    const columns = readColumns(rows[0]);
    const draft: PollsDraft = { polls: [], warnings: [], problems: [] };
    if (columns === undefined) return draft;
    const filled = fillQuestions(rows.slice(1), columns);
    return columns.votes === undefined ? countRows(filled, draft) : takeVotes(filled, columns.votes, draft);
  },
};

/** A table without known headings: a question, then its choices, each perhaps with its votes beside it. */
export const wideTableReader: PollsTableReader = {
  format: 'table',
  recognises: (rows) => {
    const wide = rows.filter(isWide).length;
    return wide > 0 && (isHeaded(rows) || rows.filter(asks).length * 2 >= rows.length);
  },
  read(rows) {
    const draft: PollsDraft = { polls: [], warnings: [], problems: [] };
    for (const row of isHeaded(rows) ? rows.slice(1) : rows) readWideRow(row, draft);
    return draft;
  },
};

interface Columns {
  question: number;
  answer: number;
  votes?: number;
}

interface FilledRow {
  line: number;
  cells: readonly string[];
  question: string;
  answer: string;
}

function readColumns(heading: CsvRow | undefined): Columns | undefined {
  const cells = heading?.cells.map(foldSpaces) ?? [];
  const find = (pattern: RegExp, except: readonly number[]): number =>
    cells.findIndex((cell, index) => pattern.test(cell) && !except.includes(index));
  const question = find(headings.question, []);
  const answer = find(headings.answer, [question]);
  const votes = find(headings.votes, [question, answer]);
  if (question < 0 || answer < 0) return undefined;
  // `Question, Answer, Answer`: choices side by side, not answers below one another.
  if (votes < 0 && find(headings.answer, [question, answer]) >= 0) return undefined;
  return { question, answer, ...(votes < 0 ? {} : { votes }) };
}

/** A question is often written once, beside its first choice. */
function fillQuestions(rows: readonly CsvRow[], columns: Columns): FilledRow[] {
  let question = '';
  return rows.map(({ line, cells }) => {
    question = cellAt({ cells }, columns.question) || question;
    return { line, cells, question, answer: cellAt({ cells }, columns.answer) };
  });
}

function countRows(rows: readonly FilledRow[], draft: PollsDraft): PollsDraft {
  const answers = rows.flatMap(({ line, question, answer }) =>
    question === '' || answer === '' ? [] : [{ question, answer, submission: line }],
  );
  const skipped = rows.length - answers.length;
  if (skipped > 0)
    draft.warnings.push({ message: `${countRowsOf(skipped)} without a question or an answer.` });
  const { polls, warnings } = tallyAnswers(answers);
  return { ...draft, polls, warnings: [...draft.warnings, ...warnings] };
}

function takeVotes(rows: readonly FilledRow[], column: number, draft: PollsDraft): PollsDraft {
  const polls = new Map<string, Poll>();
  for (const { line, cells, question, answer } of rows) {
    const votes = readVotes(cellAt({ cells }, column));
    if (question === '' || answer === '') {
      draft.warnings.push({ line, message: 'The row has no question or no choice and was left out.' });
      continue;
    }
    if (votes === undefined)
      draft.warnings.push({ line, message: 'The votes are no whole number; 0 was taken.' });
    const poll = polls.get(foldSpaces(question)) ?? { question: cleanQuestion(question), choices: [] };
    polls.set(foldSpaces(question), poll);
    const text = cleanChoice(answer);
    const told = poll.choices.find((choice) => choice.text === text);
    if (told === undefined) poll.choices.push({ text, votes: votes ?? 0 });
    else told.votes += votes ?? 0;
  }
  return { ...draft, polls: [...polls.values()] };
}

/** `12`, `12 votes`, `12 (40%)`; a share alone is no count. */
function readVotes(text: string): number | undefined {
  const digits = /^(\d{1,9})(?:[.,]0+)?(?:\s|$|\()(?!\s*%)/.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function isHeaded(rows: readonly CsvRow[]): boolean {
  return headings.question.test(foldSpaces(cellAt(rows[0] ?? { cells: [] }, 0)));
}

/** Without a heading, questions are known by their mark. */
function asks(row: CsvRow): boolean {
  return isWide(row) && /[?？]$/.test(cellAt(row, 0));
}

function isWide({ cells }: CsvRow): boolean {
  const [question = '', ...choices] = cells;
  return (
    question.length > 3 &&
    /\p{L}/u.test(question) &&
    choices.filter((cell) => /[\p{L}\p{N}]/u.test(cell)).length >= 2
  );
}

function readWideRow(row: CsvRow, draft: PollsDraft): void {
  const { line, cells } = row;
  const [question = '', ...rest] = cells;
  if (!isWide(row)) {
    if (cells.some((cell) => cell !== ''))
      draft.warnings.push({
        line,
        message: 'The row is no question with two choices or more and was left out.',
      });
    return;
  }
  const filled = rest.slice(0, rest.findLastIndex((cell) => cell !== '') + 1);
  const step = hasVotes(filled) ? 2 : 1;
  const choices = filled.flatMap((cell, index) => {
    if (index % step > 0 || cell === '') return [];
    return [
      {
        text: cleanChoice(cell),
        votes: step === 2 ? (readVotes(cellAt({ cells: filled }, index + 1)) ?? 0) : 0,
      },
    ];
  });
  draft.polls.push({ question: cleanQuestion(question), choices });
}

/** Whether every second cell is a count, or empty among counts. */
function hasVotes(cells: readonly string[]): boolean {
  const votes = cells.filter((_, index) => index % 2 === 1);
  const isCounted = votes.every((cell) => cell === '' || readVotes(cell) !== undefined);
  return cells.length > 2 && cells.length % 2 === 0 && isCounted;
}

function countRowsOf(count: number): string {
  return count === 1 ? '1 row was left out:' : `${String(count)} rows were left out:`;
}
