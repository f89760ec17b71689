import { beforeAll, describe, expect, it } from 'vitest';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { cutSample, readCutting } from '../../support/cut-sample.ts';
import { soundClasses } from '../../support/sound-classes.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

describe('cutChapter on sound alone', () => {
  it.each(soundClasses)('of $what: every beep in its place, and no picture', async (sample) => {
    await cutSample(tools, { ...sample, picture: false }, async (cutting) => {
      const { recording, clips, boundsMs } = cutting;
      const { own, cut } = await readCutting(tools, cutting);
      const ownBeeps = own.beeps.map((beep) => beep - recording.originSeconds);
      const beeps: number[] = [];
      for (const [at, clip] of clips.entries()) {
        expect(clip).toMatchObject({ method: sample.method, frames: 0 });
        expect(cut[at]?.probed.durationMs).toBeGreaterThan(0);
        expect(cut[at]?.probed).not.toHaveProperty('video');
        const startMs = boundsMs[at - 1] ?? 0;
        beeps.push(...(cut[at]?.beeps ?? []).map((seconds) => seconds + startMs / 1000));
      }
      for (const beep of ownBeeps) {
        const apart = Math.min(...beeps.map((other) => Math.abs(other - beep)));
        const isAtEdge = [0, ...boundsMs].some((ms) => Math.abs(ms / 1000 - beep) < 0.15);
        if (!isAtEdge) expect(apart).toBeLessThanOrEqual(0.02);
      }
      expect(ownBeeps.length).toBeGreaterThan(5);
    });
  });
});
