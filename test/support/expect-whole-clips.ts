import { expect } from 'vitest';
import { lampTimes, type ReadClip } from '../../fixtures/read-counter.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import type { ProbedRecording } from '../../pipelines/media/probe-recording.ts';
import { editListTimes } from './clips.ts';
import { cutSample, numbersByClip, numbersIn, readCutting, type Cutting, type Sample } from './cut-sample.ts';

/** A class of recordings: how one is made, and whether any of its clips is copied (on some ffmpegs: `either`). */
export interface InputClass extends Sample {
  what: string;
  method: 'copied' | 'encoded' | 'either';
}

/** Cuts a recording of the class and expects each frame in its own clip, sound in its place, and clips that play. */
export async function expectWholeClips(tools: MediaTools, sample: InputClass): Promise<void> {
  await cutSample(tools, sample, async (cutting) => {
    const { own, cut } = await readCutting(tools, cutting);
    const expected = numbersByClip(own.frames, cutting);
    expect(expected.flat()).not.toContain(-1);
    const copies = cutting.clips.some(({ method }) => method !== 'encode');
    if (sample.method !== 'either') expect(copies).toBe(sample.method === 'copied');
    expect(cut.map((clip) => numbersIn([clip]))).toEqual(expected);
    const ownSync = syncMs(own);
    const clipSync = cut.flatMap(syncMs);
    for (const [at, { probed }] of cut.entries()) {
      expectPlayable(probed, cutting);
      expect((await editListTimes(cutting.clips[at]?.path ?? '')).every((time) => time <= 0)).toBe(true);
    }
    expect(Math.max(0, ...clipSync)).toBeLessThanOrEqual(Math.max(0, ...ownSync) + 20);
    // A flash or a beep may be cut in two where a clip begins.
    expect(clipSync.length).toBeGreaterThanOrEqual(ownSync.length - cut.length);
  });
}

/** How far each flash of the lamp stands from its beep, in milliseconds; beeps that are not there are not missed. */
function syncMs({ frames, beeps }: ReadClip): number[] {
  const apart = lampTimes(frames).map((lamp) => Math.min(...beeps.map((beep) => Math.abs(beep - lamp))));
  return apart.filter((seconds) => seconds < 0.25).map((seconds) => seconds * 1000);
}

function expectPlayable(probed: ProbedRecording, { recording }: Cutting): void {
  expect(probed.video).toMatchObject({ codec: 'h264', interlaced: false });
  expect(['yuv420p', 'yuvj420p']).toContain(probed.video?.pixelFormat);
  expect(['smpte2084', 'arib-std-b67']).not.toContain(probed.video?.colour.transfer);
  const shape = (of: typeof recording): number =>
    ((of.video?.width ?? 0) * (of.video?.pixelAspect ?? 0)) / (of.video?.height ?? 1);
  expect(Math.abs(shape(probed) / shape(recording) - 1)).toBeLessThan(0.01);
  expect(probed.video?.rotation).toBe(recording.video?.rotation);
  if (probed.audio !== undefined) expect(probed.audio.codec).toBe('aac');
}
