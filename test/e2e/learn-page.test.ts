import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { beInLms, toolFrame } from '../support/lms.ts';
import { openLtiRoom, type LtiRoom } from '../support/lti-room.ts';
import { makeSample } from '../support/made-sample.ts';
import { giveTwoQuestions } from '../support/two-questions.ts';

// The learner's page in an LMS's frame, when things go less than well.

const clipSeconds = 20;

let browser: Browser;
let room: LtiRoom;
let folder: string;
let context: BrowserContext;
let page: Page;
let tool: FrameLocator;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-learn-page-'));
  [browser, room] = await Promise.all([launchBrowser(), openLtiRoom()]);
  const clip = path.join(folder, 'clip.mp4');
  await makeSample(room.ctx.tools, clip, { seconds: clipSeconds, width: 320, height: 180, gop: 50 });
  await giveClip(clip);
  await giveTwoQuestions(room.ctx, room.service.organisation.id, room.module.chapterIds[0] ?? '');
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

/** One clip for both chapters of the room's module. */
async function giveClip(file: string): Promise<void> {
  const chapters = room.ctx.db.selectFrom('chapters').select('clip_key');
  for (const { clip_key: key } of await chapters.where('module_id', '=', room.module.id).execute()) {
    await room.ctx.blobs.put(key ?? '', createReadStream(file));
  }
  await room.ctx.db
    .updateTable('chapters')
    .set({ clip_duration_ms: clipSeconds * 1000 })
    .where('module_id', '=', room.module.id)
    .execute();
}

async function openActivity(): Promise<void> {
  await page.goto(`${room.sandbox.origin}/courses/${room.courseId}`);
  await page.getByRole('link', { name: 'Webinar', exact: true }).click();
  // The pages on the way there have headings, too.
  await tool.getByRole('heading', { level: 1, name: /^(Chapter 1|This activity can’t be shown)$/ }).waitFor();
}

async function watchedMs(): Promise<number> {
  const rows = await room.ctx.db.selectFrom('progress').select('intervals').execute();
  return rows.flatMap(({ intervals }) => intervals).reduce((sum, [fromMs, toMs]) => sum + toMs - fromMs, 0);
}

const question = (prompt: string) => tool.getByRole('group', { name: prompt });

test('shows its first frame with at most 60 kB of compressed script, and asks nobody else for anything', async () => {
  const origins = new Set<string>();
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await context.addInitScript(() => {
    document.addEventListener('loadeddata', () => performance.mark('first frame'), {
      capture: true,
      once: true,
    });
  });
  await openActivity();
  await tool.locator('media-control-bar').waitFor();
  const { before, after } = await tool.locator('video').evaluate(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    const [frame] = performance.getEntriesByName('first frame');
    const isBefore = ({ startTime }: PerformanceEntry) => frame !== undefined && startTime < frame.startTime;
    return {
      before: scripts.filter(isBefore).map(({ name }) => name),
      after: scripts.filter((script) => !isBefore(script)).map(({ name }) => name),
    };
  });
  expect(await compressedBytes(before)).toBeGreaterThan(10_000);
  expect(await compressedBytes(before)).toBeLessThanOrEqual(60 * 1024);
  expect(after.some((name) => name.includes('player-controls'))).toBe(true);
  expect([...origins].toSorted()).toEqual([room.sandbox.origin, room.service.url].toSorted());
});

async function compressedBytes(urls: readonly string[]): Promise<number> {
  const bodies = await Promise.all(urls.map(async (url) => (await fetch(url)).bytes()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

test('keeps an answer given without a connection, and sends it when there is one', async () => {
  await openActivity();
  await tool.getByRole('button', { name: 'Start the quiz' }).click();
  await question('First?').getByLabel('The scope').check();
  await question('First?').getByText('Saved', { exact: true }).waitFor();
  await context.route(/\/responses\//, (route) => route.abort('internetdisconnected'));
  await question('Second?').getByLabel('The budget').check();
  await question('Second?')
    .getByText(/Kept here, not sent yet/)
    .waitFor();
  await tool.getByRole('button', { name: 'Finish and see your score' }).click();
  await tool.getByText('1 answer is not sent yet. Finish when the connection is back.').waitFor();
  await context.unroute(/\/responses\//);
  await question('Second?').getByText('Saved', { exact: true }).waitFor();
  await tool.getByRole('button', { name: 'Finish and see your score' }).click();
  const result = tool.getByRole('heading', { name: '1 of 2 · Not passed' });
  await result.waitFor();
  expect(await result.evaluate((heading) => heading === document.activeElement)).toBe(true);
});

test('keeps what was watched when the page is left at once, and goes on there', async () => {
  await openActivity();
  await tool.locator('video').evaluate(async (video) => {
    if (!(video instanceof HTMLVideoElement)) throw new Error('no video');
    video.playbackRate = 4;
    await video.play();
    await new Promise<void>((resolve) => {
      const look = () => (video.currentTime > 8 ? resolve() : void requestAnimationFrame(look));
      look();
    });
  });
  await page.goto(`${room.sandbox.origin}/courses/${room.courseId}`);
  await expect.poll(watchedMs, { timeout: 10_000 }).toBeGreaterThan(7000);
  await openActivity();
  await tool.getByText(/^Continued at 0:0[89]/).waitFor();
  await tool.getByText(/^\d\d% of 90% watched$/).waitFor();
});

test('goes on with the native controls when the player’s own cannot be loaded', async () => {
  await context.route(/player-controls/, (route) => route.abort());
  await openActivity();
  const video = tool.locator('video');
  const hasControls = () =>
    video.evaluate((element) => element instanceof HTMLVideoElement && element.controls);
  expect(await hasControls()).toBe(true);
  await expect
    .poll(() => video.evaluate((element) => element instanceof HTMLVideoElement && element.videoWidth))
    .toBe(320);
});

test('says in a sentence that the module was taken back, and comes back with it', async () => {
  const address = (verb: string) => `/api/modules/${room.module.id}/${verb}`;
  await room.service.organisation.json(address('retract'), { method: 'POST' });
  await openActivity();
  await tool.getByRole('heading', { name: 'This activity can’t be shown' }).waitFor();
  await tool.getByText(/^Your trainer has taken this module back for now\./).waitFor();
  await room.service.organisation.json(address('publish'), { method: 'POST' });
  await tool.getByRole('button', { name: 'Try again' }).click();
  await tool.getByRole('heading', { name: 'Chapter 1', level: 1 }).waitFor();
});

test('says that its session has ended, and what to do', async () => {
  await beInLms(context, room.sandbox, room.otherLearnerId);
  await openActivity();
  await room.ctx.db.updateTable('launches').set({ expires_at: room.ctx.now() }).execute();
  await tool.getByRole('button', { name: 'Start the quiz' }).click();
  await tool.getByText('This page’s session has ended').waitFor();
  await tool.getByText(/^Open the activity again from your course to go on/).waitFor();
});
