import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../sandbox/platform.ts';
import { seedSandbox, type Seeded } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { launchBrowser } from '../support/browser.ts';
import { dropCookies } from '../support/cookieless.ts';
import { tabTo } from '../support/keyboard.ts';
import { clickInFrame, openActivity, signInToLms, toolFrame } from '../support/lms.ts';
import { playVideo, seekVideo } from '../support/player.ts';
import { makeSampleFiles, sampleAnswers, type SampleFiles } from '../support/sample-files.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { dropFiles, signInToStudio } from '../support/studio.ts';
import { watchPages } from '../support/watch-pages.ts';

// One story, told in order: each test goes on where the one before it ended.

let browser: Browser;
let service: TestService;
let sandbox: Sandbox;
let seeded: Seeded;
let folder: string;
let files: SampleFiles;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-journeys-'));
  [browser, service, sandbox] = await Promise.all([
    launchBrowser(),
    startTestService({ worker: true }),
    createSandbox(),
  ]);
  seeded = seedSandbox(sandbox);
  files = await makeSampleFiles(service.ctx.tools, folder, { seconds: 50, width: 640 });
});
afterAll(async () => {
  await browser.close();
  await Promise.all([service.stop(), sandbox.close()]);
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  context = await browser.newContext({ acceptDownloads: true });
  context.setDefaultTimeout(30_000);
  complaints = watchPages(context, [service.url, sandbox.origin]);
  page = await context.newPage();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') process.stderr.write(`${await wordsOnPages()}\n`);
  await context.close();
  expect(complaints).toEqual([]);
});

test('a trainer drops the files of a session, sees them recognised, cut, and publishes the module', async () => {
  await page.goto(service.url);
  await signInToStudio(page, service.organisation);
  await page.goto(`${service.url}/recordings/new`);
  await page.getByText(/^Drop the recording here/).waitFor();
  const { recording, outline, transcript, quiz, template } = files;
  await dropFiles(page, [recording, outline, transcript, quiz, template]);
  const list = page.getByRole('list', { name: 'Files of this recording' });
  await expectWords(list.getByRole('listitem'), [
    [/Running a small project\.mp4/, /Recording, 0:50/],
    [/outline\.txt/, /Outline, 5 chapters/],
    [/transcript\.vtt/, /Transcript, 16 cues, 2 speakers/],
    [/quiz\.gift/, /Quiz, 9 questions/],
    [/Scoping template\.csv/, /Attachment/],
  ]);
  expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Running a small project');
  expect(await page.getByLabel(/^Outline: /).inputValue()).toContain('Scoping');

  await page.getByRole('button', { name: 'Make chapters' }).click();
  await page.getByRole('heading', { name: 'Running a small project' }).waitFor();
  await page.getByText(/^\d of 5 ready$/).waitFor();
  await page.getByText('All 5 chapters are ready to review.').waitFor({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Open module' }).click();

  await page.getByText('Draft, ready to publish').waitFor();
  await page.getByRole('tab', { name: /^Quiz/ }).click();
  await page.getByText('1 question, 1 mark').waitFor();
  await page.getByRole('button', { name: 'Publish module' }).click();
  await page.getByText('Published, not placed in a course yet').waitFor();
});

test('a trainer takes a module back and publishes it again with the keyboard alone', async () => {
  await page.goto(service.url);
  await page.getByLabel('E-mail address').waitFor();
  await page.keyboard.type(service.organisation.email);
  await tabTo(page, 'Password');
  await page.keyboard.type(service.organisation.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Library' }).waitFor();
  await tabTo(page, /^Running a small project/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/(?:modules|recordings)\/[0-9a-f-]+/);
  if (page.url().includes('/recordings/')) {
    await page.getByRole('button', { name: 'Open module' }).waitFor();
    await tabTo(page, 'Open module');
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Retract module' }).waitFor();
  await tabTo(page, 'Retract module');
  await page.keyboard.press('Enter');
  await page.getByText('Retracted, learners don’t see it').waitFor();
  await focusOrTabTo(page, 'Publish module again');
  await page.keyboard.press('Enter');
  await page.getByText('Published, not placed in a course yet').waitFor();
});

test('an administrator registers the tool from one address, and a teacher takes five chapters in one return', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: service.url });
  await page.goto(`${service.url}/platforms`);
  await signInToStudio(page, service.organisation);
  await page.getByRole('button', { name: 'Add an LMS' }).first().click();
  await page.getByRole('button', { name: 'Copy: Registration address' }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toContain(`${service.url}/lti/register`);

  const lms = await context.newPage();
  await signInToLms(lms, sandbox, 'Admin');
  await lms.getByRole('link', { name: 'External tools' }).click();
  await lms.getByLabel('Registration URL').fill(address);
  await lms.getByRole('button', { name: 'Register tool' }).click();
  await toolFrame(lms)
    .getByRole('button', { name: /^Connect / })
    .click();
  await toolFrame(lms).getByRole('heading', { name: 'The LMS is connected' }).waitFor();
  await toolFrame(lms).getByRole('button', { name: 'Close and return to the LMS' }).click();
  await lms.getByText('The tool is registered.').waitFor();
  await lms.getByRole('button', { name: /^Activate/ }).click();
  await lms.getByText('Active', { exact: true }).waitFor();

  await page.getByText(/ has registered$/).waitFor();
  await page.getByRole('button', { name: 'Show it' }).click();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByText('Connected', { exact: true }).waitFor();

  await signInToLms(lms, sandbox, 'Teacher');
  await lms.getByRole('link', { name: /Sample course/ }).click();
  await lms.getByRole('link', { name: 'Add content from Afterclass' }).click();
  const picker = toolFrame(lms);
  await picker.getByRole('checkbox', { name: 'Running a small project' }).check();
  await picker.getByText('5 activities, 5 grade columns').waitFor();
  await picker.getByRole('button', { name: 'Add 5 activities' }).click();
  await picker.getByText('5 activities and 5 gradebook columns').waitFor();
  await picker.getByRole('button', { name: 'Add 5 activities' }).click();
  await lms.getByText('5 activities added.').waitFor();

  expect(sandbox.deepLinkReturns).toHaveLength(1);
  expect(sandbox.resourceLinks(seeded.courseId).map(({ title }) => title)).toEqual(chapterTitles);
  expect(sandbox.lineItems(seeded.courseId).map(({ label, scoreMaximum }) => [label, scoreMaximum])).toEqual([
    ['Introduction', 1],
    ['Scoping', 3],
    ['Budgeting', 2],
    ['Risk management', 2],
    ['Wrap-up', 1],
  ]);
  await page.reload();
  await page.getByText('5 publications').or(page.getByText('Nothing placed yet')).waitFor();
});

const chapterTitles = ['Introduction', 'Scoping', 'Budgeting', 'Risk management', 'Wrap-up'];

test('a learner watches, passes the quiz, keeps the template, and the grade stands in the gradebook', async () => {
  await openActivity(page, sandbox, 'Learner one', 'Scoping');
  const tool = toolFrame(page);
  await tool.getByRole('heading', { name: 'Scoping', level: 1 }).waitFor();
  // The browser tells of its cookies a moment after it has them.
  await expect
    .poll(async () => (await context.cookies()).find(({ name }) => name.startsWith('launch_')))
    .toMatchObject({ httpOnly: true, sameSite: 'None', partitionKey: 'http://127.0.0.1' });

  // Looking at the end is not watching.
  await seekVideo(tool, -0.5);
  await tool.getByText('0% of 90% watched').waitFor();

  // What was said is found, and plays from there.
  await clickInFrame(page, tool.getByRole('button', { name: 'Show the transcript' }));
  await tool.getByLabel('Search what is said').fill('OUT of scope');
  await tool.getByText('1 line found').waitFor();
  const line = tool.getByRole('button', { name: /Then write down what is out of scope/ });
  await clickInFrame(page, line);
  await tool.locator('.transcript-line[aria-current]', { hasText: 'out of scope' }).waitFor();
  expect(
    await tool.locator('video').evaluate(({ currentTime }: HTMLVideoElement) => currentTime),
  ).toBeGreaterThan(1);
  await clickInFrame(page, tool.getByRole('button', { name: 'Hide the transcript' }));
  await seekVideo(tool, 0);
  await playVideo(tool, { untilSeconds: 5, rate: 4 });
  await tool.getByText(/^[1-8]\d% of 90% watched$/).waitFor();

  await clickInFrame(page, tool.getByRole('button', { name: 'Start the quiz' }));
  await choose(tool, sampleAnswers.result.prompt, sampleAnswers.result.right);
  await question(tool, sampleAnswers.result.prompt).getByText('Saved').waitFor();

  // What was watched and answered is there again after a reload.
  await page.reload();
  await tool.getByText(/^Continued at 0:0\d/).waitFor();
  expect(
    await question(tool, sampleAnswers.result.prompt).getByLabel(sampleAnswers.result.right).isChecked(),
  ).toBe(true);
  await playVideo(tool);
  await tool.getByText(/^\d+% watched$/).waitFor();

  await choose(tool, sampleAnswers.outOfScope.prompt, sampleAnswers.outOfScope.right);
  await choose(tool, sampleAnswers.changes.prompt, sampleAnswers.changes.right);
  await clickInFrame(page, tool.getByRole('button', { name: 'Finish and see your score' }));
  await tool.getByRole('heading', { name: '3 of 3 · Passed' }).waitFor();
  await tool.getByText(/sent to Sandbox/).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    clickInFrame(page, tool.getByRole('link', { name: /Scoping template/ })),
  ]);
  expect(download.suggestedFilename()).toBe('Scoping template.csv');
  expect(await readFile(await download.path(), 'utf8')).toBe(await readFile(files.template, 'utf8'));
  await tool.getByText('opened', { exact: true }).waitFor();
  await tool.getByText('This chapter is complete').waitFor();

  await page.reload();
  await tool.getByText('3 of 3 counts, passed').waitFor();
  expect(await gradeOf('Learner one', 'Scoping')).toContain('3 / 3');
});

test('a learner with a wrong answer reads why, gets the lower grade, and tries again', async () => {
  await openActivity(page, sandbox, 'Learner two', 'Scoping');
  const tool = toolFrame(page);
  await clickInFrame(page, tool.getByRole('button', { name: 'Start the quiz' }));
  await choose(tool, sampleAnswers.result.prompt, sampleAnswers.result.wrong);
  await choose(tool, sampleAnswers.outOfScope.prompt, sampleAnswers.outOfScope.wrong);
  await choose(tool, sampleAnswers.changes.prompt, sampleAnswers.changes.right);
  await clickInFrame(page, tool.getByRole('button', { name: 'Finish and see your score' }));
  await tool.getByRole('heading', { name: '1 of 3 · Not passed' }).waitFor();
  await tool.getByText(sampleAnswers.result.feedback).waitFor();
  await tool.getByText(/sent to Sandbox/).waitFor();
  expect(await gradeOf('Learner two', 'Scoping')).toContain('1 / 3');

  await openActivity(page, sandbox, 'Learner two', 'Scoping');
  await clickInFrame(page, tool.getByRole('button', { name: 'See your answers' }));
  await clickInFrame(page, tool.getByRole('button', { name: 'Try again' }));
  await choose(tool, sampleAnswers.result.prompt, sampleAnswers.result.right);
  await choose(tool, sampleAnswers.outOfScope.prompt, sampleAnswers.outOfScope.right);
  await choose(tool, sampleAnswers.changes.prompt, sampleAnswers.changes.right);
  await clickInFrame(page, tool.getByRole('button', { name: 'Finish and see your score' }));
  await tool.getByRole('heading', { name: '3 of 3 · Passed' }).waitFor();
  await tool.getByText(/3 of 3.*sent to Sandbox/).waitFor();
  expect(await gradeOf('Learner two', 'Scoping')).toContain('3 / 3');
});

test('a learner whose browser keeps no cookies in frames goes on in a new window, with the keyboard alone', async () => {
  await dropCookies(context, service.url, 'in-frames');
  await openActivity(page, sandbox, 'Learner three', 'Budgeting');
  const tool = toolFrame(page);
  await tool.getByRole('heading', { name: 'Open this activity in its own window' }).waitFor();
  expect((await context.cookies()).filter(({ name }) => /^(?:launch|lti)_/.test(name))).toEqual([]);
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    tool.getByRole('link', { name: 'Open in a new window' }).press('Enter'),
  ]);

  await opened.getByRole('heading', { name: 'Budgeting', level: 1 }).waitFor();
  await focusOrTabTo(opened, 'Start the quiz');
  await opened.keyboard.press('Enter');
  await opened.getByText('How many per cent are kept for what nobody saw?').waitFor();
  await tabTo(opened, /^Your answer, as a number/);
  await opened.keyboard.type('15');
  for (const habit of ['Estimating in ranges', 'Reviewing the figures every month']) {
    await tabTo(opened, habit);
    await opened.keyboard.press('Space');
  }
  await tabTo(opened, 'Finish and see your score');
  await opened.keyboard.press('Enter');
  await opened.getByRole('heading', { name: '2 of 2 · Passed' }).waitFor();
  await opened.getByText(/sent to Sandbox/).waitFor();
  await opened.close();
  expect(await gradeOf('Learner three', 'Budgeting')).toContain('2 / 2');
});

/** What stands on all open pages, frames too: told when a test fails. */
async function wordsOnPages(): Promise<string> {
  const frames = context.pages().flatMap((open) => open.frames());
  const words = await Promise.all(
    frames.map(async (frame) => `${frame.url()}\n${await frame.locator('body').innerText()}`),
  );
  return words.join('\n\n');
}

function question(tool: FrameLocator, prompt: string) {
  return tool.getByRole('group', { name: prompt });
}

async function choose(tool: FrameLocator, prompt: string, answer: string): Promise<void> {
  await question(tool, prompt).getByLabel(answer, { exact: true }).check();
}

/** What the teacher reads in the gradebook's page. */
async function gradeOf(learner: string, column: string): Promise<string> {
  await signInToLms(page, sandbox, 'Teacher');
  await page.goto(`${sandbox.origin}/courses/${seeded.courseId}/gradebook`);
  const headings = await page.getByRole('columnheader').allInnerTexts();
  const at = headings.findIndex((heading) => heading.startsWith(column));
  const row = page.getByRole('row', { name: new RegExp(`^${learner}`) });
  return await row
    .getByRole('cell')
    .nth(at - 1)
    .innerText();
}

async function focusOrTabTo(where: Page, name: string): Promise<void> {
  const button = where.getByRole('button', { name, exact: true });
  await button.waitFor();
  if (!(await button.evaluate((element) => element === document.activeElement))) await tabTo(where, name);
}

/** Every row is there, each with its words. */
async function expectWords(
  rows: ReturnType<Page['getByRole']>,
  wanted: readonly (readonly [name: RegExp, words: RegExp])[],
): Promise<void> {
  for (const [name, words] of wanted)
    await rows.filter({ hasText: name }).filter({ hasText: words }).waitFor();
  expect(await rows.count()).toBe(wanted.length);
}
