import { warnOfSkippedLines } from '../formats/text.ts';
import { emptyDraft, type DraftEntry, type OutlineDraft, type OutlineReader } from './reader.ts';
import { readTextLine, type TextLine } from './text-line.ts';

/** Text as people write it under a video: a time and a title on each line, in any of the usual shapes. */
export const textOutlineReader: OutlineReader = {
  format: 'text',
  recognises: () => true,
  read(text) {
    const lines = numberLines(text);
    const draft = readLines(lines);
    const found = draft.entries.length + draft.problems.length > 0;
    return found ? draft : readLines(lines.map(pointsToColons));
  },
};

interface NumberedText {
  line: number;
  text: string;
}
type NumberedLine = TextLine & { line: number };
type Last = Extract<NumberedLine, { kind: 'last' }>;

function numberLines(text: string): NumberedText[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter(({ text: line }) => /\S/.test(line) && !/^[\s\p{P}\p{S}]*$/u.test(line.slice(0, 200)));
}

function readLines(lines: readonly NumberedText[]): OutlineDraft {
  const read = lines.map(({ line, text }) => ({ line, ...readTextLine(text) }));
  const draft = emptyDraft();
  const used = new Set<number>();
  const take = (entry: DraftEntry & { line: number }): void => {
    draft.entries.push(entry);
    used.add(entry.line);
  };
  for (const entry of titleBareTimes(read, used) ?? edgeEntries(read)) take(entry);
  if (draft.entries.length === 0) {
    for (const line of read) if (line.kind === 'middle') take(entryOf(line));
  }
  for (const line of read) {
    if (line.kind !== 'wrong') continue;
    draft.problems.push(problemOf(line));
    used.add(line.line);
  }
  const skipped = read.filter(({ line }) => !used.has(line)).map(({ line }) => line);
  if (draft.entries.length > 0) draft.warnings.push(...warnOfSkippedLines(skipped, 'no chapter time in it'));
  return draft;
}

/** Lines with a time at their start or end. Where most times lead, one at an end must also fit in order. */
function edgeEntries(lines: readonly NumberedLine[]): (DraftEntry & { line: number })[] {
  const leading = lines.filter((line) => line.kind === 'first').length;
  const loose = lines.filter((line) => line.kind === 'last' && !line.marked).length;
  const entries: (DraftEntry & { line: number })[] = [];
  lines.forEach((line, index) => {
    if (line.kind === 'first') entries.push(entryOf(line));
    if (line.kind !== 'last') return;
    const before = entries.at(-1)?.startMs ?? -1;
    if (line.marked || leading <= loose || fits(line, before, lines.slice(index + 1)))
      entries.push(entryOf(line));
  });
  return entries;
}

/** `Live every day at 12:30` among leading times is prose unless its time comes between its neighbours'. */
function fits(line: Last, beforeMs: number, following: readonly NumberedLine[]): boolean {
  const next = following.find(({ kind }) => kind === 'first');
  const afterMs = next?.kind === 'first' ? next.startMs : Infinity;
  return line.startMs > beforeMs && line.startMs < afterMs && beforeMs >= 0;
}

/** Times alone on their lines, titles on the lines after (or before) them; undefined when written otherwise. */
function titleBareTimes(
  lines: readonly NumberedLine[],
  used: Set<number>,
): (DraftEntry & { line: number })[] | undefined {
  const timed = lines.filter((line) => line.kind === 'first');
  const bare = timed.filter(({ title }) => title === '');
  if (bare.length < 2 || bare.length * 2 <= timed.length) return undefined;
  const step = isBare(lines[0]) || !isBare(lines.at(-1)) ? 1 : -1;
  return lines.flatMap((line, index) => {
    if (line.kind !== 'first') return [];
    const neighbour = lines[index + step];
    if (line.title !== '' || neighbour === undefined || !isTitle(neighbour)) return [entryOf(line)];
    used.add(neighbour.line);
    return [{ ...entryOf(line), title: neighbour.title }];
  });
}

function isBare(line: NumberedLine | undefined): boolean {
  return line?.kind === 'first' && line.title === '';
}

function isTitle(line: NumberedLine): line is Extract<NumberedLine, { kind: 'prose' }> {
  return line.kind === 'prose';
}

function entryOf(line: Exclude<NumberedLine, { kind: 'wrong' | 'prose' }>): DraftEntry & { line: number } {
  const endMs = 'endMs' in line ? line.endMs : undefined;
  return {
    startMs: line.startMs,
    ...(endMs === undefined ? {} : { endMs }),
    title: line.title,
    line: line.line,
  };
}

function problemOf({
  line,
  message,
  suggestion,
}: Extract<NumberedLine, { kind: 'wrong' }>): OutlineDraft['problems'][number] {
  return suggestion === undefined
    ? { line, message }
    : { line, message: `${message} Did you mean ${suggestion}?`, suggestion };
}

/** `1.30 Title`: times written with points, read only where no line has a colon time. */
function pointsToColons({ line, text }: NumberedText): NumberedText {
  const dotted = /^([^\p{L}\p{N}]{0,20})(\d{1,3})\.([0-5]\d)(?:\.([0-5]\d))?(?=[\s)\]]|$)/u;
  const colons = text.replace(dotted, (_, lead: string, ...parts: (string | undefined)[]) => {
    const [hours, minutes, seconds] = parts;
    return `${lead}${hours ?? ''}:${minutes ?? ''}${seconds === undefined ? '' : `:${seconds}`}`;
  });
  return { line, text: colons };
}
