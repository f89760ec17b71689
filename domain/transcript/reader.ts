import type { Cue } from './cue.ts';
import type { Problem, TextHint, Warning } from '../formats/text.ts';

/** What a reader found; `problems` refuse the transcript. */
export interface TranscriptDraft {
  format?: string;
  cues: Cue[];
  warnings: Warning[];
  problems: Problem[];
}

/** One format of transcript. A new format is one file with one of these, and one line in `readers.ts`. */
export interface TranscriptReader {
  format: string;
  /** Whether the text is in this format, judged by its content. Never throws. */
  recognises(text: string, hint: TextHint): boolean;
  /** Reads a text it recognised: clean, with `\n` line ends. Never throws. */
  read(text: string): TranscriptDraft;
}
