import type { CsvRow } from '../formats/csv.ts';
import type { Problem, Warning } from '../formats/text.ts';
import type { Poll } from './poll.ts';

/** What a reader found; `problems` refuse the whole file. */
export interface PollsDraft {
  polls: Poll[];
  warnings: Warning[];
  problems: Problem[];
}

/** A format of polls that is text of its own kind. A new one is one file with one of these, and one line in `readers.ts`. */
export interface PollsReader {
  format: string;
  /** Whether the text is in this format, judged by its content. Never throws. */
  recognises(text: string): boolean;
  /** Reads a text it recognised. Never throws. */
  read(text: string): PollsDraft;
}

/** A layout of polls in a table, be it comma-separated text or a sheet of a workbook. */
export interface PollsTableReader {
  format: string;
  /** Whether the rows are in this layout. Never throws. */
  recognises(rows: readonly CsvRow[]): boolean;
  /** Reads rows it recognised. Never throws. */
  read(rows: readonly CsvRow[]): PollsDraft;
}
