import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import { runFfmpeg, type MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { runChapters } from '../../../src/cli/run-chapters.ts';
import { makeSample } from '../../support/made-sample.ts';
import { startTestService, type TestService } from '../../support/service.ts';

let tools: MediaTools;
let folder: string;
let outline: string;
let service: TestService;
const ownTemporary = process.env['TMPDIR'];
beforeAll(async () => {
  const found = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  tools = { ...found, limits: {} };
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  outline = path.join(folder, 'outline.txt');
  await writeFile(outline, '0:00 One\n');
  await makeAll();
  // Whatever is left in the folder of temporary files is then seen.
  await mkdir(path.join(folder, 'temporary'));
  process.env['TMPDIR'] = path.join(folder, 'temporary');
  service = await startTestService({ worker: true, tools });
});
afterAll(async () => {
  await service.stop();
  process.env['TMPDIR'] = ownTemporary;
  await rm(folder, { recursive: true, force: true });
});

async function makeAll(): Promise<void> {
  const plain = path.join(folder, 'plain.mkv');
  // Long enough in the making that a process is looked at while it works.
  const encoded = ['-c:v', 'mpeg4', '-q:v', '4'];
  await makeSample(tools, plain, { seconds: 8, width: 960, height: 540, videoOptions: encoded });
  const from = (path_: string, options: readonly string[] = []) => [
    { path: path_, demuxer: 'matroska', options },
  ];
  const short = ['-t', '1', '-c', 'copy'];
  const many = Array.from({ length: 66 }, () => ['-map', '0:a']).flat();
  const write = async (name: string, options: readonly string[], inputs = from(plain)): Promise<void> => {
    await runFfmpeg({ tools, inputs, options, outputPath: path.join(folder, name) });
  };
  await write('streams.mkv', [...many, ...short]);
  await write('long.mkv', ['-c', 'copy'], from(plain, ['-itsscale', '14000']));
  const large = ['-frames:v', '1', '-vf', 'scale=10000:4000', '-c:v', 'png', '-an'];
  await write('large.mkv', large);
}

const excesses: { what: string; file: string; limits: MediaTools['limits']; code: string; says: RegExp }[] = [
  {
    what: 'time',
    file: 'plain',
    limits: { maxMs: 5 },
    code: 'media-time-limit',
    says: /longer than allowed/,
  },
  {
    what: 'memory',
    file: 'plain',
    limits: { maxMemoryBytes: 1_000_000 },
    code: 'media-memory-limit',
    says: /more memory than allowed/,
  },
  {
    what: 'room on the disk',
    file: 'plain',
    limits: { maxOutputBytes: 1000 },
    code: 'media-size-limit',
    says: /larger than allowed/,
  },
  { what: 'tracks', file: 'streams', limits: {}, code: 'too-many-streams', says: /66 tracks/ },
  { what: 'hours', file: 'long', limits: {}, code: 'recording-too-long', says: /24 hours/ },
  { what: 'pixels', file: 'large', limits: {}, code: 'picture-too-large', says: /10000 × 4000/ },
];

describe('a recording that asks for too much', () => {
  it.each(excesses)(
    '$what: the command says so, and leaves nothing',
    async ({ file, limits, code, says }) => {
      const out = path.join(folder, 'out');
      const recording = path.join(folder, `${file}.mkv`);
      const cutting = runChapters({ recording, outline, out, tools: { ...tools, limits: limits ?? {} } });
      await expect(cutting).rejects.toMatchObject({ code, message: expect.stringMatching(says) as string });
      expect(await readdir(folder)).not.toContain('out');
      expect(await temporary()).toEqual([]);
    },
  );

  it.each(excesses)('$what: the recording says so, and the service goes on', async (excess) => {
    tools.limits = excess.limits ?? {};
    const recording = await cutBy(service, path.join(folder, `${excess.file}.mkv`));
    expect(recording.state).toBe('failed');
    const told = [recording.failure, ...recording.chapters.map(({ failure }) => failure)];
    expect(told.map((failure) => failure?.message ?? '').join(' ')).toMatch(excess.says);
    expect(await readdir(path.join(service.ctx.config.dataFolder, 'work')).catch(() => [])).toEqual([]);
    expect(await temporary()).toEqual([]);
  });
});

/** What lies about beside the service's own folder. */
async function temporary(): Promise<string[]> {
  const own = path.basename(service.ctx.config.dataFolder);
  return (await readdir(path.join(folder, 'temporary'))).filter((name) => name !== own);
}

async function cutBy(by: TestService, file: string): Promise<Recording> {
  const form = new FormData();
  form.set('recording', new Blob([await readFile(file)]), path.basename(file));
  form.set('outline', await readFile(outline, 'utf8'));
  const answer = await by.organisation.fetch('/api/recordings', { method: 'POST', body: form });
  const { id } = recordingSchema.parse(await answer.json());
  await by.drain();
  return recordingSchema.parse(await by.organisation.json(`/api/recordings/${id}`));
}
