import { createServer } from 'node:http';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Embed } from '../../domain/api/embed.ts';
import { listen } from '../../sandbox/listen.ts';
import { launchBrowser } from '../support/browser.ts';
import { openCmi5Lms } from '../support/cmi5-lms.ts';
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

test('a cmi5 package reports by statements, each once, and goes on where it was left', async () => {
  const lms = await openCmi5Lms(await download('format=cmi5'));
  const verbs = () => lms.statements.map(({ verb }) => verb.id.split('/').at(-1));
  try {
    await page.goto(lms.launch(0));
    await playVideo(page, { rate: 4 });
    const group = (prompt: string) => page.getByRole('group', { name: prompt });
    await group('First?').getByLabel('The scope').check();
    await group('First?').getByText('Saved', { exact: true }).waitFor();
    await page.goto(lms.launch(0));
    // The answer of the first launch is there.
    await expect.poll(() => group('First?').getByLabel('The scope').isChecked()).toBe(true);
    await group('Second?').getByLabel('The scope').check();
    await page.getByRole('button', { name: 'Finish and see your score' }).click();
    await page.getByRole('heading', { name: '2 of 2 · Passed' }).waitFor();
    await page.getByText(/sent to your LMS/).waitFor();
    await page.goto('about:blank');
    const expected = ['initialized', 'terminated', 'initialized', 'completed', 'passed', 'terminated'];
    await expect.poll(verbs).toEqual(expected);
    const [passed] = lms.statements.filter(({ verb }) => verb.id.endsWith('/passed'));
    expect(passed?.result).toMatchObject({ success: true, score: { scaled: 1, raw: 2, min: 0, max: 2 } });
    const categories = passed?.context.contextActivities.category.map(({ id }) => id.split('/').at(-1));
    expect(categories).toEqual(['cmi5', 'moveon']);
    expect(lms.refusals).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(lms.origin) && url !== 'about:blank')).toEqual([]);
  } finally {
    await lms.close();
  }
});

test.each(['cc-1.1', 'thin-cc'])(
  'a cartridge as %s becomes links in a course that launch by LTI 1.3',
  async (format) => {
    const courseId = await importIntoCourse(await download(`format=${format}`), 'module.imscc');
    await page.goto(`${room.sandbox.origin}/courses/${courseId}`);
    await page.getByRole('link', { name: 'Chapter 2' }).click();
    await tool.getByRole('heading', { level: 1, name: 'Chapter 2' }).waitFor();
    await tool.locator('video').waitFor();
    // One chapter, not the module: its link has an address of its own.
    expect(await tool.getByRole('navigation', { name: 'Webinar' }).count()).toBe(0);
  },
);

test('a public page plays inside any page, grades, keeps nothing, and ends when it is closed', async () => {
  const address = `/api/modules/${room.module.id}/embeds`;
  const { organisation, url } = room.service;
  const embed = await organisation.json<Embed>(address, { method: 'POST', body: {} });
  const host = await openPageAround(embed.html);
  try {
    await page.goto(host.origin);
    tool = page.frameLocator('iframe');
    await tool.getByRole('heading', { level: 1, name: 'Chapter 1' }).waitFor();
    await expect
      .poll(() => tool.locator('video').evaluate((video) => Number(Reflect.get(video, 'readyState'))))
      .toBeGreaterThan(1);
    await tool.getByRole('button', { name: 'Start the quiz' }).click();
    await question('First?').getByLabel('The scope').check();
    await question('Second?').getByLabel('The budget').check();
    await tool.getByRole('button', { name: 'Finish and see your score' }).click();
    await tool.getByRole('heading', { name: '1 of 2 · Not passed' }).waitFor();
    const rows = await room.ctx.db.selectFrom('attempts').select('id').execute();
    expect(rows).toEqual([]);
    await organisation.fetch(`/api/embeds/${embed.id}`, { method: 'DELETE' });
    await page.reload();
    await tool.getByRole('heading', { name: 'This activity can’t be shown' }).waitFor();
    expect((await fetch(`${url}/oembed?url=${encodeURIComponent(embed.url)}`)).status).toBe(404);
  } finally {
    await host.close();
  }
});

/** Somebody else's page, on another site, with the code in it. */
async function openPageAround(code: string): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html').end(`<!doctype html><title>Blog</title>${code}`);
  });
  const origin = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  return {
    origin,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
