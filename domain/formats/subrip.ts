import type { Warning } from './text.ts';
import type { TimedCue } from './webvtt.ts';
import { readLooseTime } from './webvtt/time.ts';

const arrow = '-->';
const timing = /^\s*(\S+)\s*-->\s*(\S+)(?:\s.*)?$/;

/** Splits SubRip, and WebVTT that lost its first line, into its cues as careless hands write them; broken ones are named. */
export function readSubrip(text: string): { cues: TimedCue[]; warnings: Warning[] } {
  const cues: TimedCue[] = [];
  const warnings: Warning[] = [];
  const lines = text.split('\n');
  let index = 0;
  while (index < lines.length) {
    const block = takeBlock(lines, index);
    index = block.next;
    readBlock(block.lines, block.first, cues, warnings);
  }
  return { cues, warnings };
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

function readBlock(block: readonly string[], first: number, cues: TimedCue[], warnings: Warning[]): void {
  const at = block.findIndex((line) => line.includes(arrow));
  const timingLine = block[at];
  if (timingLine === undefined) {
    if (!/^(?:NOTE|STYLE|REGION)?(?:\s|$)/.test(block[0] ?? '')) {
      warnings.push({
        line: first + 1,
        message: `Line ${String(first + 1)} belongs to no cue and was left out.`,
      });
    }
    return;
  }
  const line = first + at + 1;
  const match = timing.exec(timingLine);
  const startMs = readLooseTime(match?.[1] ?? '');
  const endMs = readLooseTime(match?.[2] ?? '');
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
