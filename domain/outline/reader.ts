import type { Problem, TextHint, Warning } from '../formats/text.ts';

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

/** What is known of an outline beside its text. */
export interface OutlineHint extends TextHint {
  /** When the recording began, for agendas in times of day: `14:30`, `2:30 PM`, `2026-09-15T14:30:12Z`. */
  startsAt?: string;
  /** The `presentation_text.json` beside a BigBlueButton `shapes.svg`. */
  slideTexts?: string;
}

/** One format of outline. A new format is one file with one of these, and one line in `readers.ts`. */
export interface OutlineReader {
  format: string;
  /** Whether the text is in this format, judged by its content; the file's name only helps. Never throws. */
  recognises(text: string, hint: OutlineHint): boolean;
  /** Reads a text it recognised. Text is clean: `\n` line ends, no byte-order mark. Never throws. */
  read(text: string, hint: OutlineHint): OutlineDraft;
}

/** A draft with nothing in it yet. */
export function emptyDraft(): OutlineDraft {
  return { entries: [], warnings: [], problems: [] };
}
