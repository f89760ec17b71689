import type { Page } from 'playwright-core';
import { playVideo } from '../player.ts';
import { sampleAnswers } from '../sample-files.ts';
import { seededAlt } from '../seed-pictures.ts';
import type { World } from '../seed.ts';
import type { ShownPage } from './shown-page.ts';

/** What learners see, in an LMS and outside. */
export const learnerPages: readonly ShownPage[] = [
  {
    name: 'learn',
    visitor: 'learner one',
    async open(page, world) {
      await launch(page, world, world.lms.moduleLinkId);
      await page.getByRole('heading', { name: 'Introduction', level: 1 }).waitFor();
    },
  },
  {
    name: 'learn-quiz',
    visitor: 'learner two',
    async open(page, world) {
      await launch(page, world, world.lms.chapterLinkIds[1]);
      await playVideo(page);
      await answer(page, 'result', 'right');
      await page.getByText('Saved').waitFor();
    },
  },
  {
    name: 'learn-result',
    visitor: 'learner three',
    async open(page, world) {
      await launch(page, world, world.lms.chapterLinkIds[1]);
      await playVideo(page);
      await answer(page, 'result', 'wrong');
      await answer(page, 'outOfScope', 'right');
      await answer(page, 'changes', 'right');
      await page.getByRole('button', { name: 'Finish and see your score' }).click();
      await page.getByText(/sent to Sandbox/).waitFor();
    },
  },
  {
    name: 'learn-pictures',
    visitor: 'learner two',
    subject: (page) => page.getByRole('group', { name: 'Which are good habits when budgeting?' }),
    async open(page, world) {
      await launch(page, world, world.lms.chapterLinkIds[2]);
      await page.getByRole('button', { name: /quiz/ }).first().click();
      await page.getByRole('img', { name: seededAlt }).waitFor();
      await picturesAreThere(page, '.question-picture', 3);
    },
  },
  {
    name: 'learn-quality',
    visitor: 'learner one',
    async open(page, world) {
      await launch(page, world, world.lms.moduleLinkId);
      await page.locator('.player-quality').click();
      await page.locator('media-chrome-menu-item', { hasText: 'Sound only' }).waitFor();
    },
  },
  {
    name: 'learn-transcript',
    visitor: 'learner one',
    async open(page, world) {
      await launch(page, world, world.lms.moduleLinkId);
      await page.getByRole('button', { name: 'Show the transcript' }).click();
      await page.getByLabel('Search what is said').fill('e');
      const found = page.getByText(/lines? found/);
      await found.waitFor();
      await found.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'learn-sound',
    visitor: 'learner one',
    async open(page, world) {
      await launch(page, world, world.lms.sessionLinkId);
      await page.getByText('Links', { exact: true }).waitFor();
    },
  },
  {
    name: 'public-page',
    visitor: 'nobody',
    async open(page, { session }) {
      await page.goto(session.publicUrl);
      await page.locator('media-control-bar').waitFor();
      await page.getByRole('img', { name: 'Waveform of the sound' }).waitFor();
    },
  },
  {
    name: 'package',
    visitor: 'nobody',
    async open(page, { lms }) {
      await page.goto(lms.packageUrl);
      await page.locator('media-control-bar').waitFor();
    },
  },
];

/** Pictures that were promised a place and did not come leave it empty. */
async function picturesAreThere(page: Page, selector: string, count: number): Promise<void> {
  await page.waitForFunction(
    ([wanted, most]) => {
      const shown = [...document.querySelectorAll<HTMLImageElement>(wanted)];
      return (
        shown.length === most && shown.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
      );
    },
    [selector, count] as const,
  );
}

async function launch(page: Page, { sandbox }: World, linkId: string | undefined): Promise<void> {
  await page.goto(`${sandbox.origin}/launch/${linkId ?? ''}?target=window`);
  await page.waitForURL(/\/learn\//);
  await page.locator('media-control-bar').waitFor();
}

async function answer(page: Page, which: keyof typeof sampleAnswers, how: 'right' | 'wrong'): Promise<void> {
  const { prompt, [how]: text } = sampleAnswers[which];
  await page.getByRole('group', { name: prompt }).getByLabel(text, { exact: true }).check();
}
