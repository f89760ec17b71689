import { beforeAll, describe, expect, it } from 'vitest';
import { lampTimes, readBeeps, readFrames, type ReadFrame } from '../../../fixtures/read-counter.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { editListTimes } from '../../support/clips.ts';
import { cutSample, numbersByClip, type Cutting } from '../../support/cut-sample.ts';
import { inputClasses } from '../../support/input-classes.ts';
import { soundClasses } from '../../support/sound-classes.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

describe('cutChapter on a recording with', () => {
  it.each(inputClasses)('$what: each frame in its own clip, sound in its place, playable', async (sample) => {
    await cutSample(tools, sample, async (cutting) => {
      const { source, clips } = cutting;
      const frames = await readFrames(tools, source);
      const expected = numbersByClip(frames, cutting);
      expect(expected.flat()).not.toContain(-1);
      const copies = clips.some(({ method }) => method !== 'encode');
      if (sample.method !== 'either') expect(copies).toBe(sample.method === 'copied');
      const ownSync = await syncMs(source, frames);
      const clipSync: number[] = [];
      for (const [at, clip] of clips.entries()) {
        const found = await readFrames(tools, clip.path);
        expect(found.map(({ number }) => number)).toEqual(expected[at]);
        clipSync.push(...(await syncMs(clip.path, found)));
        await expectPlayable(clip.path, cutting);
      }
      expect(Math.max(0, ...clipSync)).toBeLessThanOrEqual(Math.max(0, ...ownSync) + 20);
      // A flash or a beep may be cut in two where a clip begins.
      expect(clipSync.length).toBeGreaterThanOrEqual(ownSync.length - clips.length);
    });
  });
});

/** How far each flash of the lamp stands from its beep, in milliseconds; beeps that are not there are not missed. */
async function syncMs(file: string, frames: readonly ReadFrame[]): Promise<number[]> {
  const { audio } = await probeRecording(tools, file);
  const beeps = audio === undefined ? [] : await readBeeps(tools, file, audio.trackNumber - 1);
  const apart = lampTimes(frames).map((lamp) => Math.min(...beeps.map((beep) => Math.abs(beep - lamp))));
  return apart.filter((seconds) => seconds < 0.25).map((seconds) => seconds * 1000);
}

async function expectPlayable(clip: string, { recording }: Cutting): Promise<void> {
  const probed = await probeRecording(tools, clip);
  expect(probed.video).toMatchObject({ codec: 'h264', interlaced: false });
  expect(['yuv420p', 'yuvj420p']).toContain(probed.video?.pixelFormat);
  expect(['smpte2084', 'arib-std-b67']).not.toContain(probed.video?.colour.transfer);
  expect((await editListTimes(clip)).every((time) => time <= 0)).toBe(true);
  const shape = (of: typeof recording): number =>
    ((of.video?.width ?? 0) * (of.video?.pixelAspect ?? 0)) / (of.video?.height ?? 1);
  expect(Math.abs(shape(probed) / shape(recording) - 1)).toBeLessThan(0.01);
  expect(probed.video?.rotation).toBe(recording.video?.rotation);
  if (probed.audio !== undefined) expect(probed.audio.codec).toBe('aac');
}
describe('cutChapter on sound alone', () => {
  it.each(soundClasses)('of $what: every beep in its place, and no picture', async (sample) => {
    await cutSample(tools, { ...sample, picture: false }, async (cutting) => {
      const { source, recording, clips, boundsMs } = cutting;
      const ownBeeps = (await readBeeps(tools, source)).map((beep) => beep - recording.originSeconds);
      const beeps: number[] = [];
      for (const [at, clip] of clips.entries()) {
        expect(clip).toMatchObject({ method: sample.method, frames: 0 });
        expect(await probeRecording(tools, clip.path)).not.toHaveProperty('video');
        const startMs = boundsMs[at - 1] ?? 0;
        beeps.push(...(await readBeeps(tools, clip.path)).map((seconds) => seconds + startMs / 1000));
      }
      for (const beep of ownBeeps) {
        const apart = Math.min(...beeps.map((other) => Math.abs(other - beep)));
        const isAtEdge = boundsMs.some((ms) => Math.abs(ms / 1000 - beep) < 0.15);
        if (!isAtEdge) expect(apart).toBeLessThanOrEqual(0.02);
      }
      expect(ownBeeps.length).toBeGreaterThan(5);
    });
  });
});
