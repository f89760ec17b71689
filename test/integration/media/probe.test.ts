import { readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { makeSample } from '../../support/made-sample.ts';

let tools: MediaTools;
let folder: string;
let recording: string;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  recording = path.join(folder, 'good.mp4');
  await makeSample(tools, recording, { seconds: 4, width: 320, height: 180 });
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const refused: { what: string; content: string | Buffer; code: string; says: RegExp }[] = [
  {
    what: 'a text file',
    content: 'Minutes of the meeting\n'.repeat(50),
    code: 'not-a-recording',
    says: /not a video or sound/,
  },
  {
    what: 'an HLS playlist',
    content: '#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n',
    code: 'not-a-recording',
    says: /playlist/,
  },
  {
    what: 'a playlist after a byte-order mark',
    content: '\uFEFF#EXTM3U\nhttp://127.0.0.1:9/x.ts\n',
    code: 'not-a-recording',
    says: /playlist/,
  },
  {
    what: 'a concat script',
    content: "ffconcat version 1.0\nfile '/etc/passwd'\n",
    code: 'not-a-recording',
    says: /list of files/,
  },
  {
    what: 'a concat script without its first line',
    content: "file '/etc/hostname'\n",
    code: 'not-a-recording',
    says: /list of files/,
  },
  { what: 'a picture', content: png, code: 'not-a-recording', says: /not a video or sound/ },
  {
    what: 'a HEIC picture',
    content: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    code: 'not-a-recording',
    says: /not a video/,
  },
  { what: 'a PDF', content: '%PDF-1.7\n', code: 'not-a-recording', says: /not a video/ },
  { what: 'an empty file', content: '', code: 'empty-recording', says: /empty/ },
  {
    what: 'Matroska’s first bytes and nothing else',
    content: Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0, 0, 0, 0]),
    code: 'damaged-recording',
    says: /damaged/,
  },
  {
    what: 'an MP4 without tracks',
    content: Buffer.from('\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov', 'latin1'),
    code: 'no-video',
    says: /neither picture nor sound/,
  },
];

describe('probeRecording refuses', () => {
  it.each(refused)('$what named .mp4, and says why', async ({ content, code, says }) => {
    const file = path.join(folder, 'refused.mp4');
    await writeFile(file, content);
    const error: unknown = await probeRecording(tools, file).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'MediaError', code, status: 422 });
    expect(String(error)).toMatch(says);
  });

  it('an MP4 that ends before its index', async () => {
    const file = path.join(folder, 'cut-off.mp4');
    await makeSample(tools, file, { seconds: 4, width: 320, height: 180 });
    // A recording program writes the index last: move it there, and cut it off.
    const bytes = await readFile(file);
    const indexAt = bytes.indexOf('moov') - 4;
    const indexSize = bytes.readUInt32BE(indexAt);
    await writeFile(file, Buffer.concat([bytes.subarray(0, indexAt), bytes.subarray(indexAt + indexSize)]));
    await expect(probeRecording(tools, file)).rejects.toMatchObject({ code: 'truncated-recording' });
  });

  it('an MP4 whose pictures end too early', async () => {
    const file = path.join(folder, 'short.mp4');
    await writeFile(file, await readFile(recording));
    await truncate(file, Math.round((await readFile(recording)).length * 0.6));
    await expect(probeRecording(tools, file)).rejects.toMatchObject({ code: 'truncated-recording' });
  });

  it.each([
    { limits: { maxDurationMs: 3000 }, code: 'recording-too-long' },
    { limits: { maxPixels: 320 * 100 }, code: 'picture-too-large' },
    { limits: { maxStreams: 1 }, code: 'too-many-streams' },
  ])('a recording beyond $limits', async ({ limits, code }) => {
    await expect(probeRecording(tools, recording, { limits })).rejects.toMatchObject({ code });
  });
});

describe('probeRecording', () => {
  it('tells what a recording is', async () => {
    expect(await probeRecording(tools, recording)).toMatchObject({
      container: 'mov',
      durationMs: 4000,
      originSeconds: 0,
      video: {
        codec: 'h264',
        width: 320,
        height: 180,
        rotation: 0,
        pixelAspect: 1,
        frameRate: 25,
        interlaced: false,
      },
      audio: { codec: 'aac', sampleRate: 48_000, channels: 1 },
      audioTracks: 1,
      hasChapters: false,
    });
  });

  it('goes by the content, not by the name', async () => {
    const file = path.join(folder, 'minutes.txt');
    await writeFile(file, await readFile(recording));
    expect((await probeRecording(tools, file)).container).toBe('mov');
  });

  it('opens a file whose name looks like an option or an address', async () => {
    for (const name of ['-i.mp4', 'http:%2F%2Fhost', 'concat:a|b', '%03d.mp4']) {
      const file = path.join(folder, name);
      await writeFile(file, await readFile(recording));
      expect((await probeRecording(tools, file)).durationMs).toBe(4000);
    }
  });

  it('measures a WebM written live, which tells no duration', async () => {
    const file = path.join(folder, 'live.webm');
    const videoOptions = ['-c:v', 'libvpx', '-b:v', '200k', '-deadline', 'realtime', '-cpu-used', '8'];
    await makeSample(tools, file, {
      ...{ seconds: 4, width: 320, height: 180, videoOptions },
      ...{ audioOptions: ['-c:a', 'libopus'], fileOptions: ['-live', '1'] },
    });
    const { durationMs } = await probeRecording(tools, file);
    expect(Math.abs(durationMs - 4000)).toBeLessThan(60);
  });
});
