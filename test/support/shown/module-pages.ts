import type { Locator, Page } from 'playwright-core';
import type { World } from '../seed.ts';
import { studio, type ShownPage } from './shown-page.ts';

/** The module editor and what is handed out from it. */
export const modulePages: readonly ShownPage[] = [
  moduleEditor('module', 'Chapter', (page) => page.getByText('Watch the video')),
  moduleEditor('module-quiz', 'Quiz', (page) => page.getByText('Edit quiz')),
  moduleEditor('module-files', 'Files', (page) => page.getByText('Scoping template').first()),
  moduleEditor('module-captions', 'Captions', (page) => page.getByText(/^\d+ lines$/)),
  {
    ...moduleEditor('module-captions-settings', 'Captions', (page) => page.getByText('Timing, speakers')),
    async open(page, { url, module }) {
      await page.goto(`${url}/modules/${module.id}?chapter=${module.chapters[1]?.id ?? ''}`);
      await page.getByRole('tab', { name: /^Captions/ }).click();
      await page.getByText('Timing, speakers').click();
      await page
        .getByRole('button', { name: /^Correct the line/ })
        .first()
        .click();
      await page
        .getByRole('button', { name: /^Rename/ })
        .first()
        .scrollIntoViewIfNeeded();
    },
  },
  wholeModule('module-whole', 'Module', (page) => page.getByLabel('Description')),
  wholeModule('module-placed', 'Placed', (page) => page.getByText('Sample course').first()),
  {
    name: 'module-standing',
    visitor: 'administrator',
    subject: panel,
    async open(page, world) {
      await openWholeModule(page, world.url, world.module.id, 'Placed');
      await page.getByText('Who has started').first().click();
      await page.getByText('Not started').first().waitFor();
    },
  },
  {
    // After `learn-result`, whose score the LMS now refuses.
    name: 'module-unsent',
    visitor: 'administrator',
    subject: panel,
    async open(page, world) {
      await refuseScores(world);
      await openWholeModule(page, world.url, world.module.id, 'Placed');
      await page.getByText(/not in the gradebook/).waitFor();
    },
  },
  studio(
    'module-timeline',
    ({ module }) => `/modules/${module.id}?chapter=${module.chapters[1]?.id ?? ''}`,
    (page) => page.locator('.timeline-wave'),
    async (page) => {
      const zoomIn = page.getByRole('button', { name: 'Zoom in' });
      await zoomIn.click();
      await zoomIn.scrollIntoViewIfNeeded();
    },
  ),
  studio(
    'module-proposal',
    ({ proposedModuleId }) => `/modules/${proposedModuleId}`,
    (page) => page.getByRole('button', { name: /^Make \d+ chapters$/ }),
  ),
  sessionModule('module-polls', 'Polls', (page) => page.getByText('Mark the right answer first.').first()),
  sessionModule('module-chat', 'Chat', (page) => page.getByRole('button', { name: 'Copy all' })),
  studio(
    'module-links',
    ({ session }) => `/modules/${session.module.id}`,
    (page) => page.getByRole('tab', { name: /^Files/ }),
    async (page) => {
      await page.getByRole('tab', { name: /^Files/ }).click();
      await page.getByRole('button', { name: /^Hide from learners/ }).scrollIntoViewIfNeeded();
    },
  ),
  studio(
    'share',
    ({ module }) => `/modules/${module.id}`,
    (page) => page.getByRole('button', { name: 'Share' }),
    async (page) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.getByText('No public page is open.').waitFor();
    },
  ),
  studio(
    'share-public-page',
    ({ session }) => `/modules/${session.module.id}`,
    (page) => page.getByRole('button', { name: 'Share' }),
    async (page) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.getByRole('button', { name: /^Close public page/ }).scrollIntoViewIfNeeded();
    },
  ),
];

function panel(page: Page): Locator {
  return page.getByRole('tabpanel');
}

function moduleEditor(name: string, tab: string, sign: (page: Page) => Locator): ShownPage {
  return {
    ...studio(
      name,
      (world) => `/modules/${world.module.id}?chapter=${world.module.chapters[1]?.id ?? ''}`,
      (page) => page.getByRole('tab', { name: new RegExp(`^${tab}`) }),
      async (page) => {
        await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
        await sign(page).waitFor();
      },
    ),
    subject: panel,
  };
}

function wholeModule(name: string, tab: string, sign: (page: Page) => Locator): ShownPage {
  return {
    name,
    visitor: 'administrator',
    subject: panel,
    async open(page, { url, module }) {
      await openWholeModule(page, url, module.id, tab);
      await sign(page).waitFor();
    },
  };
}

function sessionModule(name: string, tab: string, sign: (page: Page) => Locator): ShownPage {
  return {
    name,
    visitor: 'administrator',
    subject: panel,
    async open(page, { url, session }) {
      await openWholeModule(page, url, session.module.id, tab);
      await sign(page).waitFor();
    },
  };
}

async function openWholeModule(page: Page, url: string, moduleId: string, tab: string): Promise<void> {
  await page.goto(`${url}/modules/${moduleId}`);
  await page.getByRole('button', { name: 'Whole module' }).click();
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
}

/** As a worker leaves scores that the LMS refuses for good. */
async function refuseScores({ ctx }: World): Promise<void> {
  await ctx.db
    .updateTable('scores')
    .set({ state: 'dead', tries: 1, last_error: 'The LMS refused the score (403).' })
    .where('state', '=', 'sent')
    .execute();
}
