import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { parseOutline, type ParsedOutline } from '../../domain/outline.ts';
import { parseQuiz, type ParsedQuiz } from '../../domain/read-quiz.ts';
import { recogniseMagic } from '../../domain/recognise/magic.ts';
import { decodeText, type TextHint, type Warning } from '../../domain/text.ts';
import { formatTime } from '../../domain/time.ts';
import { parseTranscript, type ParsedTranscript } from '../../domain/transcript.ts';

/** Larger files are none of what these commands read. */
const maxFileBytes = 50_000_000;

/** Adds `outline`, `quiz` and `transcript`: each reads one file and shows what was understood. */
export function registerReadCommands(program: Command): void {
  addReadCommand(program, {
    name: 'outline',
    description: 'read an outline in any known format and show its chapters',
    parse: parseOutline,
    toJson: toOutlineJson,
    print: printOutline,
  });
  addReadCommand(program, {
    name: 'quiz',
    description: 'read questions (GIFT, Aiken, JSON) and show them',
    parse: parseQuiz,
    toJson: (quiz) => quiz,
    print: printQuiz,
  });
  addReadCommand(program, {
    name: 'transcript',
    description: 'read a transcript (WebVTT, SRT, SBV) and show its cues',
    parse: parseTranscript,
    toJson: (transcript) => transcript,
    print: printTranscript,
  });
}

interface ReadCommand<Parsed> {
  name: string;
  description: string;
  parse: (text: string, hint: TextHint) => Parsed;
  toJson: (parsed: Parsed) => unknown;
  print: (parsed: Parsed) => string[];
}

function addReadCommand<Parsed extends { warnings: Warning[] }>(
  program: Command,
  command: ReadCommand<Parsed>,
): void {
  program
    .command(`${command.name} <file>`)
    .description(command.description)
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { json?: boolean }) => {
      const parsed = command.parse(await readText(file, command.name), { fileName: basename(file) });
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(command.toJson(parsed), null, 2)}\n`);
        return;
      }
      process.stdout.write(`${command.print(parsed).join('\n')}\n`);
      for (const warning of parsed.warnings) process.stderr.write(`${warningText(warning)}\n`);
    });
}

async function readText(file: string, kind: string): Promise<string> {
  const bytes = await readBytes(file);
  const magic = recogniseMagic(bytes);
  if (magic === undefined) return decodeText(bytes);
  const what = magic.kind === 'media' ? 'a recording' : 'a document';
  throw new AppError(
    'file-not-text',
    `${basename(file)} is ${what} (${magic.format}) and cannot be read as ${kind === 'outline' ? 'an' : 'a'} ${kind}.`,
    {
      status: 422,
    },
  );
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

function percent(weight: number): string {
  return `${String(Math.round(weight * 100))} %`.padStart(6);
}

function count(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? '' : 's'}`;
}
