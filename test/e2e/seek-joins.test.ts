import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleOptions } from '../../fixtures/make-sample-webinar.ts';
import { readFrames, type ReadFrame } from '../../fixtures/read-counter.ts';
import { cutChapter, type CutClip } from '../../pipelines/cut/cut-chapter.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../pipelines/media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../../pipelines/media/sample-tables.ts';
import { launchBrowser } from '../support/browser.ts';
import { counterScript } from '../support/counter-script.ts';
import { makeSample } from '../support/made-sample.ts';

let tools: MediaTools;
let folder: string;
let browser: Browser;
let server: Server;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  browser = await launchBrowser();
  server = createServer(
    (request, response) => void serve(request.url ?? '', request.headers.range, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A page with one video, and the clips by byte ranges, as the service and S3 send them. */
async function serve(url: string, range: string | undefined, response: ServerResponse): Promise<void> {
  if (!url.endsWith('.mp4')) {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><video muted preload="auto" src="/${path.basename(url)}.mp4"></video><script>${counterScript}</script>`,
    );
    return;
  }
  const file = path.join(folder, path.basename(url));
  const { size } = await stat(file);
  const [start = 0, end = size - 1] = (/bytes=(\d+)-(\d+)?/.exec(range ?? '') ?? ['', '0'])
    .slice(1)
    .map((text: string | undefined) => (text === undefined ? undefined : Number(text)));
  response.writeHead(206, {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    'content-range': `bytes ${start}-${end}/${size}`,
    'content-length': end - start + 1,
  });
  createReadStream(file, { start, end }).pipe(response);
}

const sources: { name: string; what: string; options: SampleOptions }[] = [
  { name: 'b-frames', what: 'B-frames', options: { gop: 50 } },
  {
    name: 'references',
    what: 'many references',
    options: {
      videoOptions: [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-pix_fmt',
        'yuv420p',
        '-g',
        '50',
        '-bf',
        '8',
        '-refs',
        '6',
      ],
    },
  },
  { name: 'frames-left-out', what: 'frames left out', options: { gop: 40, variableFrameRate: true } },
];

describe('Chromium, playing a clip joined of copied and encoded pictures of a recording with', () => {
  it.each(sources)(
    '$what, shows the right frame on both sides of every join, and plays to the end',
    async ({ name, options }) => {
      const { clip, frames, joins } = await makeClip(name, options);
      expect(clip.method).toBe('smart');
      const page = await browser.newPage();
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/${name}`);
      const seen: number[] = [];
      const wanted = framesAround(frames, joins);
      // From both ends in turn, so that seeks cross the joins in both directions, and none stays on its frame.
      const order = wanted.flatMap(
        (_, at) => wanted[at % 2 === 0 ? at / 2 : wanted.length - (at + 1) / 2] ?? [],
      );
      for (const { at } of order) seen.push(await numberShownAt(page, at));
      expect(seen).toEqual(order.map(({ number }) => number));

      const played = await playToEnd(page, Math.max(0, (frames[joins[0] ?? 0]?.seconds ?? 0) - 1));
      expect(played.ended).toBe(true);
      expect(played.numbers.length).toBeGreaterThan(5);
      expect(played.numbers).toEqual(played.numbers.toSorted((one, other) => one - other));
      expect(frames.map(({ number }) => number)).toEqual(expect.arrayContaining(played.numbers));
      expect(Math.abs(played.seconds - clip.durationMs / 1000)).toBeLessThan(0.05);
      await page.close();
    },
  );
});

interface Made {
  clip: CutClip;
  frames: ReadFrame[];
  /** Which frames follow a join: the first copied one, and those of the tail. */
  joins: number[];
}

async function makeClip(name: string, options: SampleOptions): Promise<Made> {
  const source = path.join(folder, `${name}-source.mp4`);
  await makeSample(tools, source, { seconds: 8, width: 480, height: 270, ...options });
  const recording = await probeRecording(tools, source);
  const outPath = path.join(folder, `${name}.mp4`);
  const clip = await cutChapter({ tools, path: source, recording, startMs: 1111, endMs: 5733, outPath });
  const frames = await readFrames(tools, outPath);
  const keys = await keyTimes(outPath);
  const joins = frames.flatMap(({ seconds }, at) =>
    keys.some((key) => Math.abs(key - seconds) < 0.001) ? [at] : [],
  );
  return { clip, frames, joins };
}

/** Every join, in a clip as in a part that was encoded, begins with a key picture. */
async function keyTimes(file: string): Promise<number[]> {
  const tables = await openSampleTables(file, 'mov');
  try {
    const sink = (await tables?.video(1))?.packets;
    const times: number[] = [];
    if (sink === undefined) return times;
    const metadataOnly = { metadataOnly: true };
    for await (const packet of packetsFrom(sink, await sink.getFirstPacket(metadataOnly), metadataOnly)) {
      if (packet.type === 'key') times.push(packet.timestamp);
    }
    return times;
  } finally {
    tables?.close();
  }
}

/** The frames on both sides of the joins and the last ones, each with a moment at which it is shown. */
function framesAround(
  frames: readonly ReadFrame[],
  joins: readonly number[],
): { number: number; at: number }[] {
  const near = frames.flatMap(({ number, seconds }, at) => {
    const isNear = at >= frames.length - 3 || joins.some((join) => Math.abs(join - at) <= 2);
    const next = frames[at + 1]?.seconds ?? seconds + 0.02;
    return isNear ? [{ number, at: (seconds + next) / 2 }] : [];
  });
  return near;
}

/** Seeks, and reads the number burnt into the frame that is then shown; -1 when its parity is wrong. */
async function numberShownAt(page: Page, seconds: number): Promise<number> {
  return page.evaluate(async (at) => {
    await seekTo(at);
    return readNumber();
  }, seconds);
}

/** Plays from a moment to the end; the numbers of the frames that were shown on the way. */
async function playToEnd(
  page: Page,
  from: number,
): Promise<{ ended: boolean; seconds: number; numbers: number[] }> {
  return page.evaluate(async (at) => {
    const numbers: number[] = [];
    const look = (): void => {
      numbers.push(readNumber());
      video.requestVideoFrameCallback(look);
    };
    await seekTo(at);
    video.requestVideoFrameCallback(look);
    await new Promise<void>((resolve, reject) => {
      video.addEventListener('ended', () => resolve(), { once: true });
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
      video.play().catch(reject);
    });
    return { ended: video.ended, seconds: video.duration, numbers };
  }, from);
}

// What the page's own script holds: see `counterScript`.
declare const video: HTMLVideoElement;
declare function seekTo(seconds: number): Promise<void>;
declare function readNumber(): number;
