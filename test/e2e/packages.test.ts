import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { beInLms, toolFrame } from '../support/lms.ts';
import { openLtiRoom, type LtiRoom } from '../support/lti-room.ts';
import { furnishModule } from '../support/play-room.ts';
import { playVideo } from '../support/player.ts';

// Packages in a real browser, in the LMS that they were given to.

let browser: Browser;
let room: LtiRoom;
let context: BrowserContext;
let page: Page;
let tool: FrameLocator;
/** Every address that a page asked for. */
let asked: string[];

beforeAll(async () => {
  [browser, room] = await Promise.all([launchBrowser(), openLtiRoom()]);
  await furnishModule(room);
});
afterAll(async () => {
  await browser.close();
  await room.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  tool = toolFrame(page);
  asked = [];
  page.on('request', (request) => asked.push(request.url()));
});
afterEach(() => context.close());

async function download(query: string): Promise<Uint8Array> {
  const answer = await room.service.organisation.fetch(`/api/modules/${room.module.id}/package?${query}`);
  if (!answer.ok) throw new Error(`the package answered ${answer.status}: ${await answer.text()}`);
  return answer.bytes();
}

/** Puts a package into a fresh course of the LMS, as its teacher would, and gives the course. */
async function importIntoCourse(bytes: Uint8Array, fileName: string): Promise<string> {
  const { id } = room.sandbox.addCourse({ title: 'Packages' });
  room.sandbox.enrol(id, room.teacherId, 'Instructor');
  room.sandbox.enrol(id, room.learnerId, 'Learner');
  await beInLms(context, room.sandbox, room.teacherId);
  await page.goto(`${room.sandbox.origin}/courses/${id}`);
  await page
    .getByLabel('Common Cartridge or SCORM package')
    .setInputFiles({ name: fileName, mimeType: 'application/zip', buffer: Buffer.from(bytes) });
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByText(/added/).waitFor();
  await beInLms(context, room.sandbox, room.learnerId);
  return id;
}

const question = (prompt: string) => tool.getByRole('group', { name: prompt });

async function answerRightly(): Promise<void> {
  await question('First?').getByLabel('The scope').check();
  await question('Second?').getByLabel('The scope').check();
  await tool.getByRole('button', { name: 'Finish and see your score' }).click();
  await tool.getByRole('heading', { name: '2 of 2 · Passed' }).waitFor();
}

/** Lets nothing leave for anywhere but the LMS, whatever is asked for. */
async function cutTheNetwork(): Promise<void> {
  asked.length = 0;
  await context.route(
    (url) => url.origin !== room.sandbox.origin,
    (route) => route.abort('internetdisconnected'),
  );
}

function elsewhere(): string[] {
  return asked.filter((url) => !url.startsWith('data:') && new URL(url).origin !== room.sandbox.origin);
}

describe.each(['scorm-1.2', 'scorm-2004'] as const)('a package as %s', (format) => {
  test('plays without a network and reports watching, completion and score, chapter by chapter', async () => {
    const courseId = await importIntoCourse(await download(`format=${format}`), 'package.zip');
    await cutTheNetwork();
    await page.goto(`${room.sandbox.origin}/courses/${courseId}`);
    await page.getByRole('link', { name: 'Chapter 1' }).click();
    await tool.getByRole('heading', { level: 1, name: 'Chapter 1' }).waitFor();
    await playVideo(tool, { untilSeconds: 2, rate: 4 });
    await tool.getByText(/^\d\d% of 90% watched$/).waitFor();
    await page.goto(`${room.sandbox.origin}/courses/${courseId}`);
    await page.getByText('SCORM. incomplete.').waitFor();

    await page.getByRole('link', { name: 'Chapter 1' }).click();
    await tool.getByText(/^\d\d% of 90% watched$/).waitFor();
    await playVideo(tool, { rate: 4 });
    await tool.getByText('The quiz is open below the video.').waitFor();
    await answerRightly();
    await tool.getByText('This chapter is complete').waitFor();
    await tool.getByText(/sent to your LMS/).waitFor();
    await page.goto(`${room.sandbox.origin}/courses/${courseId}`);
    const standing = format === 'scorm-1.2' ? 'SCORM. passed, 100.' : 'SCORM. completed, passed, 2.';
    await page.getByText(standing).waitFor();
    expect(elsewhere()).toEqual([]);
  });
});

test('a whole module as one SCORM 2004 activity tells how far it is, and goes on where it was left', async () => {
  const bytes = await download('format=scorm-2004&parts=module');
  const courseId = await importIntoCourse(bytes, 'package.zip');
  await cutTheNetwork();
  await page.goto(`${room.sandbox.origin}/courses/${courseId}`);
  await page.locator('.activities a').click();
  await tool.getByRole('button', { name: 'Start the quiz' }).click();
  await question('First?').getByLabel('The budget').check();
  await question('First?').getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  // The open attempt came back with its answer.
  expect(await question('First?').getByLabel('The budget').isChecked()).toBe(true);
  await answerRightly();
  await tool.getByRole('button', { name: /^2\. Chapter 2/ }).click();
  await playVideo(tool, { rate: 4 });
  await tool.getByText('This chapter is complete').waitFor();
  const [sco = ''] = new URL(page.url()).pathname.split('/').slice(-1);
  const [, , packageId = ''] = new URL(page.url()).pathname.split('/');
  const record = () => room.sandbox.scormRecord(packageId, sco, room.learnerId);
  // The quiz is passed and the second chapter complete; the first was not watched.
  await expect.poll(() => record()['cmi.score.scaled']).toBe('1');
  expect(record()).toMatchObject({
    'cmi.completion_status': 'incomplete',
    'cmi.success_status': 'passed',
    'cmi.progress_measure': '0.75',
    'cmi.score.raw': '3',
    'cmi.score.max': '3',
  });
  expect(elsewhere()).toEqual([]);
});
