import { AppError } from './app-error.ts';
import { readDocx } from './formats/docx.ts';
import { cleanText, decodeText, type Problem, type TextHint, type Warning } from './formats/text.ts';
import { formatTimestamp } from './time.ts';
import type { TranscriptDraft, TranscriptReader } from './transcript/reader.ts';
import { moveCues } from './transcript/change.ts';
import type { Cue } from './transcript/cue.ts';
import { documentReaders, transcriptReaders } from './transcript/readers.ts';
import { cleanWebvtt, escapeCueText } from './formats/webvtt.ts';
import { warnOfXmlFault } from './formats/xml.ts';
import { looksLikeZip } from './formats/zip.ts';

export type { Cue };

/** A transcript as read: cues in order of time, none empty. */
export interface ParsedTranscript {
  /** `webvtt`, `srt`, `sbv`, `ttml`, `text`, `docx`. */
  format: string;
  cues: Cue[];
  warnings: Warning[];
}

/** A transcript that cannot be used. */
export class TranscriptError extends AppError {
  constructor(code: `transcript-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
  }
}

/** The longest transcript that is read, in characters; a day of speech has about a million. */
const maxTranscriptLength = 20_000_000;
const maxCues = 200_000;

/** Reads a transcript in any known format (transcript/readers.ts); throws `TranscriptError` when it cannot be used. */
export function parseTranscript(input: string | Uint8Array, hint: TextHint = {}): ParsedTranscript {
  if (input.length > maxTranscriptLength) {
    throw new TranscriptError(
      'transcript-too-large',
      'The transcript is larger than 20 MB and cannot be read.',
    );
  }
  const isDocument = typeof input !== 'string' && looksLikeZip(input);
  const { format, cues, warnings } = isDocument ? readDocument(input) : readDraft(textOf(input), hint);
  const own: Warning[] = [];
  const tidy = sortCues(dropUseless(cues, own), own);
  if (tidy.length > maxCues) {
    throw new TranscriptError('transcript-too-long', `The transcript has more than ${String(maxCues)} cues.`);
  }
  if (tidy.length === 0)
    throw new TranscriptError('transcript-no-cues', 'The transcript holds no words with times.');
  return { format, cues: tidy, warnings: [...warnings, ...own] };
}

/**
 * The cues that are heard between two times, clipped at both and counted from the first: one chapter's captions. Those
 * that were taken away have no text and are left out.
 */
export function captionsFor(cues: readonly Cue[], startMs: number, endMs: number): Cue[] {
  return cues
    .filter((cue) => cue.startMs < endMs && cue.endMs > startMs && cue.text !== '')
    .map((cue) => ({
      ...cue,
      startMs: Math.max(cue.startMs, startMs) - startMs,
      endMs: Math.min(cue.endMs, endMs) - startMs,
    }));
}

/** Moves a whole transcript in time, for one whose clock began before or after the recording's. */
export function shiftCues(cues: readonly Cue[], byMs: number): Cue[] {
  return captionsFor(moveCues(cues, byMs), 0, Infinity);
}

/** How many cues and how long each speaker has, the longest first. */
export function indexSpeakers(cues: readonly Cue[]): { speaker: string; cues: number; spokenMs: number }[] {
  const index = new Map<string, { speaker: string; cues: number; spokenMs: number }>();
  for (const { speaker, startMs, endMs, text } of cues) {
    if (speaker === undefined || text === '') continue;
    const entry = index.get(speaker) ?? { speaker, cues: 0, spokenMs: 0 };
    entry.cues += 1;
    entry.spokenMs += endMs - startMs;
    index.set(speaker, entry);
  }
  return [...index.values()].toSorted((one, other) => other.spokenMs - one.spokenMs);
}

/** Writes cues as WebVTT: text escaped, speakers as `<v Name>`, nothing that could break out of its cue. */
export function writeWebvtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ startMs, endMs, speaker, text }) => {
    const voice = speaker === undefined ? '' : `<v ${escapeCueText(speaker.replace(/\s+/g, ' '))}>`;
    return `${formatTimestamp(startMs)} --> ${formatTimestamp(endMs)}\n${voice}${escapeCueText(text)}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

/**
 * WebVTT is cleaned as its standard says: a NUL is a character, and a second byte-order mark makes the text no WebVTT.
 */
function textOf(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? input : decodeText(input, (written) => written);
  const clean = /^\uFEFF*WEBVTT/.test(text) ? cleanWebvtt(text) : cleanText(text);
  if (clean.trim() === '') throw new TranscriptError('transcript-empty', 'The transcript is empty.');
  return clean;
}

function readDraft(text: string, hint: TextHint): TranscriptDraft & { format: string } {
  return readWith(
    transcriptReaders.find((one) => one.recognises(text, hint)),
    text,
  );
}

/** A document is the text in it; its paragraphs are as those who transcribe write them. */
function readDocument(bytes: Uint8Array): TranscriptDraft & { format: string } {
  const document = readDocx(bytes);
  if ('problem' in document)
    throw new TranscriptError('transcript-bad-document', document.problem.message, [document.problem]);
  const text = cleanText(document.text);
  const draft = readWith(
    documentReaders.find((one) => one.recognises(text, { fileName: 'transcript.docx' })),
    text,
  );
  return { ...draft, format: 'docx' };
}

function readWith(reader: TranscriptReader | undefined, text: string): TranscriptDraft & { format: string } {
  if (reader === undefined) {
    const known = 'WebVTT, SRT, SBV, TTML, or text and documents with times';
    throw new TranscriptError(
      'transcript-unknown',
      `The transcript is in no format that can be read (${known}).`,
    );
  }
  const draft = reader.read(text);
  const [problem] = draft.problems;
  if (problem) throw new TranscriptError('transcript-bad-lines', problem.message, draft.problems);
  return { format: reader.format, ...draft, warnings: [...warnOfXmlFault(text), ...draft.warnings] };
}

/** Empty cues say nothing, and a cue that ends before it begins is never shown; both are counted in one warning. */
function dropUseless(cues: readonly Cue[], warnings: Warning[]): Cue[] {
  const spoken = cues.filter(({ text }) => text !== '');
  const kept = spoken.filter(({ startMs, endMs }) => endMs > startMs);
  const empty = cues.length - spoken.length;
  const backward = spoken.length - kept.length;
  if (empty > 0) warnings.push({ message: `${countCues(empty)} left out: without words.` });
  if (backward > 0)
    warnings.push({ message: `${countCues(backward)} left out: the end is not after the start.` });
  return kept;
}

function sortCues(cues: readonly Cue[], warnings: Warning[]): Cue[] {
  const isSorted = cues.every((cue, index) => cue.startMs >= (cues[index - 1]?.startMs ?? 0));
  if (isSorted) return [...cues];
  warnings.push({ message: 'Some cues stood after later ones; the cues were sorted by time.' });
  return cues.toSorted((one, other) => one.startMs - other.startMs);
}

function countCues(count: number): string {
  return count === 1 ? '1 cue was' : `${String(count)} cues were`;
}
