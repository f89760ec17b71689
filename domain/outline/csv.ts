import { guessDelimiter, readCsv, sampleRows, type CsvRow, type Delimiter } from '../formats/csv.ts';
import type { TextHint } from '../formats/text.ts';
import { parseSecondsOrTime, readTime } from '../time.ts';
import { emptyDraft, type DraftEntry, type OutlineDraft, type OutlineReader } from './reader.ts';

/** Tables of start, end and title, with or without a header: LosslessCut's CSV, Audacity's labels, a trainer's sheet. */
export const csvOutlineReader: OutlineReader = {
  format: 'csv',
  recognises: (text, hint) => delimiterOf(text, hint) !== undefined,
  read(text) {
    const delimiter = guessDelimiter(text) ?? ',';
    const { rows, problems } = readCsv(text, delimiter);
    const draft = { ...readRows(rows), format: delimiter === '\t' ? 'tsv' : 'csv' };
    return problems.length > 0 ? { ...draft, problems } : draft;
  },
};

/** Reads the rows of a sheet as an outline; undefined when they are none. */
export function readOutlineRows(rows: readonly CsvRow[]): OutlineDraft | undefined {
  const isTable = headedColumns(rows[0]) !== undefined || (rows.length > 0 && rows.every(looksTimed));
  return isTable ? readRows(rows) : undefined;
}

/** Which column holds what. */
interface Columns {
  start: number;
  end?: number;
  title: number;
  /** The start is a number of milliseconds, as its heading says. */
  inMs: boolean;
}

const headings = {
  start:
    /^(?:start|begin|from|in|time|timestamp|timecode|position|offset|von|anfang|zeit|début|inicio)\b|^(?:start|begin)[ _-]?(?:time|ms|at|s)?/i,
  end: /^(?:end|stop|to|out|until|bis|ende|fin)\b|^end[ _-]?(?:time|ms|at|s)?/i,
  title:
    /^(?:title|name|chapter|label|topic|description|heading|subject|text|titel|titre|título|kapitel|thema)\b/i,
};

function delimiterOf(text: string, hint: TextHint): Delimiter | undefined {
  const delimiter = guessDelimiter(text);
  if (delimiter === undefined) return undefined;
  const rows = sampleRows(text, delimiter);
  const named = /\.(?:csv|tsv)$/i.test(hint.fileName ?? '');
  if (rows.length === 0) return text.includes('"') && named ? delimiter : undefined;
  // `00:00:05,250 Title` is a line with milliseconds, not a table.
  if (delimiter === ',' && rows.every(({ cells }) => /^\d{3}(?!\d)/.test(cells[1] ?? '') && cells.length < 3))
    return undefined;
  const isTable =
    headedColumns(rows[0]) !== undefined || rows.every(looksTimed) || (named && rows.some(looksTimed));
  return isTable ? delimiter : undefined;
}

/** Whether a row begins with a time, and so does not read better as a written line. */
function looksTimed({ cells }: CsvRow): boolean {
  const [start = '', second = ''] = cells;
  if (parseSecondsOrTime(start) === undefined) return 'suggestion' in readTime(start);
  return cells.length === 2 || second === '' || parseSecondsOrTime(second) !== undefined;
}

function readRows(rows: readonly CsvRow[]): OutlineDraft {
  const headed = headedColumns(rows[0]);
  const columns = headed ?? unheadedColumns(rows);
  const draft = emptyDraft();
  for (const row of headed ? rows.slice(1) : rows) readRow(row, columns, draft);
  const used = new Set([columns.start, columns.end, columns.title]);
  const [unused] = (rows[0]?.cells ?? []).flatMap((_, index) => (used.has(index) ? [] : [index]));
  if (unused !== undefined && rows.some(({ cells }) => (cells[unused] ?? '') !== '')) {
    draft.warnings.push({
      message: `Column ${String(unused + 1)} is neither a time nor a title and was left out.`,
    });
  }
  return draft;
}

function headedColumns(header: CsvRow | undefined): Columns | undefined {
  if (header === undefined) return undefined;
  const find = (heading: RegExp): number => header.cells.findIndex((cell) => heading.test(cell));
  const start = find(headings.start);
  const title = find(headings.title);
  const end = find(headings.end);
  if (start < 0 || title < 0) return undefined;
  const inMs = /(?:^|[\s_(-])(?:ms|milliseconds)\b|Ms$/.test(header.cells[start] ?? '');
  return { start, title, inMs, ...(end < 0 ? {} : { end }) };
}

/** Without a header the title is the first column that holds words, and times stand in the order start, end. */
function unheadedColumns(rows: readonly CsvRow[]): Columns {
  const width = Math.max(...rows.map(({ cells }) => cells.length), 1);
  const share = (index: number): number =>
    rows.filter(({ cells }) => parseSecondsOrTime(cells[index] ?? '') !== undefined).length;
  const indexes = Array.from({ length: Math.min(width, 20) }, (_, index) => index);
  const isFilled = (index: number): boolean => rows.some(({ cells }) => (cells[index] ?? '') !== '');
  const times = indexes.filter((index) => share(index) > 0 && share(index) * 2 >= rows.length);
  const start = times[0] ?? 0;
  const end = times.find((index) => index > start) ?? emptyColumnAfter(start, width, isFilled);
  const title =
    indexes.find((index) => index !== start && index !== end && isFilled(index)) ?? (start === 0 ? 1 : 0);
  return { start, title, inMs: false, ...(end === undefined || end === title ? {} : { end }) };
}

function emptyColumnAfter(
  start: number,
  width: number,
  isFilled: (index: number) => boolean,
): number | undefined {
  return width > start + 2 && !isFilled(start + 1) ? start + 1 : undefined;
}

function readRow({ line, cells }: CsvRow, columns: Columns, draft: OutlineDraft): void {
  const cell = (index: number | undefined): string => (index === undefined ? '' : (cells[index] ?? ''));
  if (cells.every((one) => one === '')) return;
  const startMs = columnTime(cell(columns.start), columns.inMs);
  const endMs = columnTime(cell(columns.end), columns.inMs);
  if (startMs === undefined) {
    draft.problems.push(wrongTime(line, cell(columns.start)));
    return;
  }
  if (endMs === undefined && cell(columns.end) !== '') {
    draft.problems.push(wrongTime(line, cell(columns.end)));
    return;
  }
  const entry: DraftEntry = { startMs, title: cell(columns.title), line };
  draft.entries.push(endMs === undefined ? entry : { ...entry, endMs });
}

function columnTime(cell: string, inMs: boolean): number | undefined {
  if (inMs && /^\d{1,10}$/.test(cell)) return Number(cell);
  return parseSecondsOrTime(cell);
}

function wrongTime(line: number, cell: string): OutlineDraft['problems'][number] {
  if (cell === '') return { line, message: 'The start time is missing.' };
  const read = readTime(cell);
  if ('ms' in read) return { line, message: `${cell} is not a time.` };
  return read.suggestion === undefined
    ? { line, message: read.problem }
    : { line, message: `${read.problem} Did you mean ${read.suggestion}?`, suggestion: read.suggestion };
}
