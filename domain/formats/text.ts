/** What is said about one line of a file that was repaired, skipped or doubted. */
export interface Warning {
  /** Counted from 1. */
  line?: number;
  message: string;
}

/** What makes a file unusable, and where. */
export interface Problem {
  line?: number;
  message: string;
  /** The text that would be right in its place. */
  suggestion?: string;
}

/** What is known of a text beside its content. */
export interface TextHint {
  fileName?: string;
}

/**
 * Turns a file's bytes into text: UTF-8, UTF-16 by its mark or its zeros, else what an XML file says of itself, else
 * Windows-1252. Never fails.
 */
export function decodeText(bytes: Uint8Array, clean: (text: string) => string = cleanText): string {
  return clean(new TextDecoder(encodingOf(bytes), { ignoreBOM: true }).decode(bytes));
}

/** Removes what a text carries beside its characters: byte-order marks (files put together have several), NULs and foreign line ends. */
export function cleanText(text: string): string {
  return text
    .replace(/^\uFEFF+/, '')
    .replaceAll('\0', '')
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .toWellFormed();
}

/** Folds a text onto one line: no control characters, single spaces, none at the ends. */
export function foldSpaces(text: string): string {
  return text
    .replace(/[\p{Cc}\u200B\uFEFF]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Cuts a text to at most `length` UTF-16 units, never through a character, ending in `…` when cut. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd()}…`;
}

/** Quotes a piece of someone's text inside a sentence, short enough to read. */
export function quote(text: string): string {
  return `"${shorten(foldSpaces(text), 60)}"`;
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return unmarkedUtf16(bytes) ?? (isUtf8(bytes) ? 'utf-8' : (declaredEncoding(bytes) ?? 'windows-1252'));
}

/** What an XML declaration names, where it is an encoding that is known and that the bytes do not belie. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const label = /^<\?xml\s[^>]{0,150}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/.exec(head)?.[1];
  if (label === undefined) return undefined;
  try {
    const { encoding } = new TextDecoder(label);
    // What is no UTF-8 is not made so by its declaration, nor what has no zeros UTF-16.
    return encoding.startsWith('utf-') ? undefined : encoding;
  } catch {
    return undefined;
  }
}

/** Western text in UTF-16 has a zero in nearly every second byte. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 2000);
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  sample.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) evenZeros += 1;
    else oddZeros += 1;
  });
  if (oddZeros > pairs * 0.7 && evenZeros < pairs * 0.1) return 'utf-16le';
  if (evenZeros > pairs * 0.7 && oddZeros < pairs * 0.1) return 'utf-16be';
  return undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A character cut off at the end is no reason to doubt the rest.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A problem as one sentence that begins with its line. */
export function sayProblem({ line, message }: Problem): string {
  return line === undefined ? message : `Line ${String(line)}: ${message}`;
}

/** Trims any of the characters from the start of a text. */
export function trimStartOf(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** Trims any of the characters from the end of a text. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Writes line numbers as people do: `Line 3`, `Lines 3–5`. */
function nameLines(first: number, last: number): string {
  return first === last ? `Line ${String(first)}` : `Lines ${String(first)}–${String(last)}`;
}

/** One warning for each run of neighbouring lines that were left out for the same reason. */
export function warnOfSkippedLines(lines: readonly number[], reason: string): Warning[] {
  const runs: { first: number; last: number }[] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run?.last === line - 1) run.last = line;
    else runs.push({ first: line, last: line });
  }
  return runs.map(({ first, last }) => {
    const verb = first === last ? 'was' : 'were';
    return { line: first, message: `${nameLines(first, last)} ${verb} left out: ${reason}.` };
  });
}
