import type { Problem, TextHint, Warning } from '../formats/text.ts';

/** What somebody wrote, and when, counted from the recording's start where that is known. */
export interface ChatMessage {
  atMs?: number;
  sender: string;
  text: string;
}

/** What is known of a chat beside its text. */
export interface ChatHint extends TextHint {
  /** When the recording began: a time of day (`14:30:12`) or a moment (`2026-09-15T14:30:12Z`). */
  startsAt?: string;
}

/** What a reader found, in the file's order; `problems` refuse the chat. */
export interface ChatDraft {
  messages: ChatMessage[];
  warnings: Warning[];
  problems: Problem[];
}

/** One format of chat. A new format is one file with one of these, and one line in `readers.ts`. */
export interface ChatReader {
  format: string;
  /** Whether the text is in this format, judged by its content. Never throws. */
  recognises(text: string, hint: ChatHint): boolean;
  /** Reads a text it recognised: clean, with `\n` line ends. Never throws. */
  read(text: string, hint: ChatHint): ChatDraft;
}
