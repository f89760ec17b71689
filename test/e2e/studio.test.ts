import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quizSchema } from '../../domain/api/module.ts';
import { platformsSchema } from '../../domain/api/platform.ts';
import { findTranscript, saveTranscript } from '../../storage/transcripts.ts';
import { launchBrowser } from '../support/browser.ts';
import { insertModule } from '../support/module.ts';
import { makePng } from '../support/pictures.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { signInToStudio } from '../support/studio.ts';

let service: TestService;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [service, browser] = await Promise.all([startTestService(), launchBrowser()]);
  page = await browser.newPage();
  await page.goto(service.url);
  await signInToStudio(page, service.organisation);
});
afterAll(async () => {
  await browser.close();
  await service.stop();
});

test('a token that was revoked comes back by Undo, and works again', async () => {
  const statusOfToken = async () => (await service.organisation.fetch('/api/recordings')).status;
  await page.goto(`${service.url}/settings`);
  await page.getByRole('button', { name: 'Revoke test' }).click();
  await expect.poll(statusOfToken).toBe(401);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Revoke test' }).waitFor();
  expect(await statusOfToken()).toBe(200);
});

test('an LMS is added by hand from its address and two ids; what is missing is said at its field', async () => {
  await page.goto(`${service.url}/platforms`);
  await page.getByRole('button', { name: 'Add an LMS' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your LMS').selectOption({ label: 'Moodle' });
  await dialog.getByRole('tab', { name: 'By hand' }).click();
  await dialog
    .getByLabel('Address of your Moodle')
    .fill('https://campus.example.org/moodle/course/view.php?id=3');
  await dialog.getByRole('button', { name: 'Add LMS' }).click();
  await dialog.locator('[aria-invalid="true"]').first().waitFor();
  await dialog.getByLabel('Client id').fill('abc123');
  await dialog.getByLabel('Deployment id').fill('7');
  await dialog.getByRole('button', { name: 'Add LMS' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('https://campus.example.org/moodle').first().waitFor();
  const { platforms } = platformsSchema.parse(await service.organisation.json('/api/platforms'));
  expect(platforms).toMatchObject([
    {
      productFamily: 'moodle',
      issuer: 'https://campus.example.org/moodle',
      clientId: 'abc123',
      tokenUrl: 'https://campus.example.org/moodle/mod/lti/token.php',
      frameOrigins: ['https://campus.example.org'],
      deployments: [{ deploymentId: '7' }],
    },
  ]);
});

test('a library of more than a page shows the rest when asked, and finds by title', async () => {
  const { ctx, organisation } = service;
  await ctx.db
    .insertInto('recordings')
    .values(
      Array.from({ length: 51 }, (_, at) => ({
        organisation_id: organisation.id,
        title: `Session ${at + 1}`,
        state: 'waiting' as const,
      })),
    )
    .execute();
  await page.goto(service.url);
  const rows = page.getByRole('link', { name: /^Session/ });
  await page.getByText('50 of 51 shown').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBe(51);
  await page.getByLabel('Search recordings').fill('session 17');
  await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Session 17')]);
  await page.getByLabel('Search recordings').fill('nowhere');
  await page.getByText('Nothing is called “nowhere”').waitFor();
});

test('a question and an answer get pictures, by choosing and by pasting, with their words; a removed one comes back', async () => {
  const { chapterIds, moduleId } = await insertModule(service.ctx, service.organisation.id);
  const quizPath = `/api/chapters/${chapterIds[0]}/quiz`;
  const choices = [
    { text: 'Rising', weight: 1 },
    { text: 'Level', weight: 0 },
  ];
  const question = { type: 'single-choice', prompt: 'Which is it?', choices };
  await service.organisation.json(quizPath, { method: 'PUT', body: { version: 0, questions: [question] } });
  const saved = async () => quizSchema.parse(await service.organisation.json(quizPath)).questions[0];
  await page.goto(`${service.url}/modules/${moduleId}/chapters/${chapterIds[0]}/quiz`);
  const file = { name: 'chart.png', mimeType: 'image/png', buffer: Buffer.from(makePng(60, 40)) };
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add picture to the question' }).click(),
  ]);
  await chooser.setFiles(file);
  await page.getByText('A few words for learners who can’t see it.').waitFor();
  await page.getByLabel('What it shows').fill('A chart');
  await expect.poll(async () => (await saved())?.pictures?.[0]?.alt).toBe('A chart');

  await page.getByRole('textbox', { name: 'Answer 2' }).evaluate(
    (box, bytes) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [...makePng(30, 30, 9)],
  );
  await expect.poll(async () => (await saved())?.choices[1]?.pictures?.length).toBe(1);
  expect((await saved())?.pictures).toHaveLength(1);

  await page.getByRole('button', { name: 'Remove Picture 1 of the question' }).click();
  await expect.poll(async () => (await saved())?.pictures).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(async () => (await saved())?.pictures?.[0]?.alt).toBe('A chart');

  const [other] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add picture to the question' }).click(),
  ]);
  await other.setFiles({ ...file, name: 'drawing.svg', mimeType: 'image/svg+xml' });
  await page.getByText(/^drawing\.svg is no PNG/).waitFor();
});

test('captions that are late and misheard are moved and corrected, a speaker is renamed, and each can be undone', async () => {
  const { moduleId, recordingId, chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const cues = [
    { startMs: 1000, endMs: 2000, speaker: 'ada', text: 'Welcom.' },
    { startMs: 3000, endMs: 4000, speaker: 'ada', text: 'We begin.' },
  ];
  await saveTranscript(service.ctx.db, recordingId, { format: 'webvtt', cues });
  const stored = async () => (await findTranscript(service.ctx.db, recordingId))?.cues;
  const undo = async () => page.getByRole('button', { name: 'Undo' }).last().click();
  await page.goto(`${service.url}/modules/${moduleId}?chapter=${chapterIds[0]}`);
  await page.getByRole('tab', { name: 'Captions' }).click();

  await page.getByRole('button', { name: 'Correct the line at 0:01' }).click();
  await page.getByLabel('Words').fill('Welcome.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Welcome.').waitFor();
  await undo();
  await page.getByText('Welcom.').waitFor();
  expect(await stored()).toEqual(cues);

  await page.getByText('Timing, speakers, language').click();
  await page.getByRole('button', { name: '0.5 s earlier' }).click();
  await page.getByRole('button', { name: '0.5 s earlier' }).click();
  await page.getByRole('button', { name: 'Correct the line at 0:00' }).waitFor();
  expect((await stored())?.map(({ startMs }) => startMs)).toEqual([0, 2000]);
  await undo();
  await page.getByRole('button', { name: 'Correct the line at 0:01' }).waitFor();
  await page.getByLabel('Show captions later by').waitFor();
  expect(await page.getByLabel('Show captions later by').inputValue()).toBe('0');

  await page.getByRole('button', { name: 'Rename ada' }).click();
  await page.getByLabel('Name').fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Rename Ada' }).waitFor();
  expect((await stored())?.map(({ speaker }) => speaker)).toEqual(['Ada', 'Ada']);
});
