import { OutlineError, parseOutline } from '../../../domain/outline.ts';
import type { Problem, Warning } from '../../../domain/formats/text.ts';
import { formatTime, readTime } from '../../../domain/time.ts';

/** A chapter as the outline on the page makes it. */
export interface DraftChapter {
  title: string;
  startMs: number;
  /** Null for the last while the recording's length is not known. */
  endMs: number | null;
  /** Counted from 1, where the format has lines. */
  line: number | null;
  /** Begins at or after the end of the recording. */
  isBeyond: boolean;
}

/** What the outline box holds, read: chapters, or the problems that keep it from being used. */
export interface OutlineDraft {
  chapters: DraftChapter[];
  problems: readonly Problem[];
  warnings: readonly Warning[];
  isEmpty: boolean;
}

/** Reads the outline box as the service will; never throws. */
export function readOutlineDraft(text: string, durationMs: number | null): OutlineDraft {
  if (text.trim() === '') return { chapters: [], problems: [], warnings: [], isEmpty: true };
  try {
    const { entries, warnings } = parseOutline(text);
    const chapters = entries.map((entry, index) => ({
      title: entry.title,
      startMs: entry.startMs,
      endMs: entry.endMs ?? entries[index + 1]?.startMs ?? durationMs,
      line: entry.line ?? null,
      isBeyond: durationMs !== null && entry.startMs >= durationMs,
    }));
    return { chapters, problems: [], warnings, isEmpty: false };
  } catch (error) {
    if (!(error instanceof OutlineError)) throw error;
    const problems = error.problems.length > 0 ? error.problems : [{ message: error.message }];
    return { chapters: [], problems, warnings: [], isEmpty: false };
  }
}

/** Puts the suggested time in the place of the wrong one on a line (counted from 1). */
export function mendLine(text: string, line: number, suggestion: string): string {
  const lines = text.split('\n');
  const before = lines[line - 1];
  if (before === undefined) return text;
  lines[line - 1] = before.replace(/\d+(?::\d+)+(?:[.,]\d+)?/g, (written) => {
    const read = readTime(written);
    return 'problem' in read && read.suggestion === suggestion ? suggestion : written;
  });
  return lines.join('\n');
}

/** Where a line begins and ends in a text, for choosing it in a text box. */
export function rangeOfLine(text: string, line: number): [number, number] {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
}

/** The length of a chapter in words; undefined while it is not known. */
export function lengthOf({ startMs, endMs }: DraftChapter): string | undefined {
  return endMs === null || endMs <= startMs ? undefined : formatTime(endMs - startMs);
}
