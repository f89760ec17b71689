import { AppError } from './app-error.ts';
import { guessDelimiter, readCsv, type CsvRow, type Delimiter } from './formats/csv.ts';
import type { Poll } from './polls/poll.ts';
import type { PollsDraft } from './polls/reader.ts';
import { pollsReaders, pollsTableReaders } from './polls/readers.ts';
import {
  cleanText,
  decodeText,
  sayProblem,
  type Problem,
  type TextHint,
  type Warning,
} from './formats/text.ts';
import { warnOfXmlFault } from './formats/xml.ts';
import { readXlsx } from './formats/xlsx.ts';
import { looksLikeZip } from './formats/zip.ts';

export type { Poll };

/** Polls as read from a report. Nobody's name or address is in it. */
export interface ParsedPolls {
  /** `zoom`, `bigbluebutton`, `bigbluebutton-events`, `forms`, `forms-xlsx`, `table`… */
  format: string;
  polls: Poll[];
  warnings: Warning[];
}

/** A poll report that cannot be used; `problems` name the lines. */
export class PollsError extends AppError {
  readonly problems: readonly Problem[];

  constructor(code: `polls-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
    this.problems = problems;
  }
}

/** The longest report that is read, in characters or bytes; ten thousand people answering ten questions fill it. */
const maxPollsLength = 10_000_000;
const maxRows = 200_000;
const maxCells = 5000;
const maxPolls = 2000;
const maxChoices = 5000;

/** Reads a poll report in any known format (polls/readers.ts), text or an Excel workbook; throws `PollsError`. */
export function parsePolls(input: string | Uint8Array, hint: TextHint = {}): ParsedPolls {
  if (input.length > maxPollsLength)
    throw new PollsError('polls-too-large', 'The poll report is larger than 10 MB and cannot be read.');
  const isWorkbook = typeof input !== 'string' && looksLikeZip(input);
  const { format, polls, warnings, problems } = isWorkbook
    ? readWorkbook(input)
    : readText(textOf(input), hint);
  const [problem] = problems;
  if (problem !== undefined) throw new PollsError('polls-bad-lines', sayProblem(problem), problems);
  const filled = polls.filter(({ choices }) => choices.length > 0);
  if (filled.length === 0)
    throw new PollsError('polls-none', 'The poll report holds no question with answers.', warnings);
  if (filled.length > maxPolls)
    throw new PollsError('polls-too-many', `The report has more than ${String(maxPolls)} polls.`);
  return {
    format,
    polls: filled,
    warnings: [...warnings, ...warnOfEmpty(polls.length - filled.length), ...limitChoices(filled)],
  };
}

type Read = PollsDraft & { format: string };

function textOf(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? cleanText(input) : decodeText(input);
  if (text.trim() === '') throw new PollsError('polls-empty', 'The poll report is empty.');
  return text;
}

function readText(text: string, hint: TextHint): Read {
  const reader = pollsReaders.find((one) => one.recognises(text));
  if (reader !== undefined) {
    const draft = reader.read(text);
    return { format: reader.format, ...draft, warnings: [...warnOfXmlFault(text), ...draft.warnings] };
  }
  for (const delimiter of delimitersOf(text)) {
    const { rows, problems } = readCsv(text, delimiter, maxRows + 1);
    if (rows.length > maxRows)
      throw new PollsError('polls-too-long', `The poll report has more than ${String(maxRows)} rows.`);
    const wide = rows.find(({ cells }) => cells.length > maxCells);
    if (wide !== undefined)
      throw new PollsError(
        'polls-too-wide',
        `Line ${String(wide.line)} has more than ${String(maxCells)} cells.`,
      );
    const read = readRows(rows);
    if (read !== undefined) return { ...read, problems: [...read.problems, ...problems] };
  }
  throw unknown(hint);
}

/** The separator of the report's headings, for its first lines are no table; else the one that fits all lines. */
function delimitersOf(text: string): Delimiter[] {
  const heading = /^"?#"?([,;\t|])"?[\p{L}]/mu.exec(text.slice(0, 100_000))?.[1];
  const candidates = [heading, guessDelimiter(text), text.includes('\t') ? '\t' : undefined, ',', ';'];
  return [...new Set(candidates.filter(isDelimiter))];
}

function isDelimiter(text: string | undefined): text is Delimiter {
  return text === ',' || text === ';' || text === '\t' || text === '|';
}

function readRows(rows: readonly CsvRow[]): Read | undefined {
  const reader = pollsTableReaders.find((one) => one.recognises(rows));
  return reader === undefined ? undefined : { format: reader.format, ...reader.read(rows) };
}

function readWorkbook(bytes: Uint8Array): Read {
  const workbook = readXlsx(bytes);
  if ('problem' in workbook)
    throw new PollsError('polls-bad-workbook', workbook.problem.message, [workbook.problem]);
  const read = workbook.sheets.flatMap(({ rows }) => readRows(rows) ?? []);
  const [first] = read;
  if (first === undefined) throw unknown({});
  return {
    format: `${first.format}-xlsx`,
    polls: read.flatMap(({ polls }) => polls),
    warnings: read.flatMap(({ warnings }) => warnings),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function warnOfEmpty(count: number): Warning[] {
  if (count === 0) return [];
  return [
    { message: `${count === 1 ? '1 poll was' : `${String(count)} polls were`} left out: nobody answered.` },
  ];
}

/** Typed answers can be as many as people; what nobody could read through is cut. */
function limitChoices(polls: Poll[]): Warning[] {
  return polls.flatMap((poll) => {
    if (poll.choices.length <= maxChoices) return [];
    poll.choices = poll.choices.slice(0, maxChoices);
    return [
      {
        message: `One poll has more than ${String(maxChoices)} different answers; the others were left out.`,
      },
    ];
  });
}

function unknown({ fileName }: TextHint): PollsError {
  const what = fileName === undefined ? 'The poll report' : `The poll report ${fileName.slice(0, 200)}`;
  return new PollsError(
    'polls-unknown',
    `${what} is in no form that can be read (Zoom, BigBlueButton, Forms, or a table of questions and answers).`,
  );
}
