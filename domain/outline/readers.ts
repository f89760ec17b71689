import { csvOutlineReader } from './csv.ts';
import { jsonOutlineReader } from './json.ts';
import type { OutlineReader } from './reader.ts';
import { textOutlineReader } from './text.ts';
import { webvttOutlineReader } from './webvtt.ts';

/** Every format of outline; the first that recognises the text reads it, and plain text takes what is left. */
export const outlineReaders: readonly OutlineReader[] = [
  webvttOutlineReader,
  jsonOutlineReader,
  csvOutlineReader,
  textOutlineReader,
];
