import { parseTime } from '../time.ts';
import { readLooseTime } from '../formats/webvtt/time.ts';

/** The line that begins a turn or a section, and what of it stands there already. */
export interface TextHead {
  startMs: number;
  endMs?: number;
  speaker?: string;
  text: string;
}

const range =
  /^(\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?)\s{0,3}(?:-->|[–—-])\s{0,3}(\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?)$/;
const stamp = String.raw`\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?`;
const leading = new RegExp(
  String.raw`^(?:\[(${stamp})\]|\((${stamp})\)|(${stamp}))(?:\s{0,2}[-–—|]\s{1,3}|\s{1,5}|$)`,
);
const trailing = new RegExp(
  String.raw`^([\p{Lu}\p{Lo}][^\n:]{0,80}?)(?:\s{2,5}|\s?[|•·–-]\s?|\s?[(\[]|\s)(${stamp})[)\]]?:?(?:\s{2,5}|\s*$)`,
  'u',
);
const named = /^([\p{Lu}\p{Lo}][^\n:<>.!?]{0,60}):\s{1,3}(\S[\s\S]*)$/u;

/** What speech recognition prints: `[00:00.000 --> 00:05.000]  words`. */
const rangeBefore =
  /^\[?(\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?)\s{0,3}-->\s{0,3}(\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?)\]?\s{1,5}(?=\S)/;

/** Reads a trimmed line as the head of a turn; undefined when it begins none. */
export function readTextHead(line: string): TextHead | undefined {
  return readRange(line) ?? readRangeBefore(line) ?? readLeading(line) ?? readTrailing(line);
}

/** `0:0:3.270 --> 0:0:4.250`, alone on its line. */
function readRange(line: string): TextHead | undefined {
  if (line.length > 60) return undefined;
  const match = range.exec(line);
  const startMs = readLooseTime(match?.[1] ?? '');
  const endMs = readLooseTime(match?.[2] ?? '');
  return startMs === undefined || endMs === undefined ? undefined : { startMs, endMs, text: '' };
}

function readRangeBefore(line: string): TextHead | undefined {
  const match = rangeBefore.exec(line.slice(0, 80));
  const startMs = readLooseTime(match?.[1] ?? '');
  const endMs = readLooseTime(match?.[2] ?? '');
  if (match === null || startMs === undefined || endMs === undefined) return undefined;
  return { startMs, endMs, text: line.slice(match[0].length) };
}

/** `00:05:00`, `[0:05] Ann: words`, `0:05 words`. */
function readLeading(line: string): TextHead | undefined {
  const match = leading.exec(line.slice(0, 60));
  const startMs = parseTime(match?.[1] ?? match?.[2] ?? match?.[3] ?? '');
  if (match === null || startMs === undefined) return undefined;
  const rest = line.slice(match[0].length).trim();
  const [, speaker, text] = (rest.length > 20_000 ? null : named.exec(rest)) ?? [];
  return speaker === undefined || text === undefined
    ? { startMs, text: rest }
    : { startMs, speaker: speaker.trim(), text };
}

/** `Ann Lee   0:05`, `Ann Lee (00:05)`: the words follow below. */
function readTrailing(line: string): TextHead | undefined {
  const match = trailing.exec(line.slice(0, 160));
  const startMs = parseTime(match?.[2] ?? '');
  const speaker = match?.[1]?.trim() ?? '';
  if (match === null || startMs === undefined || speaker.split(/\s+/).length > 7) return undefined;
  return { startMs, speaker, text: line.slice(match[0].length).trim() };
}
