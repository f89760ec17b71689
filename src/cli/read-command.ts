import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { recogniseMagic } from '../../domain/recognise/magic.ts';
import type { TextHint, Warning } from '../../domain/formats/text.ts';

/** Larger files are none of what these commands read. */
export const maxFileBytes = 50_000_000;

/** What is known of a file besides its bytes. */
export interface ReadHint extends TextHint {
  fileName: string;
  startsAt?: string;
  /** How much later than the file says, in milliseconds. */
  shiftMs?: number;
}

/** A command that reads one file and shows what was understood, or writes it in another format. */
export interface ReadCommand<Parsed> {
  name: string;
  description: string;
  /** Whether the file may tell times of day, which count from the recording's start. */
  takesStart?: boolean;
  /** Whether its times may be moved together. */
  takesShift?: boolean;
  parse: (bytes: Uint8Array, hint: ReadHint, file: string) => Parsed | Promise<Parsed>;
  /** Reads a recording, where that may hold what is wanted. */
  parseMedia?: (file: string) => Promise<Parsed>;
  toJson: (parsed: Parsed) => unknown;
  print: (parsed: Parsed) => string[];
  /** The formats that it is written in, by name. */
  writers?: Readonly<Record<string, (parsed: Parsed) => string | Uint8Array | Written>>;
}

/** What was written, and what the format could not carry. */
interface Written {
  text: string;
  warnings: Warning[];
}

interface ReadOptions {
  json?: boolean;
  start?: string;
  shift?: number;
  to?: string;
  out?: string;
}

/** Adds `NAME FILE [--json]` and, where there are writers, `[--to FORMAT] [--out FILE]`. */
export function addReadCommand<Parsed extends { warnings: Warning[] }>(
  program: Command,
  read: ReadCommand<Parsed>,
): void {
  const command = program
    .command(`${read.name} <file>`)
    .description(read.description)
    .option('--json', 'print one JSON document');
  if (read.takesStart === true)
    command.option('--start <time>', 'when the recording began, for times of day (14:30)');
  if (read.takesShift === true)
    command.option('--shift <seconds>', 'move all times so much later; -1.5 moves them earlier', readShift);
  if (read.writers !== undefined) {
    command
      .addOption(new Option('--to <format>', 'write it in another format').choices(Object.keys(read.writers)))
      .option('--out <file>', 'with --to: the file to write, instead of stdout');
  }
  command.action(async (file: string, options: ReadOptions) => {
    const parsed = await readWith(read, file, options);
    const lost = await show(read, parsed, options);
    for (const warning of [...parsed.warnings, ...lost]) {
      if (options.json !== true) process.stderr.write(`${warningText(warning)}\n`);
    }
  });
}

/** Seconds as they are typed, in milliseconds. */
function readShift(typed: string): number {
  const seconds = /^[+-]?\d{1,6}(?:[.,]\d{1,3})?$/.test(typed) ? Number(typed.replace(',', '.')) : NaN;
  if (Number.isNaN(seconds)) throw new InvalidArgumentError('Write seconds, such as 2 or -1.5.');
  return Math.round(seconds * 1000);
}

async function readWith<Parsed>(
  { parse, parseMedia, name }: ReadCommand<Parsed>,
  file: string,
  { start, shift }: ReadOptions,
): Promise<Parsed> {
  const hint = {
    fileName: basename(file),
    ...(start === undefined ? {} : { startsAt: start }),
    ...(shift === undefined ? {} : { shiftMs: shift }),
  };
  const bytes = await sizeOf(file);
  const magic = recogniseMagic(await readHead(file));
  if (magic?.kind === 'media' && parseMedia !== undefined) return parseMedia(file);
  return parse(notMedia(await readBytes(file, bytes), hint, name), hint, file);
}

/** Prints what was read, or writes it; gives what the written format could not carry. */
async function show<Parsed>(
  { toJson, print, writers }: ReadCommand<Parsed>,
  parsed: Parsed,
  { json, to, out }: ReadOptions,
): Promise<Warning[]> {
  const write = to === undefined ? undefined : writers?.[to];
  if (write === undefined) {
    process.stdout.write(
      json === true ? `${JSON.stringify(toJson(parsed), null, 2)}\n` : `${print(parsed).join('\n')}\n`,
    );
    return [];
  }
  const made = write(parsed);
  const { text, warnings } =
    typeof made === 'string' || made instanceof Uint8Array ? { text: made, warnings: [] } : made;
  if (out === undefined) {
    process.stdout.write(text);
    return warnings;
  }
  await writeFile(out, text).catch((cause: unknown) => {
    throw new AppError('file-not-writable', `${out} cannot be written.`, { cause });
  });
  return warnings;
}

/** Word and Excel files are read as what they hold; media and other documents hold nothing of the kind. */
function notMedia(bytes: Uint8Array, { fileName }: ReadHint, name: string): Uint8Array {
  const magic = recogniseMagic(bytes);
  if (magic === undefined || ['docx', 'xlsx', 'zip', 'h5p', 'imscc'].includes(magic.format)) return bytes;
  const what = magic.kind === 'media' ? 'a recording' : 'a document';
  const kinds: Readonly<Record<string, string>> = { outline: 'an outline', polls: 'a poll report' };
  throw new AppError(
    'file-not-text',
    `${fileName} is ${what} (${magic.format}) and cannot be read as ${kinds[name] ?? `a ${name}`}.`,
    { status: 422 },
  );
}

const headBytes = 4096;

/** How large a file is; whatever else bears the name is refused before it is opened, for a pipe may never end. */
async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new AppError('file-not-found', `There is no file ${file}.`, { status: 404 });
  if (found.isFile()) return found.size;
  const sentence = found.isDirectory()
    ? `${file} is a folder: name one of the files in it.`
    : `${file} is no file on a disk: save what it gives, and name that file.`;
  throw new AppError('file-not-a-file', sentence, { status: 422 });
}

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file).catch((cause: unknown) => {
    throw notReadable(file, cause);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function readBytes(file: string, bytes: number): Promise<Uint8Array> {
  if (bytes > maxFileBytes) {
    throw new AppError('file-too-large', `${basename(file)} is larger than 50 MB.`, { status: 413 });
  }
  return readFile(file).catch((cause: unknown) => {
    throw notReadable(file, cause);
  });
}

function notReadable(file: string, cause: unknown): AppError {
  return new AppError('file-not-readable', `${basename(file)} may not be read.`, { status: 403, cause });
}

function warningText({ line, message }: Warning): string {
  return line === undefined || message.startsWith('Line')
    ? `Warning: ${message}`
    : `Warning, line ${String(line)}: ${message}`;
}
