import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox } from '../../sandbox/platform.ts';
import type { ProfileName } from '../../sandbox/profiles.ts';
import { launchBrowser } from '../support/browser.ts';
import { blockOwnWindows, dropCookies } from '../support/cookieless.ts';
import { beInLms, toolFrame } from '../support/lms.ts';
import { furnishRoom, type LtiRoom } from '../support/lti-room.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { giveTwoQuestions } from '../support/two-questions.ts';

/** LTI.md rules 8–12: each way into a frame is walked where the two others are closed. */
let browser: Browser;
let service: TestService;
let context: BrowserContext;
let page: Page;
const rooms = new Map<ProfileName, LtiRoom>();

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startTestService({ worker: true })]);
  for (const profile of ['moodle', 'canvas', 'sakai', 'brightspace'] as const) {
    rooms.set(profile, await openRoom(profile));
  }
});
afterAll(async () => {
  await browser.close();
  await Promise.all([...rooms.values()].map((room) => room.stop()));
  await service.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  context.setDefaultTimeout(8_000);
  page = await context.newPage();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    const frames = context.pages().flatMap((open) => open.frames());
    for (const frame of frames) {
      process.stderr.write(`${frame.url()}\n${await frame.locator('body').innerText()}\n\n`);
    }
  }
  await context.close();
  for (const room of rooms.values()) room.sandbox.faults.reset();
});

describe.each([
  ['canvas', 'no memory'],
  ['sakai', 'no memory'],
  ['brightspace', 'the memory of its tab'],
] as const)('by the storage of %s alone, where a frame has %s', (profile, memory) => {
  beforeEach(async () => {
    if (memory === 'no memory') await context.addInitScript(forgetTab);
    await dropCookies(context, service.url, 'everywhere');
    await blockOwnWindows(context, service.url);
  });

  test('a learner takes a quiz, and the grade stands in the gradebook', async () => {
    const room = roomOf(profile);
    await openAsLearner(room);
    await takeQuiz(toolFrame(page));
    await expectGrade(room, room.learnerId);
    expect(await toolCookies()).toEqual([]);
  });

  test('a reloaded frame goes on where it was', async () => {
    const room = roomOf(profile);
    await openAsLearner(room, room.otherLearnerId);
    const tool = toolFrame(page);
    await tool.getByRole('button', { name: 'Start the quiz' }).click();
    await choose(tool, 'First?', 'The budget');
    await tool.getByRole('group', { name: 'First?' }).getByText('Saved').waitFor();
    const frame = page.frames().find((one) => one.url().includes('/learn/'));
    expect(frame?.url()).not.toContain('code=');
    await frame?.evaluate(() => location.reload());
    await tool.getByRole('group', { name: 'First?' }).getByLabel('The budget').waitFor();
    const kept = tool.getByRole('group', { name: 'First?' }).getByLabel('The budget');
    expect(await kept.isChecked()).toBe(true);
  });

  test('a teacher places a module', async () => {
    const room = roomOf(profile);
    await pick(room);
    await toolFrame(page)
      .getByRole('button', { name: /^Add \d activit/ })
      .click();
    await page.getByText(/activit(?:y|ies) added\./).waitFor();
    expect(await toolCookies()).toEqual([]);
  });
});

describe('by a partitioned cookie alone', () => {
  // Moodle has no Platform Storage.
  beforeEach(async () => {
    await blockOwnWindows(context, service.url);
  });

  test('a learner takes a quiz, and the grade stands in the gradebook', async () => {
    const room = roomOf('moodle');
    await openAsLearner(room);
    await takeQuiz(toolFrame(page));
    await expectGrade(room, room.learnerId);
    expect(await toolCookies()).toMatchObject([{ partitionKey: 'http://127.0.0.1' }]);
  });

  test('a teacher places a module', async () => {
    await pick(roomOf('moodle'));
    await toolFrame(page)
      .getByRole('button', { name: /^Add \d activit/ })
      .click();
    await page.getByText(/activit(?:y|ies) added\./).waitFor();
  });
});

// Moodle has no storage, and Canvas' is silent here.
describe.each(['moodle', 'canvas'] as const)('by a new window alone, from %s', (profile) => {
  beforeEach(async () => {
    await dropCookies(context, service.url, 'in-frames');
    roomOf(profile).sandbox.faults.storage = 'silent';
  });

  test('a learner takes a quiz, and the grade stands in the gradebook (row 62)', async () => {
    const room = roomOf(profile);
    const { id } = room.sandbox.addUser({ name: 'Learner three' });
    room.sandbox.enrol(room.courseId, id, 'Learner');
    await openAsLearner(room, id);
    await takeQuiz(await openWindow());
    await expectGrade(room, id);
  });

  test('a teacher places a module', async () => {
    const room = roomOf(profile);
    const before = room.sandbox.deepLinkReturns.length;
    await openPicker(room);
    const opened = await openWindow();
    await chooseModule(opened);
    await opened.getByRole('button', { name: /^Add \d activit/ }).click();
    await opened.getByText(/activit(?:y|ies) added\./).waitFor();
    expect(room.sandbox.deepLinkReturns).toHaveLength(before + 1);
  });
});

test.each([
  ['row 59: an answer from another origin', 'other-origin'],
  ['row 60: an answer with another message id', 'other-message'],
  ['row 61: an answer with another value', 'other-value'],
] as const)(
  '%s does not count: the new window is offered, and there is no session',
  async (_title, fault) => {
    const room = roomOf('canvas');
    room.sandbox.faults.storage = fault;
    await dropCookies(context, service.url, 'everywhere');
    const before = await countLaunches();
    await openAsLearner(room);
    await toolFrame(page).getByRole('link', { name: 'Open in a new window' }).waitFor();
    expect(await countLaunches()).toBe(before);
  },
);

test('the frame grows to the page’s height where the LMS understands that, and Moodle is told nothing', async () => {
  await openAsLearner(roomOf('sakai'));
  await toolFrame(page).getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector<HTMLElement>('iframe.tool')?.style.height !== '');
  const heard = await page.evaluate(() => document.querySelector<HTMLElement>('iframe.tool')?.style.height);
  expect(heard).toMatch(/^\d+px$/);
});

test('the frame grows seldom: not for a line more, and never under a pressed pointer', async () => {
  await openAsLearner(roomOf('sakai'));
  await toolFrame(page).getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector<HTMLElement>('iframe.tool')?.style.height !== '');
  await addToPage(500);
  const grown = await frameHeight();
  expect(grown).toBeGreaterThan(500);
  await addToPage(40);
  await addToPage(40);
  expect(await frameHeight()).toBe(grown);
  const { x = 0, y = 0 } = (await page.locator('iframe.tool').boundingBox()) ?? {};
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  await addToPage(500);
  expect(await frameHeight()).toBe(grown);
  await page.mouse.up();
  await page.waitForFunction(
    (before) =>
      Number.parseInt(document.querySelector<HTMLElement>('iframe.tool')?.style.height ?? '') > before,
    grown,
  );
});

/** Makes the tool's page higher, and waits until the LMS has read whatever it says about it. */
async function addToPage(height: number): Promise<void> {
  await toolFrame(page)
    .locator('main')
    .evaluate(async (main, px) => {
      main.append(Object.assign(document.createElement('div'), { style: `height: ${px}px` }));
      for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
      // An answer to a question that was asked later.
      const answered = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
      window.parent.postMessage({ subject: 'lti.capabilities', message_id: 'later' }, '*');
      await answered;
    }, height);
}

async function frameHeight(): Promise<number> {
  const height = await page.locator('iframe.tool').evaluate(({ style }) => style.height);
  return Number.parseInt(height);
}

/** As browsers do for pages in frames whose site may keep nothing there. */
function forgetTab(): void {
  Object.defineProperty(window, 'sessionStorage', {
    get: () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    },
  });
}

async function openRoom(profile: ProfileName): Promise<LtiRoom> {
  const sandbox = await createSandbox({ profile });
  const room = await furnishRoom(service, sandbox);
  await giveTwoQuestions(service.ctx, service.organisation.id, room.module.chapterIds[0] ?? '');
  // A vendor's issuer is not where its pages are.
  await service.organisation.json(`/api/platforms/${room.platformId}`, {
    method: 'PATCH',
    body: { frameOrigins: [sandbox.origin] },
  });
  const [chapterId = ''] = room.module.chapterIds;
  await service.ctx.db
    .updateTable('chapters')
    .set({ completion: JSON.stringify({ watchedShare: 0, quizPassed: true, templateOpened: false }) })
    .where('module_id', '=', room.module.id)
    .execute();
  await service.ctx.db
    .updateTable('publications')
    .set({ chapter_id: chapterId })
    .where('module_id', '=', room.module.id)
    .execute();
  return room;
}

function roomOf(profile: ProfileName): LtiRoom {
  const room = rooms.get(profile);
  if (room === undefined) throw new Error(`no room like ${profile}`);
  return room;
}

async function openAsLearner(room: LtiRoom, userId = room.learnerId): Promise<void> {
  await beInLms(context, room.sandbox, userId);
  await page.goto(`${room.sandbox.origin}/courses/${room.courseId}/links/${room.linkId}`);
}

async function openPicker(room: LtiRoom): Promise<void> {
  await beInLms(context, room.sandbox, room.teacherId);
  await page.goto(`${room.sandbox.origin}/courses/${room.courseId}/add/${room.identity.clientId}`);
}

async function pick(room: LtiRoom): Promise<void> {
  await openPicker(room);
  await chooseModule(toolFrame(page));
}

async function chooseModule(picker: FrameLocator | Page): Promise<void> {
  await picker.getByRole('checkbox', { name: 'Webinar' }).first().check();
  await picker.getByRole('button', { name: /^Add \d activit/ }).click();
  await picker.getByRole('heading', { name: 'The following will be added' }).waitFor();
}

async function openWindow(): Promise<Page> {
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    toolFrame(page).getByRole('link', { name: 'Open in a new window' }).click(),
  ]);
  return opened;
}

async function choose(tool: FrameLocator | Page, prompt: string, answer: string): Promise<void> {
  await tool.getByRole('group', { name: prompt }).getByLabel(answer).check();
}

async function takeQuiz(tool: FrameLocator | Page): Promise<void> {
  await tool.getByRole('button', { name: 'Start the quiz' }).click();
  await choose(tool, 'First?', 'The scope');
  await choose(tool, 'Second?', 'The scope');
  await tool.getByRole('button', { name: 'Finish and see your score' }).click();
  await tool.getByRole('heading', { name: '2 of 2 · Passed' }).waitFor();
  await tool.getByText(/sent to/).waitFor();
}

async function expectGrade(room: LtiRoom, userId: string): Promise<void> {
  await service.drain();
  expect(room.sandbox.result(room.lineItemId, userId)?.resultScore).toBeGreaterThan(0);
}

async function toolCookies() {
  return (await context.cookies()).filter(({ name }) => name.startsWith('launch_'));
}

async function countLaunches(): Promise<number> {
  return (await service.ctx.db.selectFrom('launches').select('id').execute()).length;
}
