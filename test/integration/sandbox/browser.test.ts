import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seedSandbox } from '../../../sandbox/seed.ts';
import type { Seeded } from '../../../sandbox/seed.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import { createTestTool } from '../../../sandbox/test-tool.ts';
import type { TestTool } from '../../../sandbox/test-tool.ts';
import type { Sandbox } from '../../../sandbox/types.ts';
import { claim } from '../../../sandbox/vocabulary.ts';
import { launchBrowser } from '../../support/browser.ts';
import { scoreOf } from './sandbox-fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let sandbox: Sandbox;
let tool: TestTool;
let seeded: Seeded;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  [sandbox, tool] = await Promise.all([createSandbox(), createTestTool()]);
  seeded = seedSandbox(sandbox);
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await Promise.all([sandbox.close(), tool.close()]);
});

async function signInAs(name: string): Promise<void> {
  await page.goto(`${sandbox.origin}/sign-in`);
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByText(`Signed in as ${name}`).waitFor();
}

const frame = () => page.frameLocator('iframe.tool');

test('a tool is registered from its URL, activated, picked from, launched and graded, all in frames of another site', async () => {
  tool.items = ['Scoping', 'Risks'].map((title) => ({
    type: 'ltiResourceLink',
    title,
    url: `${tool.origin}/launch?chapter=${title}`,
    lineItem: { label: `${title} quiz`, scoreMaximum: 5 },
  }));

  await signInAs('Admin');
  await page.getByRole('link', { name: 'External tools' }).click();
  await page.getByLabel('Registration URL').fill(tool.registrationUrl);
  await page.getByRole('button', { name: 'Register tool' }).click();
  await page.getByText('The tool is registered.').waitFor();
  await page.getByRole('button', { name: 'Activate Test tool' }).click();
  await page.getByText('Active', { exact: true }).waitFor();

  await signInAs('Teacher');
  await page.getByRole('link', { name: /Sample course/ }).click();
  await page.getByRole('link', { name: 'Add content from Test tool' }).click();
  await frame().getByRole('button', { name: 'Return 2 items' }).click();
  await frame().getByRole('button', { name: 'Add 2 activities' }).click();
  await page.getByText('2 activities added.').waitFor();

  await signInAs('Learner one');
  await page.getByRole('link', { name: /Sample course/ }).click();
  await page.getByRole('link', { name: 'Risks' }).click();
  await frame().getByRole('heading', { name: 'Launched' }).waitFor();
  const learnerId = seeded.learnerIds[0] ?? '';
  expect(tool.launches.at(-1)).toMatchObject({
    sub: learnerId,
    name: 'Learner one',
    [claim.targetLinkUri]: `${tool.origin}/launch?chapter=Risks`,
  });

  await page.goto(`${sandbox.origin}/courses/${seeded.courseId}/gradebook`);
  await page.getByText('No result').first().waitFor();
  const clientId = tool.clientId ?? '';
  const token = await tool.accessToken(clientId, sandbox.endpoints.token);
  const lineItemUrl = Object(tool.launches.at(-1)?.[claim.ags]) as { lineitem: string };
  await tool.sendScore(lineItemUrl.lineitem, token, scoreOf(learnerId, 1, { comment: 'Second attempt' }));
  await page.getByText('4 / 5').waitFor();
  await page.getByText('Second attempt').waitFor();
});

describe('the way back into the LMS', () => {
  beforeEach(() => {
    const { clientId } = sandbox.registerTool(tool.details);
    sandbox.addResourceLink({ courseId: seeded.courseId, clientId, title: 'Framed' });
    sandbox.addResourceLink({ courseId: seeded.courseId, clientId, title: 'Apart', container: 'window' });
  });

  async function openActivity(title: string): Promise<void> {
    await signInAs('Learner one');
    await page.getByRole('link', { name: /Sample course/ }).click();
    await page.getByRole('link', { name: title }).click();
  }

  test('works when the tool leaves by script, which brings no Lax cookie at first', async () => {
    tool.leavesByScript = true;
    await openActivity('Framed');
    await frame().getByRole('heading', { name: 'Launched' }).waitFor();
    expect(sandbox.hits.authorization).toBe(2);
  });

  test('works in a new window', async () => {
    await openActivity('Apart');
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open in a new window' }).click(),
    ]);
    await opened.getByRole('heading', { name: 'Launched' }).waitFor();
    expect(tool.launches.at(-1)?.[claim.launchPresentation]).toMatchObject({ document_target: 'window' });
  });

  test('tells the tool when nobody is signed in, without showing a launch', async () => {
    await openActivity('Framed');
    await frame().getByRole('heading', { name: 'Launched' }).waitFor();
    const { url, form } = sandbox.beginLaunch({
      userId: seeded.learnerIds[0] ?? '',
      resourceLinkId: sandbox.resourceLinks(seeded.courseId)[0]?.id ?? '',
    });
    await context.clearCookies();
    const before = tool.launches.length;
    const answer = page.waitForRequest((request) => request.url() === `${tool.origin}/launch`);
    await page.goto(`${url}?${new URLSearchParams(form).toString()}`);
    expect((await answer).postData()).toContain('error=login_required');
    expect(tool.launches).toHaveLength(before);
  });
});

describe('every page', () => {
  let paths: string[];
  beforeEach(() => {
    const { clientId } = sandbox.registerTool({ ...tool.details, description: 'For tests' });
    sandbox.registerTool({ ...tool.details, name: 'Pending tool', state: 'pending' });
    const { courseId, learnerIds } = seeded;
    const link = sandbox.addResourceLink({
      courseId,
      clientId,
      title: 'A rather long title of an activity '.repeat(4),
    });
    for (const label of ['One', 'Two', 'Three', 'Four', 'Five', 'Six']) {
      sandbox.addLineItem({ courseId, clientId, label: `${label} quiz`, scoreMaximum: 5 });
    }
    expect(learnerIds).toHaveLength(3);
    const ownPaths = ['', '/gradebook', `/links/${link.id}`, `/add/${clientId}`];
    paths = [
      '/sign-in',
      '/courses',
      ...ownPaths.map((path) => `/courses/${courseId}${path}`),
      '/admin/tools',
      '/admin/tools/new',
      `/admin/tools/${clientId}`,
      `/admin/tools/register?url=${encodeURIComponent(`${tool.origin}/jwks`)}`,
      '/nothing-here',
      `/launch/return?course=${courseId}&lti_errormsg=${encodeURIComponent('<b>It failed</b>')}`,
    ];
  });

  test.each([
    [320, 'light'],
    [375, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)('at %i pixels, %s, passes axe and never scrolls sideways', async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await signInAs('Admin');
    for (const path of paths) {
      await page.goto(sandbox.origin + path);
      expect([path, ...(await violations())]).toEqual([path]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([path, overflow]).toEqual([path, 0]);
    }
  });

  test('a wrong registration by hand says beside each field what is wrong, and keeps what was typed', async () => {
    await signInAs('Admin');
    await page.goto(`${sandbox.origin}/admin/tools/new`);
    await page.getByLabel('Name', { exact: true }).fill('By hand');
    await page.getByLabel('Launch URL').fill('nowhere');
    await page.getByRole('button', { name: 'Register tool' }).click();
    await page.getByText('Some fields need another look.').waitFor();
    expect(await violations()).toEqual([]);
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('By hand');
    for (const [label, path] of [
      ['Launch URL', 'launch'],
      ['Login initiation URL', 'login'],
      ['Redirect URIs', 'launch'],
      ['Public keyset URL', 'jwks'],
    ] as const) {
      await page.getByLabel(label).fill(`${tool.origin}/${path}`);
    }
    await page.getByRole('button', { name: 'Register tool' }).click();
    await page.getByText('Deployment ID').waitFor();
    expect(sandbox.tools().at(-1)).toMatchObject({
      name: 'By hand',
      state: 'active',
      jwksUri: `${tool.origin}/jwks`,
    });
  });

  async function violations(): Promise<string[]> {
    await page.evaluate(axe);
    const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
      'axe.run(document, { iframes: false }).then((result) => result.violations)',
    );
    return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`);
  }
});
