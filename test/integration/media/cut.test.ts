import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SampleOptions } from '../../../fixtures/make-sample-webinar.ts';
import { lampTimes, readFrames } from '../../../fixtures/read-counter.ts';
import { cutChapter } from '../../../pipelines/cut/cut-chapter.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { editListTimes, outermostBoxes, turnPicture, withFolder, worstSyncMs } from '../../support/clips.ts';
import { cutSample, numbersIn, readCutting, smallPicture } from '../../support/cut-sample.ts';
import { makeSample } from '../../support/made-sample.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

const picture = smallPicture;
const size = { seconds: 10, ...picture };

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

const recordings: { name: string; what: string; options: SampleOptions; copied: boolean }[] = [
  {
    name: 'b-frames.mp4',
    what: 'B-frames and a key frame every two seconds',
    options: { gop: 50 },
    copied: true,
  },
  { name: 'long.mp4', what: 'one key frame only', options: { gop: 1000 }, copied: true },
  { name: 'plain.mp4', what: 'no B-frames', options: { gop: 50, bframes: 0 }, copied: true },
  { name: 'intra.mp4', what: 'key frames only', options: { gop: 1, bframes: 0 }, copied: true },
  {
    name: 'ntsc.mp4',
    what: '29.97 frames a second',
    options: { gop: 60, fps: '30000/1001' },
    copied: true,
  },
  {
    name: 'vfr.mp4',
    what: 'frames left out',
    options: { gop: 40, variableFrameRate: true },
    copied: true,
  },
  {
    name: 'vfr.mkv',
    what: 'frames left out, in Matroska',
    options: { gop: 40, variableFrameRate: true },
    copied: true,
  },
  {
    name: 'offset.mp4',
    what: 'a clock that starts at 5.3',
    options: { gop: 50, fileOptions: ['-output_ts_offset', '5.3'] },
    copied: true,
  },
  {
    name: 'offset.mkv',
    what: 'a clock that starts at 5.3, in Matroska',
    options: { gop: 50, fileOptions: ['-output_ts_offset', '5.3'] },
    copied: true,
  },
  {
    name: 'open-gop.mp4',
    what: 'open groups of pictures',
    options: {
      videoOptions: [...x264, '-bf', '3', '-x264-params', 'open-gop=1:keyint=30:min-keyint=30:scenecut=0'],
    },
    copied: true,
  },
  {
    name: 'references.mp4',
    what: 'eight B-frames and six references',
    options: { videoOptions: [...x264, '-g', '50', '-bf', '8', '-refs', '6'] },
    copied: true,
  },
  {
    name: 'baseline.mp4',
    what: 'the baseline profile',
    options: { videoOptions: [...x264, '-g', '50', '-profile:v', 'baseline'] },
    copied: true,
  },
  {
    name: 'fragmented.mp4',
    what: 'fragments',
    options: { gop: 50, fileOptions: ['-movflags', 'frag_keyframe+empty_moov'] },
    copied: true,
  },
  {
    name: 'pcm.mov',
    what: 'uncompressed sound in QuickTime',
    options: { gop: 50, audioOptions: ['-c:a', 'pcm_s16le'] },
    copied: true,
  },
  {
    name: 'ten-bit.mp4',
    what: 'ten bits',
    options: { videoOptions: [...x264.slice(0, -1), 'yuv420p10le'] },
    copied: false,
  },
  {
    name: 'hevc.mp4',
    what: 'HEVC',
    options: {
      videoOptions: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'keyint=50:log-level=error'],
    },
    copied: false,
  },
  {
    name: 'vp8.webm',
    what: 'VP8 and Vorbis',
    options: {
      videoOptions: ['-c:v', 'libvpx', '-b:v', '300k', '-cpu-used', '8', '-deadline', 'realtime'],
      audioOptions: ['-c:a', 'libvorbis'],
    },
    copied: false,
  },
  {
    name: 'live.webm',
    what: 'a WebM written live, without duration or cues',
    options: {
      videoOptions: ['-c:v', 'libvpx', '-b:v', '300k', '-cpu-used', '8', '-deadline', 'realtime'],
      audioOptions: ['-c:a', 'libopus'],
      fileOptions: ['-live', '1'],
    },
    copied: false,
  },
  { name: 'stream.ts', what: 'an MPEG transport stream', options: { gop: 50 }, copied: true },
  {
    name: 'old.avi',
    what: 'MPEG-4 in AVI',
    options: {
      videoOptions: ['-c:v', 'mpeg4', '-q:v', '4', '-bf', '2'],
      audioOptions: ['-c:a', 'libmp3lame'],
    },
    copied: false,
  },
  { name: 'old.flv', what: 'Flash video', options: { gop: 50 }, copied: true },
];

describe('cutChapter on a recording with', () => {
  it.each(recordings)(
    '$what: each frame in one clip, in order, and sound in its place',
    async ({ name, options, copied }) => {
      await cutSample(tools, { name, ...options }, async (cutting) => {
        const { clips } = cutting;
        const { own, cut } = await readCutting(tools, cutting);
        const original = numbersIn([own]);
        expect(original).not.toContain(-1);
        expect(numbersIn(cut)).toEqual(original);
        expect(clips.map(({ frames }) => frames).reduce((sum, frames) => sum + frames, 0)).toBe(
          original.length,
        );
        expect(clips.some(({ method }) => method !== 'encode')).toBe(copied);
        const [first, , third] = cut;
        for (const clip of [first, third]) {
          expect(clip && worstSyncMs(clip)).toBeLessThan(worstSyncMs(own) + 5);
        }
      });
    },
  );
});

describe('a clip', () => {
  it('plays while it loads, hides nothing by an edit list, carries no chapter marks and starts at 0', async () => {
    await cutSample(tools, { name: 'a.mp4', gop: 50 }, async ({ clips }) => {
      for (const clip of clips) {
        expect(await outermostBoxes(clip.path)).toEqual(['ftyp', 'moov', 'mdat']);
        expect((await editListTimes(clip.path)).every((time) => time <= 0)).toBe(true);
        const probed = await probeRecording(tools, clip.path);
        expect(probed).toMatchObject({
          hasChapters: false,
          video: { codec: 'h264', pixelFormat: 'yuv420p', startSeconds: 0 },
          audio: { codec: 'aac' },
        });
        expect(Math.abs(probed.durationMs - clip.durationMs)).toBeLessThanOrEqual(2);
      }
    });
  });

  it('is the same when every picture is encoded as when most are copied', async () => {
    await withFolder(async (folder) => {
      const source = path.join(folder, 'a.mp4');
      await makeSample(tools, source, { ...size, gop: 50 });
      const recording = await probeRecording(tools, source);
      const cut = async (method: 'auto' | 'encode') => {
        const outPath = path.join(folder, `${method}.mp4`);
        const clip = await cutChapter({
          tools,
          path: source,
          recording,
          startMs: 2111,
          endMs: 7333,
          outPath,
          method,
        });
        return { clip, frames: await readFrames(tools, outPath) };
      };
      const [copied, encoded] = [await cut('auto'), await cut('encode')];
      expect([copied.clip.method, encoded.clip.method]).toEqual(['smart', 'encode']);
      expect(copied.frames).toEqual(encoded.frames);
      expect(copied.frames[0]?.number).toBe(53);
      expect(lampTimes(copied.frames)[0]).toBeCloseTo(0.88, 3);
    });
  });

  it('of a recording without sound has no sound', async () => {
    await cutSample(tools, { name: 'silent.mp4', gop: 50, sound: false }, async (cutting) => {
      const { own, cut } = await readCutting(tools, cutting);
      expect(numbersIn(cut)).toEqual(numbersIn([own]));
      const [first] = cut;
      expect(first?.probed.video).toBeDefined();
      expect(first?.probed.audio).toBeUndefined();
    });
  });

  it('of a sound recording is sound alone', async () => {
    await cutSample(tools, { name: 'talk.m4a', picture: false }, async ({ recording, clips }) => {
      expect(recording.video).toBeUndefined();
      const probed = await probeRecording(tools, clips[1]?.path ?? '');
      expect(probed.video).toBeUndefined();
      expect(probed.audio?.codec).toBe('aac');
      expect(Math.abs(probed.durationMs - (0.4801 - 0.2513) * recording.durationMs)).toBeLessThan(45);
    });
  });

  it('keeps the way a phone’s picture is turned', async () => {
    await withFolder(async (folder) => {
      const source = path.join(folder, 'phone.mp4');
      await makeSample(tools, source, { ...size, gop: 50 });
      await turnPicture(source, size);
      const recording = await probeRecording(tools, source);
      expect(recording.video?.rotation).toBe(90);
      for (const method of ['auto', 'encode'] as const) {
        const outPath = path.join(folder, `${method}.mp4`);
        await cutChapter({ tools, path: source, recording, startMs: 1100, endMs: 4100, outPath, method });
        expect((await probeRecording(tools, outPath)).video).toMatchObject({ ...picture, rotation: 90 });
      }
    });
  });

  it('shows the picture that still stands where no new one begins in the chapter', async () => {
    await withFolder(async (folder) => {
      const source = path.join(folder, 'slow.mp4');
      await makeSample(tools, source, { ...size, fps: 1, gop: 5 });
      const recording = await probeRecording(tools, source);
      const outPath = path.join(folder, 'clip.mp4');
      await cutChapter({ tools, path: source, recording, startMs: 3200, endMs: 3800, outPath });
      expect((await readFrames(tools, outPath)).map(({ number }) => number)).toEqual([3]);
    });
  });
});

describe('a cut that is cancelled', () => {
  it('ends ffmpeg and leaves nothing behind', async () => {
    await withFolder(async (folder) => {
      const source = path.join(folder, 'a.mp4');
      await makeSample(tools, source, { seconds: 20, width: 960, height: 540 });
      const recording = await probeRecording(tools, source);
      const controller = new AbortController();
      const cutting = cutChapter({
        ...{
          tools,
          path: source,
          recording,
          startMs: 100,
          endMs: 19_000,
          method: 'encode',
          signal: controller.signal,
        },
        outPath: path.join(folder, 'clip.mp4'),
        onProgress: (share) => {
          if (share > 0.06) controller.abort(); // ffmpeg has told of its first frames
        },
      });
      await expect(cutting).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readdir(folder)).toEqual(['a.mp4']);
    });
  });
});
