import type { Problem, TextHint, Warning } from '../text.ts';

/** An entry as it stood in the file: in the file's order, its title not yet checked. */
export interface DraftEntry {
  startMs: number;
  endMs?: number;
  title: string;
  line?: number;
}

/** What a reader found. `problems` refuse the whole outline; `warnings` only tell. */
export interface OutlineDraft {
  /** When one reader reads several dialects, the one it found. */
  format?: string;
  entries: DraftEntry[];
  warnings: Warning[];
  problems: Problem[];
}

/** One format of outline. A new format is one file with one of these, and one line in `readers.ts`. */
export interface OutlineReader {
  format: string;
  /** Whether the text is in this format, judged by its content; the file's name only helps. Never throws. */
  recognises(text: string, hint: TextHint): boolean;
  /** Reads a text it recognised. Text is clean: `\n` line ends, no byte-order mark. Never throws. */
  read(text: string): OutlineDraft;
}

/** A draft with nothing in it yet. */
export function emptyDraft(): OutlineDraft {
  return { entries: [], warnings: [], problems: [] };
}
