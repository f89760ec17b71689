import { clockDistance, readClock } from '../clock.ts';
import { warnOfSkippedLines, type Warning } from '../formats/text.ts';
import type { ChatDraft, ChatHint, ChatMessage } from './reader.ts';

/** The first line of a message: who wrote it, when, and what of it stands there already. */
export interface MessageHead {
  sender: string;
  text: string;
  atMs?: number;
  /** A time of day, to be counted from the recording's start. */
  clockMs?: number;
  private?: boolean;
}

/** Reads a chat in which a message begins with a line of its own kind and goes on in the lines after it. */
export function readLines(
  text: string,
  hint: ChatHint,
  readHead: (line: string) => MessageHead | undefined,
): ChatDraft {
  const heads: MessageHead[] = [];
  const skipped: number[] = [];
  let lines: string[] = [];
  const close = (): void => {
    const last = heads.at(-1);
    if (last !== undefined) last.text = [last.text, ...lines].join('\n').trim();
    lines = [];
  };
  text.split('\n').forEach((line, index) => {
    const head = readHead(line);
    if (head !== undefined) {
      close();
      heads.push(head);
    } else if (heads.length > 0) lines.push(line.trim());
    else if (line.trim() !== '') skipped.push(index + 1);
  });
  close();
  const warnings = warnOfSkippedLines(skipped, 'before the first message');
  return { ...sortOut(heads, hint, warnings), problems: [] };
}

/** Private messages are nobody's business, and reactions are no messages. */
function sortOut(
  heads: readonly MessageHead[],
  hint: ChatHint,
  warnings: Warning[],
): Omit<ChatDraft, 'problems'> {
  const open = heads.filter((head) => head.private !== true);
  const spoken = open.filter(({ text }) => !isReaction(text));
  warnOf(heads.length - open.length, 'private message', warnings);
  warnOf(open.length - spoken.length, 'reaction', warnings);
  const startMs = startOf(hint);
  if (startMs === undefined && spoken.some(({ clockMs }) => clockMs !== undefined)) {
    warnings.push({
      message:
        'The chat tells times of day, and when the recording began is not known: its times were left out.',
    });
  }
  const messages = spoken.map((head) => messageOf(head, startMs));
  return { messages, warnings };
}

function messageOf({ sender, text, atMs, clockMs }: MessageHead, startMs: number | undefined): ChatMessage {
  const message = { sender, text: withoutQuote(text) };
  if (atMs !== undefined) return { atMs, ...message };
  if (clockMs === undefined || startMs === undefined) return message;
  return { atMs: Math.max(0, clockDistance(startMs, clockMs)), ...message };
}

/** The time of day at which the recording began. */
function startOf({ startsAt }: ChatHint): number | undefined {
  if (startsAt === undefined) return undefined;
  const clock = /T(\d{2}:\d{2}(?::\d{2})?)/.exec(startsAt.slice(0, 40))?.[1];
  return readClock(clock ?? startsAt.slice(0, 40));
}

function isReaction(text: string): boolean {
  return /^(?:Reacted to ["“][\s\S]*["”] with \S+|Removed an? \S+ reaction from ["“][\s\S]*["”])$/i.test(
    text.slice(0, 5000),
  );
}

/** `Replying to "What was…"` stands above the answer, in the language of whoever saved the chat. */
function withoutQuote(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const isQuote =
    /^(?:Replying to|Ответ на|Відповідь на) ["“«]/i.test(first) && /["”».…]:?\s*$/.test(first.slice(-10));
  return isQuote && rest.length > 0 ? rest.join('\n').trim() : text;
}

function warnOf(count: number, what: string, warnings: Warning[]): void {
  if (count === 0) return;
  warnings.push({ message: `${count === 1 ? `1 ${what} was` : `${String(count)} ${what}s were`} left out.` });
}
