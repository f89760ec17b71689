import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cutChapter } from '../../pipelines/cut/cut-chapter.ts';
import { makeThumbnails } from '../../pipelines/media/make-thumbnails.ts';
import { probeRecording } from '../../pipelines/media/probe-recording.ts';
import { makeRenditions } from '../../pipelines/renditions/make-renditions.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { saveRenditions, type NewRendition } from '../../storage/renditions.ts';
import { launchBrowser } from '../support/browser.ts';
import { beInLms, toolFrame } from '../support/lms.ts';
import { openLtiRoom, type LtiRoom } from '../support/lti-room.ts';
import { makeSample } from '../support/made-sample.ts';
import { seekVideo } from '../support/player.ts';
import { axeViolations } from '../support/watch-pages.ts';

// Which form of a chapter's clip a learner watches: the first chapter has a picture, the second is sound alone.

const seconds = 14;

let browser: Browser;
let room: LtiRoom;
let folder: string;
let context: BrowserContext;
let page: Page;
let tool: FrameLocator;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-quality-'));
  [browser, room] = await Promise.all([launchBrowser(), openLtiRoom()]);
  const [first = '', second = ''] = room.module.chapterIds;
  await givePicture(first);
  await giveSound(second);
});
afterAll(async () => {
  await browser.close();
  await room.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  await beInLms(context, room.sandbox, room.learnerId);
  page = await context.newPage();
  tool = toolFrame(page);
});
afterEach(() => context.close());

async function givePicture(chapterId: string): Promise<void> {
  const { tools } = room.ctx;
  const recording = path.join(folder, 'recording.mp4');
  await makeSample(tools, recording, { seconds, width: 640, height: 400, gop: 50 });
  const clipPath = path.join(folder, 'clip.mp4');
  const probed = await probeRecording(tools, recording);
  await cutChapter({
    ...{ tools, path: recording, recording: probed, outPath: clipPath },
    startMs: 0,
    endMs: seconds * 1000,
  });
  const made = await makeRenditions({ tools, clipPath, workFolder: folder });
  const stored: NewRendition[] = [];
  for (const { path: file, ...rendition } of made)
    stored.push({ ...rendition, blobKey: await putFile('renditions', file) });
  await setClip(chapterId, { clip_key: await putFile('clips', clipPath), clip_frames: seconds * 25 });
  await saveRenditions(room.ctx.db, chapterId, 1, stored);
}

async function giveSound(chapterId: string): Promise<void> {
  const { tools } = room.ctx;
  const clipPath = path.join(folder, 'recording.mp4');
  const probed = await probeRecording(tools, clipPath);
  if (!probed.audio) throw new Error('no sound');
  const soundPath = path.join(folder, 'sound.m4a');
  const soundAlone = { ...probed };
  delete soundAlone.video;
  await cutChapter({
    ...{ tools, path: clipPath, recording: soundAlone, outPath: soundPath },
    startMs: 0,
    endMs: 8000,
  });
  const pictures = {
    posterPath: path.join(folder, 'poster.jpg'),
    thumbnailPath: path.join(folder, 'thumbnail.jpg'),
  };
  await makeThumbnails({ tools, clipPath: soundPath, durationMs: 8000, hasPicture: false, ...pictures });
  await setClip(chapterId, {
    clip_key: await putFile('clips', soundPath),
    clip_frames: 0,
    poster_key: await putFile('images', pictures.posterPath),
  });
}

async function putFile(kind: 'clips' | 'renditions' | 'images', file: string): Promise<string> {
  const key = newBlobKey(kind, room.service.organisation.id);
  await room.ctx.blobs.putFile(key, file);
  return key;
}

async function setClip(
  chapterId: string,
  clip: { clip_key: string; clip_frames: number; poster_key?: string },
): Promise<void> {
  await room.ctx.db
    .updateTable('chapters')
    .set({ ...clip, clip_revision: 1, clip_duration_ms: seconds * 1000, renditions_state: 'making' })
    .where('id', '=', chapterId)
    .execute();
}

async function openActivity(): Promise<void> {
  await page.goto(`${room.sandbox.origin}/courses/${room.courseId}`);
  await page.getByRole('link', { name: 'Webinar', exact: true }).click();
  await tool.locator('media-control-bar').waitFor();
}

const playing = () =>
  tool.locator('video').evaluate((element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('no video');
    const { currentSrc, currentTime, videoWidth, readyState } = element;
    return { file: currentSrc.split('?')[0]?.split('/').at(-1), currentTime, videoWidth, readyState };
  });

async function chooseByKeys(name: string): Promise<void> {
  const button = tool.getByRole('button', { name: /^Quality: / });
  await button.focus();
  await page.keyboard.press('Enter');
  const item = tool.getByRole('menuitemradio', { name });
  await item.waitFor();
  // The menu takes the focus when it has opened: a key before that is lost.
  await tool.locator('[role=menuitemradio]:focus').waitFor();
  const isFocused = () => item.evaluate((element) => element.matches(':focus'));
  for (let press = 0; press < 5 && !(await isFocused()); press++) await page.keyboard.press('ArrowDown');
  expect(await isFocused()).toBe(true);
  await page.keyboard.press('Enter');
}

test('a smaller picture is chosen by the keyboard alone, goes on at the same place, and is remembered', async () => {
  await openActivity();
  await seekVideo(tool, 6.02);
  await tool.getByRole('button', { name: 'Quality: Auto' }).click();
  await tool.getByRole('menuitemradio', { name: 'Sound only' }).waitFor();
  expect(await axeViolations(page, 'all')).toEqual([]);
  await page.keyboard.press('Escape');
  await chooseByKeys('360p, for poor links');
  await expect.poll(playing).toMatchObject({ file: '360p', videoWidth: 576 });
  await expect.poll(async () => (await playing()).currentTime).toBeCloseTo(6.02, 1);
  await openActivity();
  await tool.getByRole('button', { name: 'Quality: 360p' }).waitFor();
  expect((await playing()).file).toBe('360p');
});

test('sound alone plays on at the same place with the poster in view', async () => {
  await openActivity();
  await seekVideo(tool, 4.5);
  await chooseByKeys('Sound only');
  await expect.poll(playing).toMatchObject({ file: 'audio', videoWidth: 0 });
  await expect.poll(async () => (await playing()).currentTime).toBeCloseTo(4.5, 1);
});

test('a link that cannot carry the clip is helped by a stream, whose player is loaded only then', async () => {
  const scripts: string[] = [];
  page.on('request', (request) => void scripts.push(request.url()));
  await openActivity();
  await expect.poll(async () => (await playing()).readyState).toBeGreaterThan(1);
  expect(scripts.filter((url) => url.includes('adaptive'))).toEqual([]);
  await context.route(/\/clip\?/, () => undefined);
  await openActivity();
  await expect.poll(playing, { timeout: 15_000 }).toMatchObject({ videoWidth: 576, readyState: 4 });
  expect(scripts.some((url) => url.includes('/renditions/master.m3u8'))).toBe(true);
  await seekVideo(tool, 9.02);
  expect((await playing()).currentTime).toBeCloseTo(9.02, 2);
});

test('a chapter of sound alone is a waveform with controls, not a black picture', async () => {
  await openActivity();
  await tool.getByRole('button', { name: /^Next: / }).click();
  await tool.getByRole('img', { name: 'Waveform of the sound' }).waitFor();
  await expect
    .poll(() =>
      tool
        .locator('audio')
        .evaluate((element) => (element instanceof HTMLAudioElement ? element.duration : 0)),
    )
    .toBeGreaterThan(7);
  expect(await tool.locator('video').count()).toBe(0);
  expect(await axeViolations(page, 'all')).toEqual([]);
});
