import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseTranscript } from '../../../domain/transcript.ts';
import { registerReadCommands } from '../../../src/cli/read.ts';
import { makeDocx } from '../../support/documents.ts';

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

describe('one file is read and written in another format', () => {
  const text = '0:00 Intro\n5:30 Scoping & "more"\n';
  const read = async (name: string, content: string) =>
    (
      JSON.parse((await run('outline', name, content, '--json')).out) as {
        entries: { startMs: number; title: string }[];
      }
    ).entries.map(({ startMs, title }) => [startMs, title]);

  test.each(['youtube', 'webvtt', 'ffmetadata', 'podlove', 'csv'])(
    'an outline as %s reads back equal',
    async (to) => {
      const { out } = await run('outline', 'a.txt', text, '--to', to);
      expect(await read('written', out)).toEqual(await read('a.txt', text));
    },
  );

  test('a transcript goes into a file as WebVTT', async () => {
    const out = join(folder, 'words.vtt');
    await run(
      'transcript',
      'a.srt',
      '1\n00:00:01,000 --> 00:00:02,500\nHello\n',
      '--to',
      'webvtt',
      '--out',
      out,
    );
    expect(await readFile(out, 'utf8')).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHello\n');
  });

  test('an unknown format is wrong usage', async () => {
    await expect(run('outline', 'a.txt', text, '--to', 'pdf')).rejects.toMatchObject({ exitCode: 1 });
  });
});

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
      speakers: [{ speaker: 'Zoë', cues: 1, spokenMs: 1000 }],
    });
  });

  describe('a transcript is moved in time', () => {
    const words = 'WEBVTT\n\n00:01.000 --> 00:02.000\nAda: One.\n\n00:05.000 --> 00:06.000\nGrace: Two.\n';
    const starts = async (...flags: string[]) => {
      const { out } = await run('transcript', 'a.vtt', words, '--to', 'webvtt', ...flags);
      return parseTranscript(out).cues.map(({ startMs, text }) => [startMs, text]);
    };

    test.each([
      ['later', '2', [3000, 'One.'], [7000, 'Two.']],
      ['earlier, its first words cut', '-1,5', [0, 'One.'], [3500, 'Two.']],
      ['earlier, its first words gone', '-2.000', [3000, 'Two.']],
    ])('%s', async (_, seconds, ...moved) => {
      expect(await starts('--shift', seconds)).toEqual(moved);
    });

    test.each([
      ['so much that nothing is left', '-6', 'So much earlier, no words would be left.'],
      ['by no number', 'soon', 'Write seconds, such as 2 or -1.5.'],
    ])('%s', async (_, seconds, message) => {
      await expect(starts('--shift', seconds)).rejects.toThrow(message);
    });
  });
});

describe('polls, chats and documents are read', () => {
  const polls = '#,User Name,User Email,Submitted Date/Time,Ready?\n1,Ann,a@x.org,now,Yes\n';

  test('polls', async () => {
    expect((await run('polls', 'p.csv', polls)).out).toBe(
      '1. Ready? (1 answer)\n       1  Yes\n\n1 poll, read as zoom.\n',
    );
    const { out } = await run('polls', 'p.csv', polls, '--json');
    expect(JSON.parse(out)).toEqual({
      format: 'zoom',
      polls: [
        { question: 'Ready?', type: 'single-choice', choices: [{ text: 'Yes', votes: 1 }], respondents: 1 },
      ],
      warnings: [],
    });
  });

  test('polls of a table, without people', async () => {
    const { out } = await run('polls', 'p.csv', 'Question,Option,Votes\nReady?,Yes,3\n');
    expect(out).toBe('1. Ready?\n       3  Yes\n\n1 poll, read as table.\n');
  });

  test('a chat', async () => {
    const chat = '00:00:05\tAnn:\tsee https://x.org/a\n00:00:09\tBob:\tWhy?\n';
    expect((await run('chat', 'c.txt', chat)).out).toBe(
      '    0:05  Ann: see https://x.org/a\n    0:09  Bob: Why?\n\nLinks:\n  https://x.org/a\n\n2 messages, 1 question, read as zoom.\n',
    );
    const { out } = await run('chat', 'c.txt', chat, '--json');
    expect(JSON.parse(out)).toMatchObject({
      format: 'zoom',
      messages: [
        { atMs: 5000, sender: 'Ann', text: 'see https://x.org/a' },
        { atMs: 9000, sender: 'Bob', text: 'Why?' },
      ],
      links: [{ url: 'https://x.org/a', atMs: 5000 }],
      questions: [{ sender: 'Bob' }],
    });
  });

  test('a chat in times of day', async () => {
    const chat = '14:30:12 From Ann to Everyone: hi\n';
    expect((await run('chat', 'c.txt', chat)).out).toContain('          Ann: hi');
    expect((await run('chat', 'c.txt', chat, '--start', '14:30')).out).toContain('    0:12  Ann: hi');
  });

  test('an agenda with its start', async () => {
    const { out } = await run('outline', 'a.txt', '14:00 Welcome\n14:30 Scoping\n', '--start', '14:00');
    expect(out).toContain('30:00  Scoping');
  });

  test('slides with the words beside them', async () => {
    const svg =
      '<svg><image in="0" out="60" xlink:href="presentation/a/slide-1.png"/><image in="60" out="90" xlink:href="presentation/a/slide-2.png"/></svg>';
    expect((await run('outline', 'shapes.svg', svg)).out).toContain('1:00  Slide 2');
    await writeFile(join(folder, 'presentation_text.json'), '{"a":{"slide-2":"Scoping"}}');
    expect((await run('outline', 'shapes.svg', svg)).out).toContain('1:00  Scoping');
  });

  test('a transcript in a Word file', async () => {
    const { out } = await run('transcript', 't.docx', makeDocx(['0:0:3.270 --> 0:0:4.250\nAnn\nHi.']));
    expect(out).toBe('    0:03  Ann: Hi.\n\n1 cue, read as docx.\n');
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
      'The transcript is in no format that can be read (WebVTT, SRT, SBV, TTML, or text and documents with times).',
    ],
    ['polls', 'a.pdf', '%PDF-1.7', 'a.pdf is a document (pdf) and cannot be read as a poll report.'],
    ['chat', 'a.mp3', 'ID3\x03', 'a.mp3 is a recording (mp3) and cannot be read as a chat.'],
    ['quiz', 'a.pdf', '%PDF-1.7', 'a.pdf is a document (pdf) and cannot be read as a quiz.'],
    ['outline', 'a.pdf', '%PDF-1.7', 'a.pdf is a document (pdf) and cannot be read as an outline.'],
  ])('%s %s', async (command, name, content, message) => {
    await expect(run(command, name, content, '--json')).rejects.toThrow(message);
  });

  test.each([
    ['a folder', () => folder, 'is a folder: name one of the files in it.'],
    [
      'a pipe, which may never end',
      makePipe,
      'is no file on a disk: save what it gives, and name that file.',
    ],
  ])('%s', async (_, make, message) => {
    const program = new Command().exitOverride();
    registerReadCommands(program);
    await expect(program.parseAsync(['outline', make()], { from: 'user' })).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    const program = new Command().exitOverride();
    registerReadCommands(program);
    await expect(program.parseAsync(['outline', join(folder, 'none')], { from: 'user' })).rejects.toThrow(
      'There is no file',
    );
  });
});

function makePipe(): string {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  return pipe;
}
