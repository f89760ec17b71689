import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { planChapters } from '../../../domain/plan-chapters.ts';
import { findSpots, type Source } from '../../../pipelines/compose/find-spots.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { withFolder } from '../../support/clips.ts';
import { smallPicture } from '../../support/cut-sample.ts';
import { makeSample } from '../../support/made-sample.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

const entries = [0, 5000, 10_000, 17_500].map((startMs) => ({ startMs, title: `At ${startMs}` }));

async function withSample(name: string, use: (source: Source) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const file = path.join(folder, name);
    await makeSample(tools, file, { seconds: 24, ...smallPicture, fps: 10, gop: 10 });
    await use({ path: file, recording: await probeRecording(tools, file) });
  });
}

/** Packets cannot be listed: an attempt to read all of them fails. */
async function spotsIn(source: Source) {
  const withoutProbe = { ...tools, ffprobePath: path.join(source.path, 'none') };
  return findSpots(withoutProbe, source, { boundaries: 'pause', entries });
}

async function spoil(file: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(file, change(await readFile(file)));
}

describe('the places that boundaries may be moved to', () => {
  it.each(['whole.mp4', 'whole.mkv'])(
    'are pauses, and the key frames near the outline, in %s',
    async (name) => {
      await withSample(name, async (source) => {
        const { pauses, keyFramesMs } = await spotsIn(source);
        expect(pauses?.length).toBeGreaterThan(2);
        // In Matroska the sound's first packet, before the pictures, is where the clock starts.
        for (const key of [4000, 5000, 6000, 10_000, 17_000])
          expect(
            keyFramesMs?.some((ms) => ms >= key && ms < key + 30),
            String(key),
          ).toBe(true);
      });
    },
  );

  it.each<{ what: string; name: string; broken: (source: Source) => Promise<Source> }>([
    {
      what: 'lacks the sizes of pictures',
      name: 'sizeless.mp4',
      broken: async (source) => {
        await spoil(source.path, (bytes) =>
          bytes.fill('nil!', bytes.indexOf('stsz'), bytes.indexOf('stsz') + 4),
        );
        return source;
      },
    },
    {
      what: 'has edits inside',
      name: 'edited.mp4',
      broken: async ({ path: file, recording }) =>
        Promise.resolve({ path: file, recording: { ...recording, hasInnerEdits: true } }),
    },
  ])('are pauses as without key frames where the index $what', async ({ name, broken }) => {
    await withSample(name, async (source) => {
      const spots = await spotsIn(await broken(source));
      expect(spots.keyFramesMs).toEqual([]);
      const { durationMs } = source.recording;
      const { pauses = [] } = spots;
      const { chapters } = planChapters(entries, durationMs, spots);
      expect(chapters).toEqual(planChapters(entries, durationMs, { boundaries: 'pause', pauses }).chapters);
      const moved = chapters.filter(({ movedMs }) => movedMs !== 0);
      expect(moved.length).toBeGreaterThan(0);
      for (const { startMs } of moved)
        expect(pauses.some((pause) => startMs >= pause.startMs && startMs < pause.endMs)).toBe(true);
    });
  });
});
