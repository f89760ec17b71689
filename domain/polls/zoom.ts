import { cellAt, type CsvRow } from '../formats/csv.ts';
import { warnOfSkippedLines } from '../formats/text.ts';
import { readMoment } from './moment.ts';
import type { PollsDraft, PollsTableReader } from './reader.ts';
import { tallyAnswers, type Answer } from './tally.ts';

/**
 * Zoom's poll reports in their four layouts: questions and answers in pairs along the row (to September 2021), a table
 * for each question (from then on), a table for each launched poll with a column for each question, and one row for
 * each answer (2026). Reports of one file may be mixed.
 */
export const zoomPollsReader: PollsTableReader = {
  format: 'zoom',
  recognises: (rows) => rows.slice(0, 200).some((row) => readHeading(row) !== undefined),
  read(rows) {
    const answers: Answer[] = [];
    const skipped: number[] = [];
    const startMs = readStart(rows);
    let heading: Heading | undefined;
    let part = 0;
    for (const row of rows) {
      const next = readHeading(row);
      if (next !== undefined) {
        heading = next;
        part += 1;
      } else if (!isDataRow(row)) heading = undefined;
      else if (heading !== undefined) answers.push(...readRow(row, { heading, part, startMs }, skipped));
    }
    const draft: PollsDraft = { ...tallyAnswers(answers), problems: [] };
    draft.warnings.push(
      ...warnOfSkippedLines(skipped, 'a question in it has no answer, or an answer no question'),
    );
    return draft;
  },
};

interface Heading {
  name: number;
  email: number | undefined;
  time: number | undefined;
  /** The first column after those that say who and when. */
  first: number;
  layout: 'pairs' | 'columns' | 'rows';
  questions: readonly string[];
}

/** Under which heading a row stands, and when the session began. */
interface Place {
  heading: Heading;
  part: number;
  startMs: number | undefined;
}

/** `Topic,Webinar ID,Actual Start Time` with its values in the row below. */
function readStart(rows: readonly CsvRow[]): number | undefined {
  for (const [index, { cells }] of rows.slice(0, 50).entries()) {
    const column = cells.findIndex((cell) => /^actual start time/i.test(cell));
    const values = rows[index + 1];
    if (column >= 0 && values !== undefined) return readMoment(cellAt(values, column));
  }
  return undefined;
}

/** `#,User Name,User Email,Submitted Date/Time,…`; what follows tells the layout. */
function readHeading({ cells }: CsvRow): Heading | undefined {
  if (cells[0] !== '#') return undefined;
  const find = (pattern: RegExp): number => cells.findIndex((cell, index) => index < 5 && pattern.test(cell));
  const name = find(/^(?:user |participant |full )?name(?: \(original name\))?$/i);
  const email = find(/e-?mail/i);
  const time = find(/^submi(?:tted|ssion)\b|^(?:date|time)\b/i);
  if (name < 1 || (email < 0 && time < 0)) return undefined;
  const first = Math.max(name, email, time) + 1;
  const questions = cells.slice(first);
  const asRows =
    questions.length === 2 &&
    /^question$/i.test(cellAt({ cells: questions }, 0)) &&
    /^answers?$/i.test(cellAt({ cells: questions }, 1));
  const layout = asRows ? 'rows' : questions.some((question) => question !== '') ? 'columns' : 'pairs';
  return { name, email: present(email), time: present(time), first, layout, questions };
}

function present(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

/** People are numbered; whatever else stands in a report is about the report. */
function isDataRow(row: CsvRow): boolean {
  return /^\d{1,7}\.?$/.test(cellAt(row, 0)) && row.cells.length > 2;
}

function readRow(row: CsvRow, { heading, part, startMs }: Place, skipped: number[]): Answer[] {
  const { line, cells } = row;
  const givenMs = readMoment(cellAt(row, heading.time));
  const atMs = startMs === undefined || givenMs === undefined ? undefined : givenMs - startMs;
  const { layout, first, questions } = heading;
  const person = personOf(row, heading);
  // One row for each answer: the rows of one submission share who and when.
  const who = [cellAt(row, heading.name), person, cellAt(row, heading.time)].join('\n');
  const isAnonymous = person === undefined && /anonym/i.test(cellAt(row, heading.name));
  const submission = layout === 'rows' && !isAnonymous ? who : line;
  const said = cells.slice(first);
  const pairs =
    layout === 'columns'
      ? questions.map((question, index): [string, string] => [
          asAsked(question),
          cellAt({ cells: said }, index),
        ])
      : inPairs(said);
  if (layout !== 'columns' && pairs.some(([question, answer]) => (question === '') !== (answer === '')))
    skipped.push(line);
  return pairs.flatMap(([question, answer]) =>
    question === '' || answer === '' ? [] : [{ question, answer, person, submission, part, atMs }],
  );
}

/** Zoom puts the question's number before it and its kind behind it. */
function asAsked(question: string): string {
  const kind =
    /\s*\((?:single choice|multiple choice|single answer|multiple answers|matching|rank order|short answer|long answer|fill in the blank|rating scale)\)\s*$/i;
  return kind.test(question) ? question.replace(kind, '').replace(/^\d{1,3}\.\s+/, '') : question;
}

/** Only an address tells people apart: names repeat, and anonymous people share one. */
function personOf(row: CsvRow, { email }: Heading): string | undefined {
  const address = cellAt(row, email).toLowerCase();
  return address.includes('@') ? address : undefined;
}

function inPairs(cells: readonly string[]): [string, string][] {
  return Array.from({ length: Math.ceil(cells.length / 2) }, (_, index) => [
    cellAt({ cells }, index * 2),
    cellAt({ cells }, index * 2 + 1),
  ]);
}
