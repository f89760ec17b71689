import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Hls from 'hls.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFrames, type ReadFrame } from '../../fixtures/read-counter.ts';
import { cutChapter } from '../../pipelines/cut/cut-chapter.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../pipelines/media/probe-recording.ts';
import { makeRenditions, type MadeRendition } from '../../pipelines/renditions/make-renditions.ts';
import { writeMasterPlaylist, writeMediaPlaylist } from '../../src/hls-playlists.ts';
import type { RenditionRow } from '../../storage/schema.ts';
import { launchBrowser } from '../support/browser.ts';
import { counterScript } from '../support/counter-script.ts';
import { makeSample } from '../support/made-sample.ts';

// A chapter's renditions in Chromium, played by hls.js from the playlists that the service writes.

let folder: string;
let browser: Browser;
let server: Server;
let levels: RenditionRow[];
let frames: ReadFrame[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-hls-'));
  levels = await makeLevels();
  server = createServer(
    (request, response) => void serve(request.url ?? '', request.headers.range, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A smart cut with B-frames, its key frames far apart, and what is made of it. */
async function makeLevels(): Promise<RenditionRow[]> {
  const tools = await findMediaTools();
  const source = path.join(folder, 'recording.mp4');
  await makeSample(tools, source, { seconds: 18, width: 640, height: 400, gop: 75 });
  const recording = await probeRecording(tools, source);
  const outPath = path.join(folder, 'clip.mp4');
  await cutChapter({ tools, path: source, recording, startMs: 1_111, endMs: 16_333, outPath });
  frames = await readFrames(tools, outPath);
  const made = await makeRenditions({ tools, clipPath: outPath, workFolder: folder });
  return made.filter(({ segments }) => segments !== null).map(rowOf);
}

function rowOf({ kind, path: file, bytes, size, segments }: MadeRendition): RenditionRow {
  return {
    chapter_id: 'chapter',
    clip_revision: 1,
    kind,
    blob_key: file,
    bytes,
    width: size?.width ?? null,
    height: size?.height ?? null,
    segments,
    created_at: new Date(),
  };
}

async function serve(url: string, range: string | undefined, response: ServerResponse): Promise<void> {
  if (url === '/') {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><video muted></video>
      <script src="/hls.js"></script>
      <script>${counterScript}
      const hls = new Hls({ enableWorker: false });
      hls.loadSource('/master.m3u8');
      hls.attachMedia(video);</script>`);
    return;
  }
  if (url === '/hls.js') {
    response.end(await readFile('node_modules/hls.js/dist/hls.min.js'));
    return;
  }
  const level = levels.find(({ kind }) => url.startsWith(`/${kind}`));
  if (url.endsWith('.m3u8')) {
    response.end(
      level
        ? writeMediaPlaylist({ rendition: level, url: `/${level.kind}` })
        : writeMasterPlaylist(levels.map((rendition) => ({ rendition, url: `/${rendition.kind}.m3u8` }))),
    );
    return;
  }
  const [, start = '0', end = '0'] = /bytes=(\d+)-(\d+)/.exec(range ?? '') ?? [];
  response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${level?.bytes ?? 0}` });
  createReadStream(level?.blob_key ?? '', { start: Number(start), end: Number(end) }).pipe(response);
}

declare const hls: Hls;
declare function seekTo(seconds: number): Promise<void>;
declare function readNumber(): number;

async function openPlayer(): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(
    () => hls.levels.length === 2 && hls.media !== null && hls.media.readyState >= 2,
  );
  return page;
}

/** Every seventh frame's middle, from both ends in turn, so that seeks go both ways over the segments' edges. */
function momentsToSeek(): { number: number; at: number }[] {
  const some = frames.filter((_frame, at) => at % 23 === 0 || at === frames.length - 1);
  const moments = some.map(({ number, seconds }) => ({ number, at: seconds + 0.02 }));
  return moments.flatMap((_, at) => moments[at % 2 === 0 ? at / 2 : moments.length - (at + 1) / 2] ?? []);
}

const numberAt = (page: Page, seconds: number): Promise<number> =>
  page.evaluate(async (at) => {
    await seekTo(at);
    return readNumber();
  }, seconds);

test('every level shows the very frame that is sought, also after a change of level', async () => {
  const page = await openPlayer();
  const moments = momentsToSeek();
  for (const level of [0, 1, 0]) {
    await page.evaluate((to) => (hls.currentLevel = to), level);
    await page.waitForFunction((to) => hls.currentLevel === to, level);
    const seen: number[] = [];
    for (const { at } of moments) seen.push(await numberAt(page, at));
    expect(seen, `level ${level}`).toEqual(moments.map(({ number }) => number));
  }
  const seconds = await page.evaluate(() => hls.media?.duration ?? 0);
  expect(Math.abs(seconds - (frames.at(-1)?.seconds ?? 0) - 0.04)).toBeLessThan(0.05);
  await page.close();
});

test('plays to the end over a change of level without a frame out of order', async () => {
  const page = await openPlayer();
  const numbers = await page.evaluate(async () => {
    const { media } = hls;
    if (!(media instanceof HTMLVideoElement)) throw new Error('no video');
    const shown: number[] = [];
    const look = (): void => {
      shown.push(readNumber());
      media.requestVideoFrameCallback(look);
    };
    await seekTo(0);
    media.requestVideoFrameCallback(look);
    media.playbackRate = 4;
    hls.nextLevel = hls.currentLevel === 0 ? 1 : 0;
    const ended = new Promise((resolve) => media.addEventListener('ended', resolve, { once: true }));
    await media.play();
    await ended;
    return shown;
  });
  const known = new Set(frames.map(({ number }) => number));
  expect(numbers.length).toBeGreaterThan(10);
  expect(numbers.filter((number) => !known.has(number))).toEqual([]);
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  await page.close();
});
