import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runFfmpeg, type FfmpegRun, type MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { findPauses } from '../../../pipelines/media/find-pauses.ts';
import { makeThumbnails } from '../../../pipelines/media/make-thumbnails.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { withFolder } from '../../support/clips.ts';
import { makeSample } from '../../support/made-sample.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

describe('findMediaTools', () => {
  it('takes the named ffmpeg before any other', async () => {
    const named = await findMediaTools({ ffmpegPath: tools.ffmpegPath, ffprobePath: tools.ffprobePath });
    expect(named).toEqual({ ...tools, source: 'environment' });
  });

  it('refuses a named one that is none', async () => {
    await withFolder(async (folder) => {
      const ffmpegPath = path.join(folder, 'ffmpeg');
      await writeFile(ffmpegPath, '#!/bin/sh\necho hello\n');
      await chmod(ffmpegPath, 0o755);
      await expect(findMediaTools({ ffmpegPath })).rejects.toMatchObject({ code: 'media-tools-missing' });
    });
  });

  it('knows its major version even where a build tells none', () => {
    expect(tools.major).toBeGreaterThanOrEqual(4);
  });
});

/** A program in ffmpeg's place that ignores being asked to stop, as one that hangs does. */
async function stubbornTools(folder: string, script: string): Promise<MediaTools> {
  const ffmpegPath = path.join(folder, 'ffmpeg');
  await writeFile(ffmpegPath, `#!/usr/bin/env node\n${script}\n`);
  await chmod(ffmpegPath, 0o755);
  return { ...tools, ffmpegPath };
}

const hang =
  "process.on('SIGTERM', () => {}); console.error('frame=1'); console.error('out_time_ms=1000'); setInterval(() => {}, 1000);";

function run(with_: Partial<FfmpegRun> & { tools: MediaTools }): Promise<unknown> {
  return runFfmpeg({ inputs: [{ path: '/dev/null', demuxer: 'wav' }], options: ['-f', 'null'], ...with_ });
}

describe('runFfmpeg', () => {
  it('kills a process that takes too long, even one that will not stop', async () => {
    await withFolder(async (folder) => {
      const hanging = run({ tools: await stubbornTools(folder, hang), limits: { maxMs: 300 } });
      await expect(hanging).rejects.toMatchObject({ code: 'media-time-limit' });
    });
  });

  it('kills a process when the signal fires', async () => {
    await withFolder(async (folder) => {
      const controller = new AbortController();
      const hanging = run({
        tools: await stubbornTools(folder, hang),
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
    });
  });

  it('ends a process that takes too much memory', async () => {
    await withFolder(async (folder) => {
      const greedy = await stubbornTools(
        folder,
        'const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 20);',
      );
      const running = run({ tools: greedy, limits: { maxMemoryBytes: 300e6, maxMs: 60_000 } });
      await expect(running).rejects.toMatchObject({ code: 'media-memory-limit' });
    });
  });

  it('ends a process that writes too much, and removes what it wrote', async () => {
    await withFolder(async (folder) => {
      const outputPath = path.join(folder, 'out.wav');
      const source = path.join(folder, 'talk.m4a');
      await makeSample(tools, source, { seconds: 4, picture: false });
      const running = run({
        ...{ tools, outputPath, inputs: [{ path: source, demuxer: 'mov' }], options: ['-f', 'wav'] },
        limits: { maxOutputBytes: 10_000 },
      });
      await expect(running).rejects.toMatchObject({ code: 'media-size-limit' });
      expect(await readdir(folder)).toEqual(['talk.m4a']);
    });
  });

  it('tells what ffmpeg said last, without showing it to people', async () => {
    const error: unknown = await run({
      tools,
      inputs: [{ path: '/nowhere/secret.mp4', demuxer: 'mov' }],
    }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'FfmpegError', code: 'ffmpeg-failed', exitCode: 1 });
    expect(error).toHaveProperty(
      'stderrLines',
      expect.arrayContaining([expect.stringContaining('No such file')]),
    );
    expect(String(error)).not.toContain('/nowhere');
  });

  it('opens no address and no file that an input names', async () => {
    await withFolder(async (folder) => {
      const playlist = path.join(folder, 'list.m3u8');
      await writeFile(playlist, '#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n');
      for (const demuxer of ['hls', 'mov']) {
        await expect(run({ tools, inputs: [{ path: playlist, demuxer }] })).rejects.toMatchObject({
          code: 'ffmpeg-failed',
        });
      }
    });
  });
});

describe('findPauses and makeThumbnails', () => {
  it('find the pauses of the sample’s voice, and make pictures of the right size', async () => {
    await withFolder(async (folder) => {
      const source = path.join(folder, 'a.mp4');
      await makeSample(tools, source, { seconds: 30, width: 640, height: 360, bframes: 0 });
      const recording = await probeRecording(tools, source);
      const pauses = await findPauses(tools, { path: source, recording });
      expect(pauses.length).toBeGreaterThan(5);
      // The sample falls silent a second before each of its chapters.
      expect(pauses.some(({ startMs, endMs }) => startMs < 10_500 && endMs > 11_300)).toBe(true);
      const [posterPath, thumbnailPath] = [
        path.join(folder, 'poster.jpg'),
        path.join(folder, 'thumbnail.jpg'),
      ];
      await makeThumbnails({
        tools,
        clipPath: source,
        durationMs: 30_000,
        hasPicture: true,
        posterPath,
        thumbnailPath,
      });
      expect(await sizeOf(posterPath)).toEqual([640, 360]);
      expect(await sizeOf(thumbnailPath)).toEqual([320, 180]);
    });
  });

  it('draw the waveform of sound alone, and find no pauses without sound', async () => {
    await withFolder(async (folder) => {
      const source = path.join(folder, 'talk.m4a');
      await makeSample(tools, source, { seconds: 4, picture: false });
      const [posterPath, thumbnailPath] = [
        path.join(folder, 'poster.jpg'),
        path.join(folder, 'thumbnail.jpg'),
      ];
      await makeThumbnails({
        tools,
        clipPath: source,
        durationMs: 4000,
        hasPicture: false,
        posterPath,
        thumbnailPath,
      });
      expect(await sizeOf(thumbnailPath)).toEqual([320, 180]);
      const recording = await probeRecording(tools, source);
      delete recording.audio;
      expect(await findPauses(tools, { path: source, recording })).toEqual([]);
    });
  });
});

/** The width and height that a JPEG's frame header tells. */
async function sizeOf(file: string): Promise<[number, number]> {
  const bytes = await readFile(file);
  const header = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  return [bytes.readUInt16BE(header + 7), bytes.readUInt16BE(header + 5)];
}
