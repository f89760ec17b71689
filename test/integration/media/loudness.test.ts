import { rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readClips, readFrames } from '../../../fixtures/read-counter.ts';
import { cutChapter } from '../../../pipelines/cut/cut-chapter.ts';
import { runFfmpeg, type MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { evenLoudness, wantedLoudness } from '../../../pipelines/sound/even-loudness.ts';
import { measureLoudness } from '../../../pipelines/sound/measure-loudness.ts';
import { withFolder, worstSyncMs } from '../../support/clips.ts';
import { makeSample } from '../../support/made-sample.ts';
import { writeTone } from '../../support/tone.ts';

let tools: MediaTools;

beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

test.each([
  { name: 'quiet', decibels: -18 },
  { name: 'loud, so that its peaks must be limited', decibels: 14 },
])('a $name recording comes to −16 LUFS with every picture and the sync it had', async ({ decibels }) => {
  await withFolder(async (folder) => {
    const sample = path.join(folder, 'sample.mp4');
    await makeSample(tools, sample, { seconds: 10, width: 320, height: 180, gop: 50 });
    const source = path.join(folder, 'source.mp4');
    await runFfmpeg({
      tools,
      inputs: [{ path: sample, demuxer: 'mov' }],
      options: ['-c:v', 'copy', '-af', `volume=${decibels}dB`, '-c:a', 'aac', '-f', 'mp4'],
      outputPath: source,
    });
    const recording = await probeRecording(tools, source);
    const clipPath = path.join(folder, 'clip.mp4');
    await cutChapter({ tools, path: source, recording, startMs: 1_111, endMs: 9_300, outPath: clipPath });
    const before = await measureLoudness(tools, clipPath);
    expect(Math.abs((before?.integrated ?? 0) - wantedLoudness.integrated)).toBeGreaterThan(2);
    const frames = await readFrames(tools, clipPath);
    expect(await evenLoudness({ tools, clipPath, workFolder: folder })).toBeGreaterThan(10_000);
    const after = await measureLoudness(tools, clipPath);
    expect(Math.abs((after?.integrated ?? 0) - wantedLoudness.integrated)).toBeLessThanOrEqual(1);
    expect(after?.truePeak).toBeLessThanOrEqual(0);
    const [evened] = await readClips(tools, [{ path: clipPath, audioTrack: 0 }]);
    expect(evened?.frames).toEqual(frames);
    expect(evened && worstSyncMs(evened)).toBeLessThan(20);
    expect(await evenLoudness({ tools, clipPath, workFolder: folder })).toBeUndefined();
  });
});

test('silence stays silence, and sound alone is evened like any other', async () => {
  await withFolder(async (folder) => {
    for (const amplitude of [0, 0.02]) {
      const tone = path.join(folder, 'tone.wav');
      await writeTone(tone, { seconds: 5, amplitude: () => amplitude });
      const recording = await probeRecording(tools, tone);
      const clipPath = path.join(folder, 'clip.m4a');
      await cutChapter({ tools, path: tone, recording, startMs: 0, endMs: 5_000, outPath: clipPath });
      await evenLoudness({ tools, clipPath, workFolder: folder });
      const after = await measureLoudness(tools, clipPath);
      if (amplitude === 0) expect(after).toBeUndefined();
      else expect(Math.abs((after?.integrated ?? 0) + 16)).toBeLessThanOrEqual(1);
      await rm(clipPath);
    }
  });
});

test('the noise of a room is not made as loud as speech', async () => {
  await withFolder(async (folder) => {
    const tone = path.join(folder, 'tone.wav');
    await writeTone(tone, { seconds: 4, amplitude: () => 0.001 });
    const recording = await probeRecording(tools, tone);
    const clipPath = path.join(folder, 'clip.m4a');
    await cutChapter({ tools, path: tone, recording, startMs: 0, endMs: 4_000, outPath: clipPath });
    const before = await measureLoudness(tools, clipPath);
    await evenLoudness({ tools, clipPath, workFolder: folder });
    const after = await measureLoudness(tools, clipPath);
    expect((after?.integrated ?? 0) - (before?.integrated ?? 0)).toBeLessThanOrEqual(30.5);
    expect(after?.integrated).toBeLessThan(-25);
  });
});
