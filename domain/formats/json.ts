import type { Problem } from './text.ts';

/** Parses JSON from outside; what is wrong with it comes back as a problem with its line where that is known. */
export function readJson(text: string): { value: unknown } | { problem: Problem } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    const line = lineOf(String(error));
    const message = 'The file begins like JSON, but it is not complete JSON.';
    return { problem: line === undefined ? { message } : { line, message } };
  }
}

/** Whether a text begins as a JSON object, or as an array of anything but a time. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[[{"\]]|$))/.test(text.slice(0, 1000));
}

/** V8 tells the place as `(line 1 column 13)`, but not that of an early end; other engines may tell nothing. */
function lineOf(message: string): number | undefined {
  const line = /\bline (\d{1,9})/.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
}
