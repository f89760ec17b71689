import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readClips } from '../../fixtures/read-counter.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { fileNameOf } from '../../src/cli/cut-all.ts';
import type { ChaptersDocument } from '../../src/cli/run-chapters.ts';
import { editListTimes, outermostBoxes, withFolder, worstSyncMs } from '../support/clips.ts';
import { numbersIn } from '../support/cut-sample.ts';
import { makeSample } from '../support/made-sample.ts';

const cli = path.resolve(import.meta.dirname, '../../src/cli.ts');
const run = promisify(execFile);

let tools: MediaTools;
let folder: string;
let recording: string;
let outline: string;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  recording = path.join(folder, 'session.mp4');
  outline = path.join(folder, 'outline.txt');
  await makeSample(tools, recording, { seconds: 24, width: 320, height: 180, gop: 75 });
  await writeFile(
    outline,
    '0:00 Introduction\n0:05 Scoping & scope\n0:11.5 Büdget – Überblick\n0:18 Wrap-up\n',
  );
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

async function chapters(...args: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(process.execPath, [cli, 'chapters', ...args]);
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && 'stderr' in error && 'code' in error) {
      return { exitCode: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  }
}

async function documentIn(out: string): Promise<ChaptersDocument> {
  const parsed: unknown = JSON.parse(await readFile(path.join(out, 'chapters.json'), 'utf8'));
  return parsed as ChaptersDocument; // checked field by field below
}

describe('afterclass chapters', () => {
  it('cuts every frame into one clip, keeps sound and picture together, and writes chapters.json', async () => {
    await withFolder(async (work) => {
      const out = path.join(work, 'new', 'chapters');
      const ended = await chapters(recording, outline, '--out', out, '--json');
      expect(ended.exitCode).toBe(0);
      const document = await documentIn(out);
      expect(JSON.parse(ended.stdout)).toEqual(document);
      expect(document.recording).toMatchObject({ file: 'session.mp4', durationMs: 24_000 });
      expect(document.chapters).toMatchObject([
        {
          index: 1,
          title: 'Introduction',
          startMs: 0,
          endMs: 5000,
          durationMs: 5000,
          file: '01-introduction.mp4',
          frames: 125,
        },
        {
          index: 2,
          title: 'Scoping & scope',
          startMs: 5000,
          endMs: 11_500,
          file: '02-scoping-scope.mp4',
          frames: 163,
        },
        {
          index: 3,
          title: 'Büdget – Überblick',
          startMs: 11_500,
          endMs: 18_000,
          file: '03-budget-uberblick.mp4',
          frames: 162,
        },
        { index: 4, title: 'Wrap-up', startMs: 18_000, endMs: 24_000, file: '04-wrap-up.mp4', frames: 150 },
      ]);
      expect(await readdir(out)).toEqual([...document.chapters.map(({ file }) => file), 'chapters.json']);
      const clips = await readClips(
        tools,
        document.chapters.map(({ file }) => ({ path: path.join(out, file), audioTrack: 0 })),
      );
      for (const [at, { file, method }] of document.chapters.entries()) {
        const clip = path.join(out, file);
        expect(clips[at] && worstSyncMs(clips[at])).toBeLessThan(40);
        expect(await outermostBoxes(clip)).toEqual(['ftyp', 'moov', 'mdat']);
        expect((await editListTimes(clip)).every((time) => time <= 0)).toBe(true);
        expect(method).toMatch(/^(?:copy|smart|encode)$/);
      }
      expect(numbersIn(clips)).toEqual(Array.from({ length: 600 }, (_, number) => number));
    });
  });

  it('moves boundaries into pauses of speech when asked, and tells how far', async () => {
    await withFolder(async (out) => {
      expect((await chapters(recording, outline, '--out', out, '--boundaries', 'pause')).exitCode).toBe(0);
      const document = await documentIn(out);
      const moves = document.chapters.map(({ movedMs }) => Math.abs(movedMs));
      expect(moves[0]).toBe(0);
      expect(Math.max(...moves)).toBeGreaterThan(0);
      expect(Math.max(...moves)).toBeLessThanOrEqual(2000);
      // Two seconds before the outline's time a pause holds a key frame; the spot of that pause would be nearer.
      expect(document.chapters[1]?.startMs).toBe(3000);
      document.chapters
        .slice(1)
        .forEach(({ startMs }, at) => expect(document.chapters[at]?.endMs).toBe(startMs));
    });
  });

  it('cuts sound alone into .m4a', async () => {
    await withFolder(async (work) => {
      const talk = path.join(work, 'talk.m4a');
      await makeSample(tools, talk, { seconds: 24, picture: false });
      expect((await chapters(talk, outline, '--out', path.join(work, 'out'))).exitCode).toBe(0);
      expect(await readdir(path.join(work, 'out'))).toContain('04-wrap-up.m4a');
    });
  });
});

const bad: {
  what: string;
  recording: string;
  outline: string;
  says: RegExp;
}[] = [
  {
    what: 'a text file named .mp4',
    recording: 'Hello\n',
    outline: '0:00 A\n',
    says: /not a video or sound recording/,
  },
  {
    what: 'a playlist named .mp4',
    recording: '#EXTM3U\nhttp://127.0.0.1:9/a.ts\n',
    outline: '0:00 A\n',
    says: /playlist/,
  },
  {
    what: 'a concat script named .mp4',
    recording: "ffconcat version 1.0\nfile '/etc/passwd'\n",
    outline: '0:00 A\n',
    says: /list of files/,
  },
  { what: 'an empty recording', recording: '', outline: '0:00 A\n', says: /empty/ },
  { what: 'a truncated recording', recording: 'truncated', outline: '0:00 A\n', says: /cut off/ },
  {
    what: 'an outline beyond the end',
    recording: 'good',
    outline: '0:00 A\n1:00 Too late\n',
    says: /Line 2.*recording ends at 0:24/,
  },
  { what: 'an outline without times', recording: 'good', outline: 'Introduction\nScoping\n', says: /time/ },
  { what: 'an outline of 300 kB', recording: 'good', outline: '0:00 A\n'.repeat(43_000), says: /kB/ },
  { what: 'an empty outline', recording: 'good', outline: '', says: /empty/ },
];

describe('afterclass chapters fails on', () => {
  it.each(bad)('$what with one sentence, and leaves nothing', async (given) => {
    await withFolder(async (work) => {
      const [file, list] = [path.join(work, 'in.mp4'), path.join(work, 'outline.txt')];
      const isCopy = given.recording === 'good' || given.recording === 'truncated';
      await writeFile(file, isCopy ? await readFile(recording) : given.recording);
      if (given.recording === 'truncated') await truncate(file, 50_000);
      await writeFile(list, given.outline);
      const out = path.join(work, 'a', 'b');
      const ended = await chapters(file, list, '--out', out, '--json');
      expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
      const reason = ended.stderr.trimEnd().split('\n').at(-1) ?? '';
      expect(reason).toMatch(given.says);
      expect(reason).not.toMatch(/\.ts:|\n {4}at |node_modules/);
      expect((await readdir(work)).toSorted()).toEqual(['in.mp4', 'outline.txt']);
    });
  });

  it('wrong usage with exit code 2', async () => {
    expect((await chapters(recording, outline)).exitCode).toBe(2);
    expect((await chapters(recording, outline, '--out', folder, '--boundaries', 'roughly')).exitCode).toBe(2);
  });

  it('a recording that is not there', async () => {
    const ended = await chapters(
      path.join(folder, 'missing.mp4'),
      outline,
      '--out',
      path.join(folder, 'out'),
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('There is no recording');
  });
});

describe('afterclass chapters told to stop', () => {
  it('leaves nothing half-made, and what was in the folder', async () => {
    await withFolder(async (out) => {
      await writeFile(path.join(out, 'notes.txt'), 'mine');
      const child = spawn(process.execPath, [cli, 'chapters', recording, outline, '--out', out], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('chapters are cut')) child.kill('SIGINT');
      });
      expect(await once(child, 'exit')).toEqual([1, null]);
      expect(await readdir(out)).toEqual(['notes.txt']);
      await access(recording);
    });
  });
});

describe('fileNameOf', () => {
  it.each([
    [{ index: 1, title: 'Scoping' }, 5, '01-scoping.mp4'],
    [{ index: 7, title: '../../etc/passwd' }, 5, '07-etc-passwd.mp4'],
    [{ index: 12, title: '予算とリスク' }, 120, '012-予算とリスク.mp4'],
    [{ index: 3, title: '…!?' }, 5, '03-chapter.mp4'],
    [{ index: 4, title: 'Éé  Ñ\u0000b' }, 5, '04-ee-n-b.mp4'],
    [{ index: 5, title: 'x'.repeat(300) }, 5, `05-${'x'.repeat(60)}.mp4`],
  ])('%j of %i becomes %s', (chapter, count, name) => {
    expect(fileNameOf(chapter, { count, extension: 'mp4' })).toBe(name);
  });
});
