import { beforeAll, describe, it } from 'vitest';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { expectWholeClips } from '../../support/expect-whole-clips.ts';
import { h264Classes } from '../../support/h264-classes.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

describe('cutChapter on a recording in H.264 with', () => {
  it.each(h264Classes)('$what: each frame in its own clip, sound in its place, playable', async (sample) => {
    await expectWholeClips(tools, sample);
  });
});
