import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { chatLinks, chatQuestions, parseChat, type ParsedChat } from '../../domain/chat.ts';
import { parseOutline, type ParsedOutline } from '../../domain/outline.ts';
import { parsePolls, type ParsedPolls } from '../../domain/polls.ts';
import { parseQuiz, type ParsedQuiz } from '../../domain/read-quiz.ts';
import { recogniseMagic } from '../../domain/recognise/magic.ts';
import { decodeText, type TextHint, type Warning } from '../../domain/formats/text.ts';
import { formatTime } from '../../domain/time.ts';
import { parseTranscript, type ParsedTranscript } from '../../domain/transcript.ts';

/** Larger files are none of what these commands read. */
const maxFileBytes = 50_000_000;

/** Adds `outline`, `quiz`, `transcript`, `polls` and `chat`: each reads one file and shows what was understood. */
export function registerReadCommands(program: Command): void {
  addReadCommand(program, {
    name: 'outline',
    description: 'read an outline in any known format, Word and Excel included, and show its chapters',
    takesStart: true,
    parse: async (bytes, hint, file) => parseOutline(bytes, { ...hint, ...(await slideTextsBeside(file)) }),
    toJson: toOutlineJson,
    print: printOutline,
  });
  addReadCommand(program, {
    name: 'quiz',
    description: 'read questions (GIFT, Aiken, JSON) and show them',
    parse: (bytes, hint) => parseQuiz(decodeText(onlyText(bytes, hint, 'a quiz')), hint),
    toJson: (quiz) => quiz,
    print: printQuiz,
  });
  addReadCommand(program, {
    name: 'transcript',
    description: 'read a transcript (WebVTT, SRT, SBV, TTML, text, Word) and show its cues',
    parse: parseTranscript,
    toJson: (transcript) => transcript,
    print: printTranscript,
  });
  addReadCommand(program, {
    name: 'polls',
    description: 'read a poll report (Zoom, BigBlueButton, Forms, tables, Excel) and show its votes',
    parse: parsePolls,
    toJson: (polls) => polls,
    print: printPolls,
  });
  addReadCommand(program, {
    name: 'chat',
    description: 'read a chat (Zoom, Teams, BigBlueButton, Meet) and show its messages, links and questions',
    takesStart: true,
    parse: parseChat,
    toJson: toChatJson,
    print: printChat,
  });
}

interface ReadHint extends TextHint {
  fileName: string;
  startsAt?: string;
}

interface ReadCommand<Parsed> {
  name: string;
  description: string;
  /** Whether the file may tell times of day, which count from the recording's start. */
  takesStart?: boolean;
  parse: (bytes: Uint8Array, hint: ReadHint, file: string) => Parsed | Promise<Parsed>;
  toJson: (parsed: Parsed) => unknown;
  print: (parsed: Parsed) => string[];
}

function addReadCommand<Parsed extends { warnings: Warning[] }>(
  program: Command,
  { name, description, takesStart = false, parse, toJson, print }: ReadCommand<Parsed>,
): void {
  const command = program
    .command(`${name} <file>`)
    .description(description)
    .option('--json', 'print one JSON document');
  if (takesStart) command.option('--start <time>', 'when the recording began, for times of day (14:30)');
  command.action(async (file: string, options: { json?: boolean; start?: string }) => {
    const hint = {
      fileName: basename(file),
      ...(options.start === undefined ? {} : { startsAt: options.start }),
    };
    const parsed = await parse(notMedia(await readBytes(file), hint, name), hint, file);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(toJson(parsed), null, 2)}\n`);
      return;
    }
    process.stdout.write(`${print(parsed).join('\n')}\n`);
    for (const warning of parsed.warnings) process.stderr.write(`${warningText(warning)}\n`);
  });
}

/** Word and Excel files are read as what they hold; media and other documents hold nothing of the kind. */
function notMedia(bytes: Uint8Array, { fileName }: ReadHint, name: string): Uint8Array {
  const magic = recogniseMagic(bytes);
  if (magic === undefined || ['docx', 'xlsx', 'zip'].includes(magic.format)) return bytes;
  const what = magic.kind === 'media' ? 'a recording' : 'a document';
  const kinds: Readonly<Record<string, string>> = { outline: 'an outline', polls: 'a poll report' };
  throw notText(
    `${fileName} is ${what} (${magic.format}) and cannot be read as ${kinds[name] ?? `a ${name}`}.`,
  );
}

function onlyText(bytes: Uint8Array, { fileName }: ReadHint, kind: string): Uint8Array {
  const magic = recogniseMagic(bytes);
  if (magic !== undefined)
    throw notText(`${fileName} is a document (${magic.format}) and cannot be read as ${kind}.`);
  return bytes;
}

function notText(sentence: string): AppError {
  return new AppError('file-not-text', sentence, { status: 422 });
}

/** BigBlueButton keeps the words of its slides in a file of their own, beside their times. */
async function slideTextsBeside(file: string): Promise<{ slideTexts?: string }> {
  if (!/\.svg$/i.test(file)) return {};
  const beside = join(dirname(file), 'presentation_text.json');
  const found = await stat(beside).catch(() => undefined);
  if (found?.isFile() !== true || found.size > maxFileBytes) return {};
  return { slideTexts: decodeText(await readFile(beside)) };
}

async function readBytes(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true)
    throw new AppError('file-not-found', `There is no file ${file}.`, { status: 404 });
  if (found.size > maxFileBytes) {
    throw new AppError('file-too-large', `${basename(file)} is larger than 50 MB.`, { status: 413 });
  }
  return readFile(file).catch((cause: unknown) => {
    throw new AppError('file-not-readable', `${basename(file)} may not be read.`, { status: 403, cause });
  });
}

function warningText({ line, message }: Warning): string {
  return line === undefined || message.startsWith('Line')
    ? `Warning: ${message}`
    : `Warning, line ${String(line)}: ${message}`;
}

/** The lines of the file matter to whoever mends it, not to whoever uses its entries. */
function toOutlineJson({ format, entries, warnings }: ParsedOutline): unknown {
  const bare = entries.map(({ startMs, endMs, title }) => ({
    startMs,
    ...(endMs === undefined ? {} : { endMs }),
    title,
  }));
  return { format, entries: bare, warnings };
}

function printOutline({ format, entries }: ParsedOutline): string[] {
  const width = formatTime(entries.at(-1)?.startMs ?? 0).length;
  const lines = entries.map(({ startMs, title }) => `${formatTime(startMs).padStart(width)}  ${title}`);
  return [...lines, '', `${count(entries.length, 'chapter')}, read as ${format}.`];
}

function printQuiz({ format, questions }: ParsedQuiz): string[] {
  const lines = questions.flatMap((question, index) => [
    `${String(index + 1)}. ${question.prompt} (${question.type})`,
    ...question.choices.map((choice) => {
      const match = 'match' in choice ? ` → ${choice.match}` : '';
      return `   ${percent(choice.weight)}  ${choice.text}${match}`;
    }),
  ]);
  return [...lines, '', `${count(questions.length, 'question')}, read as ${format}.`];
}

function printTranscript({ format, cues }: ParsedTranscript): string[] {
  const lines = cues.map(({ startMs, speaker, text }) => {
    const who = speaker === undefined ? '' : `${speaker}: `;
    return `${formatTime(startMs).padStart(8)}  ${who}${text.replaceAll('\n', ' ')}`;
  });
  return [...lines, '', `${count(cues.length, 'cue')}, read as ${format}.`];
}

function printPolls({ format, polls }: ParsedPolls): string[] {
  const lines = polls.flatMap(({ question, choices, respondents }, index) => [
    `${String(index + 1)}. ${question.replaceAll('\n', ' ')}${respondents === undefined ? '' : ` (${count(respondents, 'answer')})`}`,
    ...choices.map(({ text, votes }) => `   ${String(votes).padStart(5)}  ${text}`),
  ]);
  return [...lines, '', `${count(polls.length, 'poll')}, read as ${format}.`];
}

function toChatJson({ format, messages, warnings }: ParsedChat): unknown {
  return { format, messages, links: chatLinks(messages), questions: chatQuestions(messages), warnings };
}

function printChat({ format, messages }: ParsedChat): string[] {
  const lines = messages.map(({ atMs, sender, text }) => {
    const time = atMs === undefined ? '' : formatTime(atMs);
    return `${time.padStart(8)}  ${sender}: ${text.replaceAll('\n', ' ')}`;
  });
  const links = chatLinks(messages).map(({ url }) => `  ${url}`);
  const shared = links.length === 0 ? [] : ['', 'Links:', ...links];
  const asked = count(chatQuestions(messages).length, 'question');
  return [...lines, ...shared, '', `${count(messages.length, 'message')}, ${asked}, read as ${format}.`];
}

function percent(weight: number): string {
  return `${String(Math.round(weight * 100))} %`.padStart(6);
}

function count(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? '' : 's'}`;
}
