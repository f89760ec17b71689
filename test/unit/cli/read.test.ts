import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { registerReadCommands } from '../../../src/cli/read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'afterclass-read-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function run(
  command: string,
  name: string,
  content: string | Uint8Array,
  ...flags: string[]
): Promise<{ out: string; err: string }> {
  const file = join(folder, name);
  await writeFile(file, content);
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  registerReadCommands(program);
  await program.parseAsync([command, file, ...flags], { from: 'user' });
  return { out, err };
}

describe('one file is read and shown', () => {
  test('an outline as JSON, without line numbers', async () => {
    const { out } = await run('outline', 'a.txt', '0:00 Intro\n5:30-6:00 Scoping\n', '--json');
    expect(JSON.parse(out)).toEqual({
      format: 'text',
      entries: [
        { startMs: 0, title: 'Intro' },
        { startMs: 330_000, endMs: 360_000, title: 'Scoping' },
      ],
      warnings: [],
    });
  });

  test('an outline for people, its warnings apart', async () => {
    const { out, err } = await run('outline', 'a.txt', '0:30 Intro\n15:30 Scoping\n');
    expect(out).toBe(' 0:30  Intro\n15:30  Scoping\n\n2 chapters, read as text.\n');
    expect(err).toBe(
      'Warning, line 1: The first entry is at 0:30, not at 0:00: what comes before it is in no chapter.\n',
    );
  });

  test('a quiz', async () => {
    const { out } = await run('quiz', 'a.gift', 'Is it?{T}');
    expect(out).toBe(
      '1. Is it? (true-false)\n    100 %  True\n      0 %  False\n\n1 question, read as gift.\n',
    );
    const json = await run('quiz', 'a.gift', 'Is it?{T}', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      format: 'gift',
      questions: [{ type: 'true-false' }],
      warnings: [],
    });
  });

  test('a transcript, in an old encoding', async () => {
    const content = Buffer.from('WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n<v Zoë>Olé\r\n', 'latin1');
    const { out } = await run('transcript', 'a.vtt', content, '--json');
    expect(JSON.parse(out)).toEqual({
      format: 'webvtt',
      cues: [{ startMs: 1000, endMs: 2000, speaker: 'Zoë', text: 'Olé' }],
      warnings: [],
    });
  });
});

describe('what cannot be read is refused in a sentence', () => {
  test.each([
    ['outline', 'a.txt', '0:00 A\n1:75:00 B', 'Line 2: 1:75:00 is not a time. Did you mean 1:15:00?'],
    ['outline', 'a.txt', '', 'The outline is empty.'],
    [
      'quiz',
      'a.gift',
      'Q {\n=a',
      'Line 1: The brace that opens here is never closed. A brace in the text is written \\{.',
    ],
    [
      'transcript',
      'a.vtt',
      'Hello.',
      'The transcript is in no format that can be read (WebVTT, SRT and SBV).',
    ],
    ['outline', 'a.pdf', '%PDF-1.7', 'a.pdf is a document (pdf) and cannot be read as an outline.'],
  ])('%s %s', async (command, name, content, message) => {
    await expect(run(command, name, content, '--json')).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    const program = new Command().exitOverride();
    registerReadCommands(program);
    await expect(program.parseAsync(['outline', join(folder, 'none')], { from: 'user' })).rejects.toThrow(
      'There is no file',
    );
  });
});
