import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { moduleSchema } from '../../domain/api/module.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import { launchBrowser } from '../support/browser.ts';
import { sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { zoomFiles } from '../support/session-folder.ts';
import { writeSessionZip } from '../support/session-zip.ts';
import { dropFiles, signInToStudio } from '../support/studio.ts';

let service: TestService;
let browser: Browser;
let page: Page;
let folder: string;
beforeAll(async () => {
  service = await startTestService({ worker: true });
  browser = await launchBrowser();
  page = await browser.newPage();
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-drop-'));
});
afterAll(async () => {
  await browser.close();
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a dropped zip of Zoom’s files is taken apart, matched and shown, and becomes a module', async () => {
  const archive = path.join(folder, 'Scoping.zip');
  await writeSessionZip(archive, zoomFiles(await sampleRecording()));

  await page.goto(`${service.url}/recordings/new`);
  await signInToStudio(page, service.organisation);
  await page.getByText('Drop the recording here').waitFor();
  await dropFiles(page, [archive]);
  for (const words of [
    /^Recording, /,
    /^Transcript, 2 cues/,
    /^Chat, 5 messages/,
    /^Poll report, 2 questions/,
  ]) {
    await page.getByText(words).first().waitFor();
  }
  await page.getByText('It lists the people who were there').waitFor();
  await page.getByLabel(/^Outline: /).fill('0:00 Welcome\n0:04 Scoping\n');
  expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Scoping');
  await page.getByRole('button', { name: 'Make chapters' }).click();
  await page.waitForURL(/\/recordings\/[0-9a-f-]{36}$/);
  const id = page.url().split('/').at(-1) ?? '';
  const recording = await vi.waitFor(
    async () => {
      const now = recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
      expect(now).toMatchObject({ state: 'ready', failure: null });
      return now;
    },
    { timeout: 25_000, interval: 200 },
  );
  const at = `/api/modules/${recording.moduleId ?? ''}`;
  const module = moduleSchema.parse(await service.organisation.json(at));
  expect([module.pollDrafts.length, module.links.length, module.chatQuestions.length]).toEqual([2, 2, 1]);

  await page.goto(`${service.url}/modules/${module.id}`);
  await page.getByRole('tab', { name: /^Quiz/ }).click();
  await page.getByText('Mark the right answer first.').waitFor();
  await page.getByLabel(/^One person/).check();
  await page.getByRole('button', { name: 'Add to quiz' }).click();
  await page.getByText('Added to the quiz').first().waitFor();
  const added = moduleSchema.parse(await service.organisation.json(at));
  expect(added.chapters[0]?.questionCount).toBe(1);
});
