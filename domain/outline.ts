import { AppError } from './app-error.ts';
import { maxChapters, maxChapterTitleLength } from './chapter.ts';
import { readDocx } from './formats/docx.ts';
import { readOutlineRows } from './outline/csv.ts';
import type { DraftEntry, OutlineDraft, OutlineHint } from './outline/reader.ts';
import { outlineReaders } from './outline/readers.ts';
import {
  cleanText,
  decodeText,
  foldSpaces,
  quote,
  shorten,
  type Problem,
  type Warning,
} from './formats/text.ts';
import { formatTime } from './time.ts';
import { readXlsx } from './formats/xlsx.ts';
import { warnOfXmlFault } from './formats/xml.ts';
import { recogniseMagic } from './recognise/magic.ts';
import { looksLikeZip } from './formats/zip.ts';

export type { OutlineHint };

/** One line of the trainer's timestamped list. Times are integers of milliseconds; `endMs` only where it was written. */
export interface OutlineEntry {
  startMs: number;
  endMs?: number;
  title: string;
  /** The line of the file it stood on, counted from 1, where the format has lines. */
  line?: number;
}

/** An outline as read: entries in order of time, no two at one time, every title filled and short enough. */
export interface ParsedOutline {
  /** `text`, `csv`, `webvtt`, `podlove`, `fcpxml`, `otio`, `bigbluebutton`, `agenda`, `icalendar`, `docx`… */
  format: string;
  entries: OutlineEntry[];
  warnings: Warning[];
}

/** An outline that cannot be used; `problems` name the lines. */
export class OutlineError extends AppError {
  readonly problems: readonly Problem[];

  constructor(code: `outline-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
    this.problems = problems;
  }
}

/** The longest outline that people write, in characters. */
export const maxOutlineLength = 200_000;

/** Timelines and drawings of editors and conferences are longer: XML and JSON are read up to this length. */
const maxMachineLength = 20_000_000;

/** Reads an outline in any known format (outline/readers.ts), or a Word or Excel file; throws `OutlineError`. */
export function parseOutline(input: string | Uint8Array, hint: OutlineHint = {}): ParsedOutline {
  const isDocument = typeof input !== 'string' && looksLikeZip(input);
  const { format, entries, warnings, problems } = isDocument
    ? readDocument(input, hint)
    : readDraft(textOf(input), hint);
  if (problems.length > 0) throw new OutlineError('outline-bad-lines', sentenceOf(problems), problems);
  if (entries.length === 0) throw noTimes();
  if (entries.length > maxChapters) throw tooMany(entries.length);
  const own: Warning[] = [];
  const sorted = sortEntries(dropImpossible(entries, own), own);
  const tidy = checkEnds(nameEntries(dropDuplicates(sorted, own), own), own);
  warnOfLateStart(tidy, own);
  return { format, entries: tidy, warnings: [...warnings, ...own] };
}

/** Refuses entries that begin at or after the recording's end, and shortens one that ends after it, with a warning. */
export function checkOutlineAgainst(
  entries: readonly OutlineEntry[],
  durationMs: number,
): { entries: OutlineEntry[]; warnings: Warning[] } {
  const end = formatTime(durationMs);
  const problems = entries
    .filter(({ startMs }) => startMs >= durationMs)
    .map((entry) => ({
      ...lineOf(entry),
      message: `${quote(entry.title)} begins at ${formatTime(entry.startMs)}, but the recording ends at ${end}.`,
    }));
  if (problems.length > 0) throw new OutlineError('outline-beyond-end', sentenceOf(problems), problems);
  const warnings: Warning[] = [];
  const checked = entries.map((entry) => {
    if (entry.endMs === undefined || entry.endMs <= durationMs) return { ...entry };
    warnings.push({
      ...lineOf(entry),
      message: `${quote(entry.title)} was shortened to the recording's end, ${end}.`,
    });
    return { ...entry, endMs: durationMs };
  });
  return { entries: checked, warnings };
}

function textOf(input: string | Uint8Array): string {
  if (input.length > maxMachineLength) throw tooLarge(input.length);
  const text = typeof input === 'string' ? cleanText(input) : decodeText(input);
  if (text.length > maxOutlineLength && !/^\s{0,100}[<[{]/.test(text)) throw tooLarge(text.length);
  if (text.trim() === '') throw new OutlineError('outline-empty', 'The outline is empty.');
  return text;
}

/** A Word file is its lines, an Excel file the first of its sheets that is an outline. */
function readDocument(bytes: Uint8Array, hint: OutlineHint): OutlineDraft & { format: string } {
  const document = readDocx(bytes);
  if ('text' in document) return { ...readDraft(textOf(document.text), hint), format: 'docx' };
  const workbook = readXlsx(bytes);
  const sheets = 'sheets' in workbook ? workbook.sheets : [];
  const [draft] = sheets.flatMap(({ rows }) => readOutlineRows(rows) ?? []);
  if (draft !== undefined) return { ...draft, format: 'xlsx' };
  if ('sheets' in workbook) throw noTimes();
  const { message } = recogniseMagic(bytes)?.format === 'xlsx' ? workbook.problem : document.problem;
  throw new OutlineError('outline-bad-document', message);
}

function readDraft(text: string, hint: OutlineHint): OutlineDraft & { format: string } {
  const reader = outlineReaders.find((one) => one.recognises(text, hint));
  if (reader === undefined) throw noTimes();
  const draft = { format: reader.format, ...reader.read(text, hint) };
  const faults = draft.problems.length === 0 ? warnOfXmlFault(text) : [];
  return { ...draft, warnings: [...faults, ...draft.warnings] };
}

/** No recording is longer; a number beyond it is a slip, or counts something else. */
const longestMs = 1000 * 3_600_000;

function dropImpossible(entries: readonly DraftEntry[], warnings: Warning[]): DraftEntry[] {
  const possible = entries.filter(({ startMs }) => startMs < longestMs);
  const count = entries.length - possible.length;
  if (possible.length === 0) throw noTimes();
  if (count > 0) {
    warnings.push({
      message: `Entries that begin after more than 1000 hours were left out: ${String(count)}.`,
    });
  }
  return possible;
}

function sortEntries(entries: readonly DraftEntry[], warnings: Warning[]): DraftEntry[] {
  let latest = -1;
  for (const entry of entries) {
    if (entry.startMs < latest) {
      const name = entry.title.trim() === '' ? 'The entry' : quote(entry.title);
      const message = `${name} (${formatTime(entry.startMs)}) stood after a later entry; the entries were sorted.`;
      warnings.push({ ...lineOf(entry), message });
    }
    latest = Math.max(latest, entry.startMs);
  }
  return entries.toSorted((one, other) => one.startMs - other.startMs);
}

function dropDuplicates(entries: readonly DraftEntry[], warnings: Warning[]): DraftEntry[] {
  const kept: DraftEntry[] = [];
  for (const entry of entries) {
    const previous = kept.at(-1);
    if (previous?.startMs === entry.startMs) {
      const message = `${quote(entry.title)} begins at ${formatTime(entry.startMs)} like ${quote(previous.title)} and was left out.`;
      warnings.push({ ...lineOf(entry), message });
    } else kept.push(entry);
  }
  return kept;
}

function nameEntries(entries: readonly DraftEntry[], warnings: Warning[]): OutlineEntry[] {
  return entries.map((entry, index) => {
    const title = foldSpaces(entry.title);
    if (title === '') {
      const name = `Chapter ${String(index + 1)}`;
      warnings.push({
        ...lineOf(entry),
        message: `The entry at ${formatTime(entry.startMs)} has no title; it became "${name}".`,
      });
      return { ...entry, title: name };
    }
    if (title.length > maxChapterTitleLength) {
      const message = `The title ${quote(title)} was cut to ${String(maxChapterTitleLength)} characters.`;
      warnings.push({ ...lineOf(entry), message });
    }
    return { ...entry, title: shorten(title, maxChapterTitleLength) };
  });
}

/** An end must come after its start and not after the next start; else the entry ends where the next begins. */
function checkEnds(entries: readonly OutlineEntry[], warnings: Warning[]): OutlineEntry[] {
  return entries.map((entry, index) => {
    const { endMs, ...open } = entry;
    if (endMs === undefined) return open;
    const nextMs = entries[index + 1]?.startMs ?? Infinity;
    if (endMs > entry.startMs && endMs <= nextMs) return entry;
    const reason = endMs <= entry.startMs ? 'is not after its start' : 'overlaps the next entry';
    const message = `The end ${formatTime(endMs)} of ${quote(entry.title)} ${reason} and was left out.`;
    warnings.push({ ...lineOf(entry), message });
    return open;
  });
}

function warnOfLateStart(entries: readonly OutlineEntry[], warnings: Warning[]): void {
  const [first] = entries;
  if (first === undefined || first.startMs === 0) return;
  const start = formatTime(first.startMs);
  const message = `The first entry is at ${start}, not at 0:00: what comes before it is in no chapter.`;
  warnings.push({ ...lineOf(first), message });
}

function lineOf({ line }: { line?: number }): { line?: number } {
  return line === undefined ? {} : { line };
}

function sentenceOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) return 'The outline cannot be used.';
  const place = first.line === undefined ? '' : `Line ${String(first.line)}: `;
  const others = problems.length - 1;
  const more =
    others === 0 ? '' : ` ${String(others)} more ${others === 1 ? 'line has' : 'lines have'} a problem.`;
  return `${place}${first.message}${more}`;
}

function noTimes(): OutlineError {
  return new OutlineError(
    'outline-no-times',
    'No line of the outline has a time such as 0:00 or 1:02:03 at its start or end.',
  );
}

function tooLarge(length: number): OutlineError {
  const size = Math.ceil(length / 1000);
  return new OutlineError(
    'outline-too-large',
    `The outline has ${String(size)} kB; at most 200 kB can be read.`,
  );
}

function tooMany(count: number): OutlineError {
  return new OutlineError(
    'outline-too-many-entries',
    `The outline has ${String(count)} entries; a recording has at most ${String(maxChapters)} chapters.`,
  );
}
