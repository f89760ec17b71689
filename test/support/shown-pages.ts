import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { sessionSchema } from '../../domain/api/account.ts';
import { beInLms } from './lms.ts';
import { playVideo } from './player.ts';
import { sampleAnswers } from './sample-files.ts';
import type { Account, World } from './seed.ts';
import { dropFiles } from './studio.ts';

/** Who looks at a page. */
export type Visitor =
  'nobody' | 'administrator' | 'newcomer' | 'teacher' | 'learner one' | 'learner two' | 'learner three';

/** A page in one of its states, and the way there. */
export interface ShownPage {
  name: string;
  visitor: Visitor;
  /** The service refuses what the page asks for, which every browser notes as an error. */
  isRefused?: boolean;
  /** Resolves when everything is on the page. */
  open: (page: Page, world: World) => Promise<void>;
}

/** A browser context of each visitor, signed in where that is needed. */
export async function openAs(browser: Browser, world: World, visitor: Visitor): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const { teacherId, learnerIds } = world.lms;
  switch (visitor) {
    case 'nobody':
      break;
    case 'administrator':
    case 'newcomer':
      await signIn(context, world.url, world[visitor]);
      break;
    case 'teacher':
      await beInLms(context, world.sandbox, teacherId);
      break;
    case 'learner one':
    case 'learner two':
    case 'learner three': {
      const at = ['learner one', 'learner two', 'learner three'].indexOf(visitor);
      await beInLms(context, world.sandbox, learnerIds[at] ?? '');
    }
  }
  return context;
}

async function signIn(context: BrowserContext, url: string, account: Account): Promise<void> {
  const session = sessionSchema.parse(await (await context.request.get(`${url}/api/session`)).json());
  const answer = await context.request.post(`${url}/api/session`, {
    headers: { 'x-csrf-token': session.csrfToken },
    data: account,
  });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
}

const unknownLms = new URLSearchParams({
  iss: 'https://unknown.example.org',
  login_hint: '1',
  target_link_uri: 'https://unknown.example.org/',
}).toString();

/** Every page, in an order in which what one does suits the next. */
export const shownPages: readonly ShownPage[] = [
  nobody('set-up', '/set-up#token', (page) => page.getByLabel('What is your organisation called?')),
  nobody('set-up-needs-key', '/set-up', (page) => heading(page, 'This address lacks its key')),
  nobody('welcome', '/welcome#token', (page) => page.getByLabel('What is your name?')),
  nobody('sign-in', '/', (page) => page.getByLabel('E-mail address')),

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
    name: 'library-empty',
    visitor: 'newcomer',
    async open(page, { url }) {
      await page.goto(url);
      await page.getByRole('button', { name: 'Choose files' }).waitFor();
    },
  },
  studio(
    'library',
    () => '/',
    (page) => page.getByText('Cutting chapter 3 of 5').first(),
  ),
  studio(
    'new-recording-empty',
    () => '/recordings/new',
    (page) => page.getByText(/^Drop the recording here/),
  ),
  {
    name: 'new-recording',
    visitor: 'administrator',
    async open(page, { url, files }) {
      await page.goto(`${url}/recordings/new`);
      await page.getByText(/^Drop the recording here/).waitFor();
      await dropFiles(page, Object.values(files));
      const list = page.getByRole('list', { name: 'Files of this recording' });
      await list.getByText('Uploaded').nth(3).waitFor();
      await page
        .getByText(/^5 chapters/)
        .first()
        .waitFor();
    },
  },
  studio(
    'recording',
    ({ recordings }) => `/recordings/${recordings.working}`,
    (page) => page.getByText('2 of 5 ready'),
  ),
  studio(
    'recording-failed',
    ({ recordings }) => `/recordings/${recordings.failed}`,
    (page) => page.getByRole('button', { name: 'Try again' }).first(),
  ),
  studio(
    'recording-needs-outline',
    ({ recordings }) => `/recordings/${recordings.waiting}`,
    (page) => page.getByRole('button', { name: 'Save outline and make chapters' }),
  ),
  studio(
    'recording-proposal',
    ({ recordings }) => `/recordings/${recordings.waiting}`,
    (page) => page.getByRole('button', { name: /^Propose/ }),
    async (page) => {
      await page.getByRole('button', { name: /^Propose/ }).click();
      await page.getByRole('button', { name: 'Use this outline' }).scrollIntoViewIfNeeded();
    },
  ),
  studio(
    'recording-ready',
    ({ recordings }) => `/recordings/${recordings.ready}`,
    (page) => page.getByRole('button', { name: 'Open module' }),
  ),

  moduleEditor('module', 'Chapter', (page) => page.getByText('Watch the video')),
  moduleEditor('module-quiz', 'Quiz', (page) => page.getByText('Edit quiz')),
  moduleEditor('module-files', 'Files', (page) => page.getByText('Scoping template').first()),
  moduleEditor('module-captions', 'Captions', (page) => page.getByText(/lines, from the transcript/)),
  wholeModule('module-whole', 'Module', (page) => page.getByLabel('Description')),
  wholeModule('module-placed', 'Placed', (page) => page.getByText('Sample course').first()),
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
    'platforms',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
  ),
  studio(
    'platforms-add',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Add an LMS' }).click();
      await page.getByRole('textbox', { name: 'Registration address' }).waitFor();
    },
  ),
  studio(
    'platforms-by-hand',
    () => '/platforms',
    (page) => page.getByText('Campus Moodle').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Add an LMS' }).click();
      await page.getByRole('tab', { name: 'By hand' }).click();
      await page.getByRole('button', { name: 'Add LMS' }).waitFor();
    },
  ),
  studio(
    'settings',
    () => '/settings',
    (page) => page.getByText('sam@northwind.example').first(),
  ),
  studio(
    'settings-add-person',
    () => '/settings',
    (page) => page.getByRole('button', { name: 'Add a person' }),
    async (page) => {
      await page.getByRole('button', { name: 'Add a person' }).click();
      await page.getByRole('button', { name: 'Make the link' }).waitFor();
    },
  ),
  {
    ...studio(
      'not-found',
      () => `/modules/${randomUUID()}`,
      (page) => heading(page, 'No such module'),
    ),
    isRefused: true,
  },

  {
    name: 'picker',
    visitor: 'teacher',
    async open(page, { sandbox, lms, module }) {
      await page.goto(`${sandbox.origin}/courses/${lms.courseId}/select/${lms.clientId}`);
      await page.getByRole('checkbox', { name: module.title }).check();
      await page.getByText('5 activities, 5 grade columns').waitFor();
    },
  },
  {
    name: 'launch-places-nothing',
    visitor: 'teacher',
    async open(page, { sandbox, lms }) {
      await page.goto(`${sandbox.origin}/launch/${lms.emptyLinkId}?target=window`);
      await heading(page, 'This link places nothing yet').waitFor();
    },
  },

  {
    ...nobody('learn-ended', `/learn/${randomUUID()}`, (page) =>
      heading(page, 'This activity can’t be shown'),
    ),
    isRefused: true,
  },

  nobody('launch-refused', `/lti/login?${unknownLms}`, (page) =>
    heading(page, 'This activity could not be opened'),
  ),
  {
    name: 'launch-new-window',
    visitor: 'nobody',
    async open(page, { url, sandbox, lms }) {
      const { form } = sandbox.beginLaunch({
        userId: lms.learnerIds[0] ?? '',
        resourceLinkId: lms.moduleLinkId,
      });
      await page.goto(`${url}/lti/login/check?${new URLSearchParams(form).toString()}`);
      await heading(page, 'Open this activity in its own window').waitFor();
    },
  },
  {
    name: 'register',
    visitor: 'nobody',
    async open(page, { sandbox, invite }) {
      await page.goto(sandbox.registrationUrl(await invite()));
      await page.getByRole('button', { name: /^Connect / }).waitFor();
    },
  },
];

function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name });
}

function nobody(name: string, path: string, sign: (page: Page) => Locator): ShownPage {
  return {
    name,
    visitor: 'nobody',
    async open(page, { url }) {
      await page.goto(url + path);
      await sign(page).waitFor();
    },
  };
}

function studio(
  name: string,
  path: (world: World) => string,
  sign: (page: Page) => Locator,
  andThen: (page: Page) => Promise<void> = () => Promise.resolve(),
): ShownPage {
  return {
    name,
    visitor: 'administrator',
    async open(page, world) {
      await page.goto(world.url + path(world));
      await sign(page).waitFor();
      await andThen(page);
    },
  };
}

function scoping({ module }: World): string {
  return module.chapters[1]?.id ?? '';
}

function quizPath(world: World): string {
  return `/modules/${world.module.id}/chapters/${scoping(world)}/quiz`;
}

function moduleEditor(name: string, tab: string, sign: (page: Page) => Locator): ShownPage {
  return studio(
    name,
    (world) => `/modules/${world.module.id}?chapter=${scoping(world)}`,
    (page) => page.getByRole('tab', { name: new RegExp(`^${tab}`) }),
    async (page) => {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await sign(page).waitFor();
    },
  );
}

function wholeModule(name: string, tab: string, sign: (page: Page) => Locator): ShownPage {
  return studio(
    name,
    ({ module }) => `/modules/${module.id}`,
    (page) => page.getByRole('button', { name: 'Whole module' }),
    async (page) => {
      await page.getByRole('button', { name: 'Whole module' }).click();
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await sign(page).waitFor();
    },
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
