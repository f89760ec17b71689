import type { Warning } from './text.ts';

/** A cue as it stands in a WebVTT file; its payload still carries tags and entities. */
export interface WebvttCue {
  line: number;
  id?: string;
  startMs: number;
  endMs: number;
  payload: string;
}

const arrow = '-->';
const timing = /^\s*(\S+)\s*-->\s*(\S+)(?:\s.*)?$/;
/** The standard's `MM:SS.mmm` and `HH:MM:SS.mmm`, and what Teams (`0:0:5.32`) and careless hands write. */
const timestamp = /^(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?$/;

/** Whether a text begins as WebVTT does (W3C WebVTT §4.1). */
export function isWebvtt(text: string): boolean {
  return /^WEBVTT(?:[ \t\n]|$)/.test(text);
}

/** Splits a WebVTT text into its cues; notes, styles, regions and what is no cue are passed over, broken cues named. */
export function readWebvtt(text: string): { cues: WebvttCue[]; warnings: Warning[] } {
  const cues: WebvttCue[] = [];
  const warnings: Warning[] = [];
  const lines = text.split('\n');
  let index = isWebvtt(text) ? 1 : 0;
  while (index < lines.length) {
    const block = takeBlock(lines, index);
    index = block.next;
    readBlock(block.lines, block.first, cues, warnings);
  }
  return { cues, warnings };
}

/** Turns a cue's payload into plain text: entities decoded, tags gone; `voice` is the first `<v Name>`. */
export function readCueText(payload: string): { text: string; voice?: string } {
  const voice = /<v(?:\.[^\s>]*)?[ \t]([^>]*)>/.exec(payload)?.[1];
  const text = decodeEntities(stripTags(payload));
  return voice === undefined ? { text } : { text, voice: decodeEntities(voice).trim() };
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

/** Reads a WebVTT time in milliseconds, unpadded ones too; undefined when it is none. */
export function readWebvttTime(text: string): number | undefined {
  const match = timestamp.exec(text);
  if (!match) return undefined;
  const [hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match.slice(1);
  if (Number(seconds) > 59 || (match[1] !== undefined && Number(minutes) > 59)) return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}

interface Block {
  lines: string[];
  first: number;
  next: number;
}

/** A block ends at a blank line, or where a new timing line shows that the blank line was forgotten. */
function takeBlock(lines: readonly string[], from: number): Block {
  let first = from;
  while (first < lines.length && lines[first]?.trim() === '') first += 1;
  let next = first;
  let timings = 0;
  while (next < lines.length && lines[next]?.trim() !== '') {
    if (lines[next]?.includes(arrow)) timings += 1;
    if (timings > 1) break;
    next += 1;
  }
  return { lines: lines.slice(first, next), first, next };
}

function readBlock(block: readonly string[], first: number, cues: WebvttCue[], warnings: Warning[]): void {
  const at = block.findIndex((line) => line.includes(arrow));
  const timingLine = block[at];
  if (timingLine === undefined) {
    const isHeader = first === 1;
    if (!isHeader && !isKnownBlock(block[0] ?? '')) {
      warnings.push({
        line: first + 1,
        message: `Line ${String(first + 1)} belongs to no cue and was left out.`,
      });
    }
    return;
  }
  const line = first + at + 1;
  const match = timing.exec(timingLine);
  const startMs = readWebvttTime(match?.[1] ?? '');
  const endMs = readWebvttTime(match?.[2] ?? '');
  if (startMs === undefined || endMs === undefined) {
    warnings.push({
      line,
      message: `The times of line ${String(line)} cannot be read; its cue was left out.`,
    });
    return;
  }
  const id = at > 0 ? block[at - 1] : undefined;
  const payload = block.slice(at + 1).join('\n');
  cues.push({ line, startMs, endMs, payload, ...(id === undefined ? {} : { id }) });
}

function isKnownBlock(line: string): boolean {
  return line === '' || /^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(line);
}

/** Removes tags as the standard's tokenizer sees them: `<` up to the next `>`, or to the end. */
function stripTags(payload: string): string {
  let text = '';
  let index = 0;
  while (index < payload.length) {
    const open = payload.indexOf('<', index);
    if (open < 0) return text + payload.slice(index);
    text += payload.slice(index, open);
    const close = payload.indexOf('>', open);
    if (close < 0) return text;
    index = close + 1;
  }
  return text;
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
