import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runFfmpeg, type MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { findPeaks } from '../../../pipelines/timeline/find-peaks.ts';
import { makeSprites } from '../../../pipelines/timeline/make-sprites.ts';
import { withFolder } from '../../support/clips.ts';
import { makeSample } from '../../support/made-sample.ts';
import { writeTone } from '../../support/tone.ts';

let tools: MediaTools;

beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

test('the peaks of a tone and of silence stand where they sound, as high as they are loud', async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, 'tones.wav');
    await writeTone(file, { seconds: 6, amplitude: (second) => (second >= 2 && second < 4 ? 0 : 0.5) });
    const peaks = await findPeaks(tools, { path: file, recording: await probeRecording(tools, file) });
    if (!peaks) throw new Error('no peaks');
    expect(peaks.perSecond).toBe(50);
    expect(peaks.bytes).toHaveLength(300);
    const half = 255 * Math.sqrt(0.5);
    for (const at of [10, 50, 90, 210, 290])
      expect(Math.abs((peaks.bytes[at] ?? 0) - half), String(at)).toBeLessThan(6);
    for (const at of [105, 150, 195]) expect(peaks.bytes[at], String(at)).toBe(0);
  });
});

test.each([
  { name: 'by its sample table', ending: 'mp4' },
  { name: 'by reading it', ending: 'ts' },
])('a recording gets a sheet with one picture a second, $name', async ({ ending }) => {
  await withFolder(async (folder) => {
    const sample = path.join(folder, 'sample.mp4');
    await makeSample(tools, sample, { seconds: 14, width: 320, height: 180, gop: 25 });
    const file = path.join(folder, `recording.${ending}`);
    if (ending !== 'mp4') {
      await runFfmpeg({
        tools,
        inputs: [{ path: sample, demuxer: 'mov' }],
        options: ['-c', 'copy', '-f', 'mpegts'],
        outputPath: file,
      });
    }
    const at = ending === 'mp4' ? sample : file;
    const recording = await probeRecording(tools, at);
    if (!recording.video) throw new Error('no picture');
    const sheetPath = path.join(folder, 'sheet.jpg');
    const sheet = await makeSprites(
      tools,
      { path: at, recording, video: recording.video },
      { workFolder: folder, sheetPath },
    );
    expect(sheet).toMatchObject({ everyMs: 1000, columns: 12, rows: 2, width: 160, height: 90 });
    expect(Math.abs(sheet.count - 14)).toBeLessThanOrEqual(1);
    const written = await probePicture(sheetPath);
    expect(written).toEqual({ width: 12 * 160, height: 2 * 90 });
    expect((await stat(sheetPath)).size).toBeGreaterThan(10_000);
  });
});

/** A JPEG's size in pixels, from its first frame header. */
async function probePicture(file: string): Promise<{ width: number; height: number }> {
  const bytes = await readFile(file);
  const at = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
}
