import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleOptions } from '../../../fixtures/make-sample-webinar.ts';
import { lampTimes, readBeeps, readFrames } from '../../../fixtures/read-counter.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { runFfmpeg } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { recordingSchema } from '../../../domain/api/recording.ts';
import { timelineSchema } from '../../../domain/api/timeline.ts';
import { ingestFolder } from '../../../pipelines/ingest/ingest-folder.ts';
import { listChapters } from '../../../storage/chapters.ts';
import { makeSample } from '../../support/made-sample.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { runChapters, type ChaptersArgs } from '../../../src/cli/run-chapters.ts';

let tools: MediaTools;
let folder: string;
let outline: string;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  outline = path.join(folder, 'outline.txt');
  await writeFile(outline, '0:00 One\n0:02.5 Two\n0:05.1 Three\n');
  // As BigBlueButton publishes them: the screen is silent, the sound is the camera's.
  await make('deskshare.webm', { seconds: 8, width: 640, height: 360, sound: false });
  await make('webcams.webm', { seconds: 8, width: 320, height: 240, fps: 15 });
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const vp8 = ['-c:v', 'libvpx', '-b:v', '600k', '-cpu-used', '8', '-deadline', 'realtime'];

async function make(name: string, options: SampleOptions): Promise<string> {
  const file = path.join(folder, name);
  await makeSample(tools, file, { videoOptions: vp8, audioOptions: ['-c:a', 'libopus'], ...options });
  return file;
}

async function chaptersOf(args: Partial<ChaptersArgs>) {
  const out = await mkdtemp(path.join(folder, 'out-'));
  const recording = path.join(folder, 'deskshare.webm');
  const { chapters } = await runChapters({ recording, outline, out, tools, ...args });
  return chapters.map((chapter) => ({ ...chapter, file: path.join(out, chapter.file) }));
}

/** The numbers that the camera's part of a clip shows, cut out of it. */
async function cameraNumbers(clip: string, place: string): Promise<number[]> {
  const cut = path.join(folder, 'camera-part.mp4');
  const options = [
    '-an',
    '-vsync',
    '0',
    '-vf',
    `crop=${place},scale=640:480`,
    '-c:v',
    'libx264',
    '-crf',
    '10',
    '-bf',
    '0',
  ];
  await runFfmpeg({ tools, inputs: [{ path: clip, demuxer: 'mov' }], options, outputPath: cut });
  return (await readFrames(tools, cut)).map(({ number }) => number);
}

describe('a recording of a screen and a camera', () => {
  it('side by side: every frame of the screen once, the camera’s at the same time, and its sound in place', async () => {
    const chapters = await chaptersOf({ camera: path.join(folder, 'webcams.webm'), layout: 'side-by-side' });
    const screenPart: number[] = [];
    for (const { file, method, frames } of chapters) {
      expect(method).toBe('encode');
      const left = path.join(folder, 'screen-part.mp4');
      const options = [
        '-vsync',
        '0',
        '-vf',
        'crop=640:360:0:0',
        '-c:a',
        'copy',
        '-c:v',
        'libx264',
        '-crf',
        '12',
        '-bf',
        '0',
      ];
      await runFfmpeg({ tools, inputs: [{ path: file, demuxer: 'mov' }], options, outputPath: left });
      const shown = await readFrames(tools, left);
      expect(shown).toHaveLength(frames);
      const beeps = await readBeeps(tools, file);
      for (const lamp of lampTimes(shown)) {
        expect(Math.min(...beeps.map((beep) => Math.abs(beep - lamp)))).toBeLessThanOrEqual(0.02);
      }
      screenPart.push(...shown.map(({ number }) => number));
    }
    expect(screenPart).toEqual(Array.from({ length: 200 }, (_, at) => at));
    const [first, second] = chapters;
    const { video } = await probeRecording(tools, second?.file ?? '');
    expect(video).toMatchObject({ width: 854, height: 360, codec: 'h264' });
    const camera = await cameraNumbers(second?.file ?? '', '214:160:640:100');
    const expected = Array.from(
      { length: camera.length },
      (_, at) => ((at + (first?.frames ?? 0)) * 15) / 25,
    );
    expect(camera.every((number, at) => Math.abs(number - (expected[at] ?? 0)) <= 1)).toBe(true);
  });

  it('picture in picture: the camera in the lower right corner of the screen', async () => {
    const [first] = await chaptersOf({ camera: path.join(folder, 'webcams.webm') });
    const { video, audio } = await probeRecording(tools, first?.file ?? '');
    expect(video).toMatchObject({ width: 640, height: 360 });
    expect(audio?.codec).toBe('aac');
    const corner = await pixelAt(first?.file ?? '', { x: 615, y: 335 });
    const [alone] = await chaptersOf({});
    expect(corner).not.toEqual(await pixelAt(alone?.file ?? '', { x: 615, y: 335 }));
  });

  it('of other lengths and beginnings: what is there is shown when it was', async () => {
    const late = await make('late.mkv', {
      ...{ seconds: 4, width: 320, height: 180, fps: 25 },
      fileOptions: ['-output_ts_offset', '3'],
    });
    const chapters = await chaptersOf({ camera: late, layout: 'side-by-side' });
    expect(chapters.map(({ durationMs }) => durationMs).reduce((sum, one) => sum + one, 0)).toBe(8000);
    const [first, second, third] = chapters;
    // The first chapter ends before the camera begins: it has no sound, and the screen has all of the picture.
    expect((await probeRecording(tools, first?.file ?? '')).audio).toBeUndefined();
    const camera = await cameraNumbers(second?.file ?? '', '214:120:640:120');
    expect(camera.slice(14, 60)).toEqual(Array.from({ length: 46 }, (_, at) => at + 2));
    const beeps = await readBeeps(tools, third?.file ?? '');
    expect(beeps[0]).toBeCloseTo(0.9, 1);
  });

  it('is refused where one of them is sound alone', async () => {
    const sound = await make('talk.webm', { seconds: 4, picture: false });
    await expect(chaptersOf({ camera: sound })).rejects.toMatchObject({ code: 'no-video' });
  });
});

async function pixelAt(file: string, { x, y }: { x: number; y: number }): Promise<Buffer> {
  const options = ['-frames:v', '1', '-vf', `crop=2:2:${x}:${y},format=gray`, '-f', 'rawvideo'];
  const { stdout } = await runFfmpeg({ tools, inputs: [{ path: file, demuxer: 'mov' }], options });
  return stdout;
}

describe('the service, given a screen and a camera', () => {
  it('makes its chapters of both, told by the form or by the command, and takes no camera later', async () => {
    const service = await startTestService({ worker: true });
    try {
      const [screen, camera] = [path.join(folder, 'deskshare.webm'), path.join(folder, 'webcams.webm')];
      const byField = await send(service, { recording: screen, camera }, { layout: 'side-by-side' });
      const { sessions } = await ingestFolder(service.ctx, {
        ...{ organisationId: service.organisation.id, createdBy: null, title: '', boundaries: 'exact' },
        ...{ onRefusal: 'throw', paths: [screen, outline], camera },
      });
      const byCommand = sessions[0]?.recordingId ?? '';
      const loose = await mkdtemp(path.join(folder, 'loose-'));
      for (const file of [screen, camera, outline])
        await copyFile(file, path.join(loose, path.basename(file)));
      const found = await ingestFolder(service.ctx, {
        ...{ organisationId: service.organisation.id, createdBy: null, title: '', boundaries: 'exact' },
        ...{ onRefusal: 'throw', paths: [loose] },
      });
      expect(found.sessions).toHaveLength(1);
      await service.drain();
      // The waveform and the pauses are those of whoever is heard.
      const timeline = timelineSchema.parse(
        await service.organisation.json(`/api/recordings/${byField}/timeline`),
      );
      expect(timeline.pauses.length).toBeGreaterThan(0);
      const peaks = await (await fetch(new URL(timeline.waveform?.url ?? '', service.url))).bytes();
      expect(peaks).toHaveLength(8 * (timeline.waveform?.peaksPerSecond ?? 0));
      expect(Math.max(...peaks)).toBeGreaterThan(20);
      for (const [id, width] of [
        [byField, 854],
        [byCommand, 640],
        [found.sessions[0]?.recordingId ?? '', 640],
      ] as const) {
        const recording = recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
        expect(recording).toMatchObject({ failure: null, state: 'ready', chaptersReady: 3 });
        const chapters = await listChapters(service.ctx.db, id);
        expect(chapters.map((chapter) => chapter.clip_method)).toEqual(['encode', 'encode', 'encode']);
        const clip = await service.ctx.blobs.asLocalFile(chapters[1]?.clip_key ?? '');
        const probed = await probeRecording(tools, clip.path);
        expect(probed).toMatchObject({ video: { width }, audio: { codec: 'aac' } });
        await clip.release();
        const cameraFile = recording.files.find(({ role }) => role === 'camera');
        const removed = await service.organisation.fetch(
          `/api/recordings/${id}/files/${cameraFile?.id ?? ''}`,
          {
            method: 'DELETE',
          },
        );
        expect(removed.status).toBe(409);
      }
    } finally {
      await service.stop();
    }
  });

  it('refuses a camera that is no recording', async () => {
    const service = await startTestService();
    try {
      const form = await formOf({ recording: path.join(folder, 'deskshare.webm'), camera: outline });
      const response = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ code: 'not-a-recording' });
    } finally {
      await service.stop();
    }
  });
});

async function formOf(files: Record<string, string>, fields: Record<string, string> = {}): Promise<FormData> {
  const form = new FormData();
  for (const [field, file] of Object.entries(files)) {
    form.set(field, new Blob([await readFile(file)]), path.basename(file));
  }
  form.set('outline', await readFile(outline, 'utf8'));
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return form;
}

async function send(
  service: TestService,
  files: Record<string, string>,
  fields: Record<string, string>,
): Promise<string> {
  const body = await formOf(files, fields);
  const response = await service.organisation.fetch('/api/recordings', { method: 'POST', body });
  expect(response.status).toBe(202);
  return recordingSchema.parse(await response.json()).id;
}
