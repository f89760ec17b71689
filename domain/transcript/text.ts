import { warnOfSkippedLines } from '../formats/text.ts';
import { parseTime } from '../time.ts';
import type { Cue } from './cue.ts';
import type { TranscriptDraft, TranscriptReader } from './reader.ts';
import { splitSpeakers } from './speaker.ts';
import { spreadTurns } from './spread.ts';
import { readTextHead, type TextHead } from './text-head.ts';

/**
 * Plain text with times, as Teams, Meet and others write it into documents: turns that begin with their times, a name
 * and a time, or a time alone; times of sections with `Name: words` below. Where only beginnings are told, a cue lasts
 * to the next one.
 */
export const textTranscriptReader: TranscriptReader = {
  format: 'text',
  recognises(text, { fileName = '' }) {
    const blocks = readBlocks(text.slice(0, 50_000)).blocks;
    const spoken = blocks.filter(
      ({ head, lines }) => head.text.length > 25 || lines.some((line) => line.length > 25),
    );
    const named = blocks.filter(
      ({ head, lines }) => head.speaker !== undefined || lines.some(isNamed),
    ).length;
    const isCalled = /transcri|caption|untertitel/i.test(fileName);
    const hasRanges = blocks.filter(({ head }) => head.endMs !== undefined).length * 2 > blocks.length;
    return (
      blocks.length > 0 &&
      (hasRanges || named * 2 > blocks.length || (isCalled && spoken.length * 2 > blocks.length))
    );
  },
  read: readTextTranscript,
};

/** A line or lines that a time stands before. */
interface Block {
  head: TextHead;
  lines: string[];
}

const ended = /^(?:transcription ended after|ended at)\s+(\d{1,3}(?::\d{2}){1,2})\.?$/i;
const footer = /^this editable transcript was computer generated/i;

/** Reads text whose lines were told to be a transcript's; see `textTranscriptReader`. */
export function readTextTranscript(text: string): TranscriptDraft {
  const { blocks, skipped, endMs } = readBlocks(text);
  const warnings = warnOfSkippedLines(skipped, 'no time stands above');
  const turns = nameTurns(blocks);
  const cues: Cue[] = [];
  let guessed = 0;
  turns.forEach((block, index) => {
    const { head } = block;
    const spread = spreadTurns(
      block.turns,
      head.startMs,
      head.endMs ?? turns[index + 1]?.head.startMs ?? endMs,
    );
    if (spread.length > 1) guessed += spread.length - 1;
    cues.push(...spread);
  });
  if (guessed > 0) {
    warnings.push({
      message: `${guessed === 1 ? '1 turn has' : `${String(guessed)} turns have`} no time of their own; it was estimated from the length of what was said.`,
    });
  }
  return { cues, warnings, problems: [] };
}

function readBlocks(text: string): { blocks: Block[]; skipped: number[]; endMs: number | undefined } {
  const blocks: Block[] = [];
  const skipped: number[] = [];
  let endMs: number | undefined;
  let isOver = false;
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    const end = ended.exec(line.slice(0, 100))?.[1];
    if (end !== undefined) endMs = parseTime(end);
    const isNotice = footer.test(line.slice(0, 100));
    isOver ||= end !== undefined || (isNotice && blocks.length > 0);
    if (line === '' || isOver || isNotice) return;
    const head = readTextHead(line);
    const last = blocks.at(-1);
    if (head !== undefined) {
      // A cue's number or id that came along from a caption file.
      if (
        head.endMs !== undefined &&
        /^(?:\d{1,6}|[\da-f-]{36}\/[\d-]{1,15})$/.test(last?.lines.at(-1) ?? '')
      )
        last?.lines.pop();
      blocks.push({ head, lines: [] });
    } else if (last === undefined) skipped.push(index + 1);
    else last.lines.push(line);
  });
  return { blocks, skipped, endMs };
}

type TurnBlock = Block & { turns: { speaker?: string; text: string }[] };

/** Names stand in the head, alone on the first line of a turn, or before each line's words. */
function nameTurns(blocks: readonly Block[]): TurnBlock[] {
  const lines = blocks.flatMap(({ head, lines: own }) => (head.text === '' ? own : [head.text, ...own]));
  const named = splitSpeakers(lines);
  const isLine = named.some(({ speaker }) => speaker !== undefined);
  const isAlone = !isLine && nameLinesLead(blocks);
  let at = 0;
  return blocks.map((block) => {
    const own = block.head.text === '' ? block.lines : [block.head.text, ...block.lines];
    const turns = named.slice(at, at + own.length);
    at += own.length;
    const { speaker } = block.head;
    if (speaker !== undefined) return { ...block, turns: [{ speaker, text: own.join('\n') }] };
    if (isAlone && own.length > 1)
      return { ...block, turns: [{ speaker: own[0] ?? '', text: own.slice(1).join('\n') }] };
    return { ...block, turns: isLine ? joinTurns(turns) : [{ text: own.join('\n') }] };
  });
}

/** Whether nearly every turn begins with a line that is a name: short, repeated or alone before words. */
function nameLinesLead(blocks: readonly Block[]): boolean {
  const firsts = blocks
    .filter(({ head, lines }) => head.text === '' && lines.length > 1)
    .map(({ lines }) => lines[0] ?? '');
  const repeated = repeatedOf(firsts);
  const names = firsts.filter((line) => isNameLine(line) || (repeated.has(line) && !/[.!?]/.test(line)));
  return firsts.length > 0 && firsts.length * 2 > blocks.length && names.length >= firsts.length * 0.8;
}

function repeatedOf(lines: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const line of lines) (seen.has(line) ? repeated : seen).add(line);
  return repeated;
}

/** `Dr. Ann Lee` and `Bob Ray Jr.` have dots, a sentence has one at its end. */
function isNameLine(line: string): boolean {
  const bare = line.slice(0, 80).replace(/(?<=(?:^|\s)\p{Lu}\p{Ll}{0,3})\.(?=\s)|(?<=\s[JS]r)\.$/gu, '');
  return /^[\p{Lu}\p{Lo}][^.!?。！？，]{0,60}$/u.test(bare) && line.split(' ').length <= 6;
}

/** A line without a name goes on with the turn before it. */
function joinTurns(
  turns: readonly { speaker?: string; text: string }[],
): { speaker?: string; text: string }[] {
  const joined: { speaker?: string; text: string }[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last !== undefined && turn.speaker === undefined) last.text += `\n${turn.text}`;
    else joined.push({ ...turn });
  }
  return joined;
}

function isNamed(line: string): boolean {
  return /^[\p{Lu}\p{Lo}][^:.!?\n]{0,60}:\s\S/u.test(line.slice(0, 200));
}
