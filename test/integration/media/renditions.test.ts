import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readClips, readFrames } from '../../../fixtures/read-counter.ts';
import { cutChapter } from '../../../pipelines/cut/cut-chapter.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { makeRenditions } from '../../../pipelines/renditions/make-renditions.ts';
import { editListTimes, withFolder, worstSyncMs } from '../../support/clips.ts';
import { numbersIn } from '../../support/cut-sample.ts';
import { makeSample } from '../../support/made-sample.ts';
import { writeTone } from '../../support/tone.ts';

let tools: MediaTools;

beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

test('renditions have the clip’s very frames, times and sound, in smaller sizes', async () => {
  await withFolder(async (folder) => {
    const source = path.join(folder, 'source.mp4');
    await makeSample(tools, source, { seconds: 8, width: 1312, height: 738, gop: 60 });
    const recording = await probeRecording(tools, source);
    const outPath = path.join(folder, 'clip.mp4');
    const clip = await cutChapter({
      ...{ tools, path: source, recording, outPath },
      startMs: 1_300,
      endMs: 7_100,
    });
    const made = await makeRenditions({ tools, clipPath: clip.path, workFolder: folder });
    expect(made.map(({ kind, size }) => [kind, size?.width, size?.height])).toEqual([
      ['source', 1312, 738],
      ['720p', 1280, 720],
      ['360p', 640, 360],
      ['audio', undefined, undefined],
    ]);
    const wanted = (await readFrames(tools, clip.path)).map(({ number, seconds }) => [number, seconds]);
    expect(wanted).toHaveLength(clip.frames);
    for (const { kind, path: file, size, bytes } of made) {
      const probed = await probeRecording(tools, file);
      expect(Math.abs(probed.durationMs - clip.durationMs), kind).toBeLessThan(30);
      expect((await readFile(file)).length, kind).toBe(bytes);
      expect(await editListTimes(file), kind).not.toContainEqual(expect.toSatisfy((time) => time > 0));
      if (!size) continue;
      expect(probed.video, kind).toMatchObject(size);
      const [read] = await readClips(tools, [{ path: file, audioTrack: 0 }]);
      expect(
        read?.frames.map(({ number, seconds }) => [number, seconds]),
        kind,
      ).toEqual(wanted);
      expect(read && worstSyncMs(read), kind).toBeLessThan(20);
    }
  });
});

test('each segment plays by itself after the init section, and together they are the whole', async () => {
  await withFolder(async (folder) => {
    const source = path.join(folder, 'source.mp4');
    await makeSample(tools, source, { seconds: 14, width: 854, height: 480, gop: 125 });
    const recording = await probeRecording(tools, source);
    const clip = await cutChapter({
      ...{ tools, path: source, recording, startMs: 0, endMs: 14_000 },
      outPath: path.join(folder, 'clip.mp4'),
    });
    const made = await makeRenditions({ tools, clipPath: clip.path, workFolder: folder });
    const level = made.find(({ kind }) => kind === '360p');
    if (!level?.segments) throw new Error('no segments');
    const file = await readFile(level.path);
    const part = ([at, bytes]: readonly number[]) => file.subarray(at ?? 0, (at ?? 0) + (bytes ?? 0));
    const segments: string[] = [];
    for (const [at, segment] of level.segments.segments.entries()) {
      const alone = path.join(folder, `segment-${at}.mp4`);
      await writeFile(alone, Buffer.concat([part(level.segments.init), part(segment)]));
      segments.push(alone);
    }
    expect(level.segments.segments.length).toBeGreaterThan(1);
    const [whole, ...parts] = await readClips(
      tools,
      [source, ...segments].map((file) => ({ path: file })),
    );
    expect(numbersIn(parts)).toEqual(whole && numbersIn([whole]));
    const milliseconds = level.segments.segments.reduce((sum, [, , ms]) => sum + ms, 0);
    expect(Math.round(milliseconds)).toBe(14_000);
  });
});

test('a picture that is small already gets its sound alone, and sound alone gets nothing', async () => {
  await withFolder(async (folder) => {
    const small = path.join(folder, 'small.mp4');
    await makeSample(tools, small, { seconds: 4, width: 320, height: 180, gop: 50 });
    const made = await makeRenditions({ tools, clipPath: small, workFolder: folder });
    expect(made.map(({ kind }) => kind)).toEqual(['audio']);
    const tone = path.join(folder, 'tone.wav');
    await writeTone(tone, { seconds: 4, amplitude: () => 0.3 });
    const recording = await probeRecording(tools, tone);
    const sound = await cutChapter({
      ...{ tools, path: tone, recording, startMs: 0, endMs: 4000 },
      outPath: path.join(folder, 'clip.m4a'),
    });
    expect(await makeRenditions({ tools, clipPath: sound.path, workFolder: folder })).toEqual([]);
  });
});
