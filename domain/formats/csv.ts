import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import type { Problem } from './text.ts';

/** A row of a table with the line it begins on, counted from 1. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** The cell of a column; empty where the row is shorter, or there is no such column. */
export function cellAt({ cells }: { cells: readonly string[] }, column: number | undefined): string {
  return (column === undefined ? undefined : cells[column]) ?? '';
}

/** What separates the cells of a table. */
export type Delimiter = ',' | ';' | '\t' | '|';

const delimiters: readonly Delimiter[] = ['\t', ';', ',', '|'];

/**
 * Reads a comma- or tab-separated table, uneven rows and stray quotes included; a quote never closed is a problem.
 * Stops after `maxRows`.
 */
export function readCsv(
  text: string,
  delimiter: Delimiter,
  maxRows?: number,
): { rows: CsvRow[]; problems: Problem[] } {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
      ...(maxRows === undefined ? {} : { to: maxRows }),
      on_record: (record: string[], { lines }) => {
        rows.push(rowOf(record, lines));
        return null;
      },
    });
    return { rows, problems: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, problems: [problemOf(error, text, rows.at(-1))] };
  }
}

/** The separator that splits the first rows into the same number of cells, two or more; undefined when none does. */
export function guessDelimiter(text: string): Delimiter | undefined {
  const sample = sampleOf(text);
  const scored = delimiters.map((delimiter) => ({ delimiter, cells: fewestCells(sample, delimiter) }));
  const best = scored.reduce((one, other) => (other.cells > one.cells ? other : one));
  return best.cells > 1 ? best.delimiter : undefined;
}

/** The rows that tell a table's shape: the first twenty or so. */
export function sampleRows(text: string, delimiter: Delimiter): CsvRow[] {
  return readCsv(sampleOf(text), delimiter).rows;
}

/** The first lines that are not blank, none longer than a row of a table is. */
function sampleOf(text: string): string {
  const lines = text.slice(0, 20_000).split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  return filled
    .slice(0, 20)
    .map((line) => line.slice(0, 1000))
    .join('\n');
}

/** The cells of the row that has fewest; a quote opens only at a cell's start, and an unfinished row counts nothing. */
function fewestCells(sample: string, delimiter: Delimiter): number {
  let fewest = Infinity;
  let cells = 1;
  let quoted = false;
  let atStart = true;
  for (const character of `${sample}\n`) {
    if (character === '"') quoted = quoted ? false : atStart;
    else if (character === delimiter && !quoted) cells += 1;
    else if (character === '\n' && !quoted) {
      fewest = Math.min(fewest, cells);
      cells = 1;
    }
    atStart = character === delimiter || character === '\n' || (atStart && character === ' ');
  }
  return fewest === Infinity ? 0 : fewest;
}

function rowOf(record: readonly string[], lastLine: number): CsvRow {
  return { line: lastLine - breaksIn(record), cells: record.map((cell) => cell.trim()) };
}

/** The parser tells where the text ends, not where the quote opened: that is in the row after the last whole one. */
function problemOf(error: CsvError, text: string, last: CsvRow | undefined): Problem {
  const lines = text.split('\n');
  const after = last === undefined ? 0 : last.line + breaksIn(last.cells);
  const skipped = lines.slice(after).findIndex((line) => line.trim() !== '');
  const line = after + Math.max(0, skipped) + 1;
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? { line, message: 'A quotation mark opens here and is never closed.' }
    : { line, message: 'The table cannot be read from here on.' };
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
}
