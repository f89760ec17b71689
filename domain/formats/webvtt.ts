import type { Warning } from './text.ts';
import { readRegion, readSettings, type CueSettings } from './webvtt/settings.ts';
import { takeTime } from './webvtt/time.ts';

/** A cue as it stands in a file; its payload still carries tags and entities. */
export interface TimedCue {
  line: number;
  id?: string;
  startMs: number;
  endMs: number;
  payload: string;
}

/** A cue of a WebVTT file with where it is to be shown. */
export interface WebvttCue extends TimedCue {
  settings?: CueSettings;
}

/** Whether a text, cleaned, begins as WebVTT does (W3C WebVTT §4.1). */
export function isWebvtt(text: string): boolean {
  return /^WEBVTT(?:[ \t\n\r]|$)/.test(text);
}

/** Prepares a WebVTT text as the standard says (§6.1): one mark gone, NUL replaced, line ends made one. */
export function cleanWebvtt(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .toWellFormed();
}

/**
 * Splits a WebVTT text into its cues as the standard's parser does (§6.1); notes, styles and regions are passed over,
 * what the standard leaves out is named. Unpadded times, which Teams writes, and a comma in a time are read as well.
 */
export function readWebvtt(text: string): { cues: WebvttCue[]; warnings: Warning[] } {
  const lines = text.split('\n');
  const file: WebvttFile = { lines, at: 1, cues: [], warnings: [], regions: new Set() };
  if (lines[1] !== '') collectBlock(file, true);
  while (file.at < lines.length) {
    if (lines[file.at] === '') file.at += 1;
    else collectBlock(file, false);
  }
  return { cues: file.cues, warnings: file.warnings };
}

/** Turns a cue's payload into plain text: entities decoded, tags gone; `voice` is the first `<v Name>`. */
export function readCueText(payload: string): { text: string; voice?: string } {
  const { words, voice } = takeTags(payload);
  const text = decodeEntities(words);
  return voice === undefined ? { text } : { text, voice: decodeEntities(voice).replace(/\s+/g, ' ').trim() };
}

/** Escapes plain text for a cue: `&`, `<`, `>` (which also keeps `-->` out), and no blank lines. */
export function escapeCueText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\r\n?/g, '\n')
    .replace(/\n\s*\n/g, '\n')
    .trim();
}

interface WebvttFile {
  lines: readonly string[];
  /** The index of the next line. */
  at: number;
  cues: WebvttCue[];
  warnings: Warning[];
  regions: Set<string>;
}

/** The standard's "collect a WebVTT block": a timing line opens a cue, a second one begins the next block. */
function collectBlock(file: WebvttFile, inHeader: boolean): void {
  const first = file.at;
  const body: string[] = [];
  let cue: WebvttCue | undefined;
  let timingAt: number | undefined;
  for (let line = file.lines[file.at]; line !== undefined && line !== ''; line = file.lines[(file.at += 1)]) {
    if (!line.includes('-->')) {
      body.push(line);
      continue;
    }
    const opens = !inHeader && timingAt === undefined && file.at - first < 2;
    if (!opens) break;
    timingAt = file.at;
    cue = readTimings(line, timingAt + 1, file.regions);
    if (cue === undefined) continue;
    const id = body.pop();
    if (id !== undefined) cue.id = id;
  }
  if (cue !== undefined) file.cues.push({ ...cue, payload: body.join('\n') });
  else if (!inHeader) passOver(body, first, timingAt, file);
}

function passOver(
  body: readonly string[],
  first: number,
  timingAt: number | undefined,
  file: WebvttFile,
): void {
  if (timingAt !== undefined) {
    const line = timingAt + 1;
    file.warnings.push({
      line,
      message: `The times of line ${String(line)} cannot be read; its cue was left out.`,
    });
    return;
  }
  const [head = '', ...rest] = body;
  if (/^REGION[ \t]*$/.test(head) && file.cues.length === 0) {
    const id = readRegion(rest.join('\n'));
    if (id !== undefined) file.regions.add(id);
  } else if (!/^(?:NOTE|STYLE|REGION)(?:[ \t:]|$)/.test(head)) {
    const line = first + 1;
    file.warnings.push({ line, message: `Line ${String(line)} belongs to no cue and was left out.` });
  }
}

/** The standard's "collect WebVTT cue timings and settings". */
function readTimings(line: string, number: number, regions: ReadonlySet<string>): WebvttCue | undefined {
  const start = takeTime(line.replace(/^[ \t\f]+/, ''));
  const arrow = /^[ \t\f]*-->[ \t\f]*/.exec(start?.rest ?? '');
  const end = takeTime(start?.rest.slice(arrow?.[0].length) ?? '');
  if (start === undefined || arrow === null || end === undefined) return undefined;
  const settings = readSettings(end.rest, regions);
  return {
    line: number,
    startMs: start.ms,
    endMs: end.ms,
    payload: '',
    ...(settings === undefined ? {} : { settings }),
  };
}

/** Takes out the tags as the standard's tokenizer sees them: `<` up to the next `>`, or to the end. */
function takeTags(payload: string): { words: string; voice?: string | undefined } {
  let words = '';
  let voice: string | undefined;
  let index = 0;
  while (index < payload.length) {
    const open = payload.indexOf('<', index);
    if (open < 0) return { words: words + payload.slice(index), voice };
    words += payload.slice(index, open);
    const close = payload.indexOf('>', open);
    if (close < 0) break;
    voice ??= /^<v(?:\.\S*)?\s(.*)$/s.exec(payload.slice(open, close))?.[1];
    index = close + 1;
  }
  return { words, voice };
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  lrm: '\u200E',
  rlm: '\u200F',
};

/** Decodes numeric character references and the named ones that captions use. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return entities[name.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : whole;
  });
}
