import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import { AppError } from '../../../domain/app-error.ts';
import type { SampleOptions } from '../../../fixtures/make-sample-webinar.ts';
import { readFrames } from '../../../fixtures/read-counter.ts';
import { runFfmpeg, type MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { runChapters } from '../../../src/cli/run-chapters.ts';
import {
  anyDamage,
  boxDamage,
  chunkDamage,
  elementDamage,
  fragmentDamage,
  packetDamage,
  tagDamage,
  type Damage,
} from '../../support/damage.ts';
import { makeSample } from '../../support/made-sample.ts';
import { randomFrom } from '../../support/random.ts';
import { startTestService, type TestService } from '../../support/service.ts';

const vp8 = ['-c:v', 'libvpx', '-b:v', '200k', '-cpu-used', '8', '-deadline', 'realtime'];
const any = (...indexes: readonly number[]): Damage[] => anyDamage.filter((_, at) => indexes.includes(at));
const fragments = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
const kinds: { extension: string; options: SampleOptions; damage: readonly Damage[] }[] = [
  { extension: 'mp4', options: {}, damage: [...anyDamage, ...boxDamage] },
  {
    extension: 'mov',
    options: { audioOptions: ['-c:a', 'pcm_s16le'] },
    damage: [...any(1, 4), ...boxDamage.slice(5, 7)],
  },
  { extension: 'm4v', options: { fileOptions: fragments }, damage: [...any(1, 4), ...fragmentDamage] },
  { extension: 'mkv', options: {}, damage: [...any(0, 2, 4, 7), ...elementDamage] },
  {
    extension: 'webm',
    options: { videoOptions: vp8, audioOptions: ['-c:a', 'libopus'] },
    damage: [...any(1, 2, 4), ...elementDamage.slice(0, 2)],
  },
  { extension: 'ts', options: {}, damage: [...any(1, 2, 4), ...packetDamage] },
  {
    extension: 'avi',
    options: { audioOptions: ['-c:a', 'libmp3lame'] },
    damage: [...any(1, 2, 4, 7), ...chunkDamage],
  },
  { extension: 'flv', options: {}, damage: [...any(1, 2, 4), ...tagDamage] },
];

let tools: MediaTools;
let folder: string;
let outline: string;
const ownTemporary = process.env['TMPDIR'];
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  for (const { extension, options } of kinds) {
    await makeSample(tools, path.join(folder, `good.${extension}`), {
      ...{ seconds: 4, fps: 15, width: 320, height: 180, gop: 12 },
      ...options,
    });
  }
  outline = path.join(folder, 'outline.txt');
  await writeFile(outline, '0:00 One\n0:01.7 Two\n');
  // Whatever is left in the folder of temporary files is then seen.
  await mkdir(path.join(folder, 'temporary'));
  process.env['TMPDIR'] = path.join(folder, 'temporary');
});
afterAll(async () => {
  process.env['TMPDIR'] = ownTemporary;
  await rm(folder, { recursive: true, force: true });
});

const longestMs = 60_000;
const mostBytes = 600 * 1024 ** 2;

const damaged = kinds.flatMap(({ extension, damage }) =>
  damage.map(({ what, apply }) => ({ extension, what, apply })),
);

/** The damage is the same in every run. */
async function makeDamaged({
  extension,
  apply,
  index,
}: {
  extension: string;
  apply: Damage['apply'];
  index: number;
}) {
  const file = path.join(folder, `damaged.${extension}`);
  const good = await readFile(path.join(folder, `good.${extension}`));
  await writeFile(file, apply(good, randomFrom(index)));
  return file;
}

describe('a damaged recording becomes clips that play, or one clear sentence', () => {
  it.each(damaged.map((one, index) => ({ ...one, index })))('$extension with $what', async (one) => {
    const recording = await makeDamaged(one);
    const out = path.join(folder, 'out');
    const signal = AbortSignal.timeout(longestMs);
    const outcome = await runChapters({ recording, outline, out, tools, signal }).catch((error: unknown) =>
      error instanceof Error ? error : new Error('something else was thrown'),
    );
    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(AppError);
      expect(outcome).not.toMatchObject({ code: 'cancelled' });
      expect(outcome.message).toMatch(/^[A-Z].*\.$/);
      expect(await readdir(folder)).not.toContain('out');
    } else {
      expect(await readdir(out)).toEqual([...outcome.chapters.map(({ file }) => file), 'chapters.json']);
      for (const { file, frames } of outcome.chapters) {
        if (frames > 0) expect(await readFrames(tools, path.join(out, file))).toHaveLength(frames);
      }
      await rm(out, { recursive: true });
    }
    expect(await readdir(path.join(folder, 'temporary'))).toEqual([]);
    expect(process.memoryUsage().rss).toBeLessThan(mostBytes);
  });
});

describe('a recording that breaks off', () => {
  it.each(['mkv', 'webm', 'avi', 'flv', 'ts'])(
    'as %s ends where it does, and a sentence says so',
    async (extension) => {
      const good = path.join(folder, `good.${extension}`);
      expect(await probeRecording(tools, good)).toMatchObject({ breaksOff: false });
      const recording = path.join(folder, `broken-off.${extension}`);
      const bytes = await readFile(good);
      await writeFile(recording, bytes.subarray(0, Math.floor(bytes.length * 0.6) - 3));
      const whole = path.join(folder, 'whole.txt');
      await writeFile(whole, '0:00 Whole\n');
      const out = path.join(folder, 'out');
      const document = await runChapters({ recording, outline: whole, out, tools });
      expect(document.recording.durationMs).toBeGreaterThan(1000);
      expect(document.recording.durationMs).toBeLessThan(3600);
      expect(document.warnings).toEqual([
        { message: expect.stringMatching(/not whole: it breaks off at 0:0[123]\b.*\.$/) as string },
      ]);
      const [clip] = document.chapters;
      const shown = await probeRecording(tools, path.join(out, clip?.file ?? ''));
      expect(Math.abs(shown.durationMs - (clip?.durationMs ?? 0))).toBeLessThan(500); // picture and sound are not written side by side
      await rm(out, { recursive: true });
    },
  );
});

/** A transport stream followed by another whose clock starts so long before the first ends. */
async function twoClocks(overlapSeconds: number): Promise<string> {
  const first = path.join(folder, 'good.ts');
  const second = path.join(folder, 'second.ts');
  const { durationMs } = await probeRecording(tools, first);
  const clock = ['-output_ts_offset', (durationMs / 1000 - overlapSeconds).toFixed(3)];
  const inputs = [{ path: first, demuxer: 'mpegts' }];
  await runFfmpeg({ tools, inputs, options: ['-c', 'copy', ...clock], outputPath: second });
  const joined = path.join(folder, 'joined.ts');
  await writeFile(joined, Buffer.concat([await readFile(first), await readFile(second)]));
  return joined;
}

describe('a transport stream put together from two whose clocks overlap', () => {
  it.each([4, 1, 0.2])('by %d s is refused as a whole, in a sentence that says where', async (seconds) => {
    const recording = await twoClocks(seconds);
    const out = path.join(folder, 'out');
    await expect(runChapters({ recording, outline, out, tools })).rejects.toMatchObject({
      ...{
        code: 'clock-jumps-back',
        message: expect.stringMatching(/jumps back at 0:0[34],.*\.$/) as string,
      },
    });
    expect(await readdir(folder)).not.toContain('out');
  });
});

describe('the service, given damaged recordings', () => {
  it('says of each why it failed or makes its chapters, and leaves no file behind', async () => {
    const service = await startTestService({ worker: true });
    try {
      const some = damaged.map((one, index) => ({ ...one, index })).filter(({ index }) => index % 9 === 1);
      const outcomes: (Recording | number)[] = [];
      for (const one of some) outcomes.push(await upload(service, await makeDamaged(one)));
      const joined = await upload(service, await twoClocks(1));
      await service.drain();
      if (typeof joined === 'number') throw new Error('It is looked at later');
      const { state, failure } = recordingSchema.parse(
        await service.organisation.json(`/api/recordings/${joined.id}`),
      );
      expect({ state, code: failure?.code }).toEqual({ state: 'failed', code: 'clock-jumps-back' });
      expect(some.length).toBeGreaterThan(5);
      for (const outcome of outcomes) {
        if (typeof outcome === 'number') expect(outcome).toBe(422);
        else await expectSettled(service, outcome.id);
      }
      expect(await readdir(path.join(folder, 'temporary'))).toEqual([
        path.basename(service.ctx.config.dataFolder),
      ]);
      const work = await readdir(path.join(service.ctx.config.dataFolder, 'work')).catch(() => []);
      expect(work).toEqual([]);
      expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    } finally {
      await service.stop();
    }
  });
});

/** Gives the recording, or the status with which it was refused. */
async function upload(service: TestService, file: string): Promise<Recording | number> {
  const form = new FormData();
  form.set('recording', new Blob([await readFile(file)]), path.basename(file));
  form.set('outline', await readFile(outline, 'utf8'));
  const response = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
  return response.status === 202 ? recordingSchema.parse(await response.json()) : response.status;
}

async function expectSettled(service: TestService, id: string): Promise<void> {
  const recording = recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
  expect(['ready', 'failed', 'waiting']).toContain(recording.state);
  if (recording.state === 'failed') expect(recording.failure?.message).toMatch(/\w\.$/);
}
