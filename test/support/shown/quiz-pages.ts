import { sampleAnswers } from '../sample-files.ts';
import { seededAlt } from '../seed-pictures.ts';
import type { World } from '../seed.ts';
import { studio, type ShownPage } from './shown-page.ts';

/** The quiz editor. */
export const quizPages: readonly ShownPage[] = [
  studio('quiz', quizPath, (page) => page.getByText(sampleAnswers.result.prompt).first()),
  {
    // After `learn-result`, whose attempt it would change.
    name: 'quiz-regrade',
    visitor: 'administrator',
    isRefused: true,
    async open(page, world) {
      await page.goto(world.url + quizPath(world));
      await page.getByText(sampleAnswers.result.prompt).first().waitFor();
      await page.locator('input[type=radio]:not(:checked)').first().click();
      await page.getByRole('dialog', { name: 'This changes grades that were given' }).waitFor();
    },
  },
  studio(
    'quiz-import',
    quizPath,
    (page) => page.getByRole('button', { name: 'Import' }),
    async (page) => {
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByLabel('Paste questions').fill('Is this right? {T}\n\nAnd this? {=yes');
      await page
        .getByText(/^Line \d/)
        .first()
        .waitFor();
    },
  ),
  studio(
    'quiz-settings',
    quizPath,
    (page) => page.getByLabel('Which attempt counts'),
    (page) => page.getByLabel('Which attempt counts').scrollIntoViewIfNeeded(),
  ),
  studio(
    'quiz-export',
    quizPath,
    (page) => page.getByRole('button', { name: 'Export' }),
    async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('button', { name: 'Download: GIFT' }).waitFor();
    },
  ),
  {
    name: 'quiz-pictures',
    visitor: 'administrator',
    async open(page, { url, module }) {
      await page.goto(`${url}/modules/${module.id}/chapters/${module.chapters[2]?.id ?? ''}/quiz`);
      await page.getByRole('button', { name: 'Which are good habits when budgeting?' }).click();
      await page.getByRole('img', { name: seededAlt }).waitFor();
      await page.getByText('A few words for learners who can’t see it.').waitFor();
    },
  },
  {
    name: 'quiz-import-package',
    visitor: 'administrator',
    async open(page, world) {
      const answer = await page.request.get(
        `${world.url}/api/modules/${world.module.id}/package?format=qti-2.1`,
      );
      await page.goto(world.url + quizPath(world));
      await page.getByRole('button', { name: 'Import' }).click();
      const file = { name: 'questions.zip', mimeType: 'application/zip', buffer: await answer.body() };
      await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file);
      await page.getByText(/questions found$/).waitFor();
    },
  },
];

function quizPath({ module }: World): string {
  return `/modules/${module.id}/chapters/${module.chapters[1]?.id ?? ''}/quiz`;
}
