import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { makeSampleFiles } from '../support/sample-files.ts';
import { seedWorld, type World } from '../support/seed.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openAs, type Visitor } from '../support/shown/visitor.ts';
import { shownPages } from '../support/shown-pages.ts';
import { axeViolations, sidewaysScroll, watchPages } from '../support/watch-pages.ts';

let browser: Browser;
let service: TestService;
let world: World;
let folder: string;
const visitors = new Map<Visitor, { context: BrowserContext; complaints: string[] }>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-pages-'));
  [browser, service] = await Promise.all([
    launchBrowser(),
    startTestService({ worker: true, organisation: false }),
  ]);
  const files = await makeSampleFiles(service.ctx.tools, folder, { seconds: 20, width: 320 });
  world = await seedWorld(service.ctx, files);
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

async function contextOf(visitor: Visitor) {
  const known = visitors.get(visitor);
  if (known) return known;
  const context = await openAs(browser, world, visitor);
  const fresh = { context, complaints: watchPages(context, [world.url, world.sandbox.origin]) };
  visitors.set(visitor, fresh);
  return fresh;
}

test.each(shownPages)(
  'page $name passes axe on phone and desktop, light and dark, never scrolls sideways, and keeps to itself',
  async ({ visitor, open, isRefused = false }) => {
    const { context, complaints } = await contextOf(visitor);
    complaints.length = 0;
    const page = await context.newPage();
    await page.setViewportSize({ width: 1280, height: 800 });
    await open(page, world);
    const found: Record<string, string[]> = {};
    for (const width of [1280, 375, 320]) {
      await page.setViewportSize({ width, height: 800 });
      found[`sideways at ${width}`] = await sidewaysScroll(page);
      for (const colorScheme of width === 320 ? [] : (['light', 'dark'] as const)) {
        await page.emulateMedia({ colorScheme });
        found[`axe at ${width} ${colorScheme}`] = await axeViolations(
          page,
          colorScheme === 'light' ? 'all' : 'colours',
        );
      }
    }
    await page.close();
    found['complaints'] = complaints.filter((one) => !(isRefused && /status of 40[149]/.test(one)));
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
  },
);
