import { trimEndOf, trimStartOf } from '../formats/text.ts';
import { readTime } from '../time.ts';

/** Where a line of an outline carries its time, and what it says. */
export type TextLine =
  /** `0:00 Intro`; the title is empty when the line is nothing but its time. */
  | { kind: 'first'; startMs: number; endMs?: number; title: string }
  /** `Intro - 0:00`; `marked` when a separator or a bracket sets the time apart. */
  | { kind: 'last'; startMs: number; endMs?: number; title: string; marked: boolean }
  /** `Chapter 1: 0:00 Intro`. */
  | { kind: 'middle'; startMs: number; title: string }
  | { kind: 'wrong'; message: string; suggestion?: string }
  | { kind: 'prose'; title: string };

const separators = ' \t-–—‒―−|:;,.=→>~*_•·@/';
const closers = ')]}>*_';
const openers = '([{<*_';
const bullets = ' \t-–—−*+•‣◦▪●○■□>#·→►▶✓✔✅☑';
/** Longer lines are read only so far: a title is cut to 200 characters anyway. */
const maxLineLength = 2000;

const stamp = String.raw`\d{1,9}(?::\d{1,9}){1,3}(?:\.\d{1,9}|,\d{3}(?!\d))?`;
const shortUnits = String.raw`\d{1,3}h\d{1,2}m(?:\d{1,2}s)?|\d{1,4}m\d{1,2}s`;
const range = String.raw`(?:\s?[)\]])?\s{0,3}(?:-{1,3}>?|[–—−~→]|to\b|until\b)\s{0,3}(?:[(\[]\s?)?`;
const leading = /^[^\p{L}\p{N}]*(?:\d{1,3}(?:[.)]\s|\uFE0F?\u20E3)[^\p{L}\p{N}]*)?/u;
const first = new RegExp(`^(${stamp}|${shortUnits})(?:${range}(${stamp}))?(?!:?\\d)`, 'i');
const clockAfter = /^\s?[ap]\.?m\b/i;
const paddedStamp = String.raw`\d{1,3}(?::\d{2}){1,2}(?:\.\d{1,9}|,\d{3})?`;
const last = new RegExp(`(?:^|[^\\p{L}\\p{N}:.,])(${paddedStamp})(?:${range}(${paddedStamp}))?$`, 'u');
const middle = new RegExp(`(?<![\\p{L}\\p{N}:.,])(${paddedStamp})(?![\\p{L}\\p{N}:])`, 'gu');

/** Reads one line of an outline as people write it. */
export function readTextLine(raw: string): TextLine {
  const line = unlink(raw.slice(0, maxLineLength)).replaceAll('：', ':').trim();
  const body = line.slice(leading.exec(line)?.[0].length ?? 0);
  return readFirst(body) ?? readLast(line) ?? readMiddle(line) ?? { kind: 'prose', title: bareTitle(line) };
}

/** `[0:00](https://…)` is only its text. */
function unlink(line: string): string {
  return line.replace(/\[([^\][]{0,300})\]\([^()\s]{0,2000}\)/g, '$1');
}

function readFirst(body: string): TextLine | undefined {
  const match = first.exec(body);
  const start = match?.[1];
  if (!match || start === undefined) return undefined;
  const rest = body.slice(match[0].length);
  if (clockAfter.test(rest)) return undefined;
  const title = trimEndOf(trimStartOf(rest, separators + ')]}'), ' \t*_|');
  return timed(start, match[2], (times) => ({ kind: 'first', ...times, title }));
}

function readLast(line: string): TextLine | undefined {
  const end = trimEndOf(line, ` \t.${closers}`);
  const tail = end.slice(-70);
  const match = last.exec(tail);
  const start = match?.[1];
  if (!match || start === undefined) return undefined;
  const stampLength = tail.length - match.index - (match[0].startsWith(start) ? 0 : 1);
  const before = end.slice(0, end.length - stampLength);
  const title = bareTitle(trimEndOf(before, separators + openers));
  if (title === '') return undefined;
  const marked = /(?:[([{|\-–—=→>~•·@:]\s?|\t|\s{2})$/u.test(before.slice(-4));
  return timed(start, match[2], (times) => ({ kind: 'last', ...times, title, marked }));
}

/** A time inside a line, where it is the only one. */
function readMiddle(line: string): TextLine | undefined {
  const found = [...line.matchAll(middle)];
  const [only] = found;
  const start = only?.[1];
  if (only === undefined || start === undefined || found.length > 1) return undefined;
  const before = trimEndOf(line.slice(0, only.index), separators + openers);
  const after = trimStartOf(line.slice(only.index + start.length), separators + closers);
  const read = timed(start, undefined, ({ startMs }) => ({
    kind: 'middle',
    startMs,
    title: `${bareTitle(before)} ${after}`,
  }));
  return read.kind === 'wrong' ? undefined : read;
}

/** Reads the written times; a fourth part is a count of frames, which no outline needs. */
function timed(
  start: string,
  end: string | undefined,
  make: (times: { startMs: number; endMs?: number }) => TextLine,
): TextLine {
  const from = readTime(withoutFrames(start));
  if (!('ms' in from)) return wrong(from);
  if (end === undefined) return make({ startMs: from.ms });
  const to = readTime(withoutFrames(end));
  return 'ms' in to ? make({ startMs: from.ms, endMs: to.ms }) : wrong(to);
}

function withoutFrames(written: string): string {
  return /^\d+:\d+:\d+:\d+$/.test(written) ? written.slice(0, written.lastIndexOf(':')) : written;
}

function wrong({ problem, suggestion }: { problem: string; suggestion?: string }): TextLine {
  return { kind: 'wrong', message: problem, ...(suggestion === undefined ? {} : { suggestion }) };
}

function bareTitle(line: string): string {
  const title = trimStartOf(line, bullets);
  return trimEndOf(title.replace(/^\d{1,3}[.)]\s+(?=\S)/, ''), ' \t*_');
}
