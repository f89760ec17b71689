import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { runFfmpeg, type MediaTools } from '../pipelines/media/ffmpeg.ts';
import { readEnv, toConfig } from '../src/config.ts';
import { createContext } from '../src/context.ts';
import { freePort } from '../src/free-port.ts';
import { startJobRunner } from '../src/job-runner.ts';
import { startService } from '../src/service.ts';
import { launchBrowser } from './support/browser.ts';
import { makeSampleFiles } from './support/sample-files.ts';
import { seedWorld, type World } from './support/seed.ts';
import type { ShownPage } from './support/shown/shown-page.ts';
import { openAs } from './support/shown/visitor.ts';
import { shownPages } from './support/shown-pages.ts';

// `npm run screenshots` makes docs/screenshots/<page>-<width>-<light|dark>.png anew: `npm run screenshots -- module quiz`
// makes those of some pages only.

const target = path.resolve(import.meta.dirname, '../docs/screenshots');
const wanted = process.argv.slice(2);
const pages = shownPages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const undo: (() => Promise<unknown>)[] = [];
try {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-screenshots-'));
  // As root, PostgreSQL runs as a user of its own, who must get in.
  await chmod(folder, 0o711);
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const world = await startWorld(folder);
  const fresh = path.join(folder, 'fresh');
  await mkdir(fresh);
  const browser = await launchBrowser();
  undo.push(() => browser.close());
  for (const shown of pages) {
    const context = await openAs(browser, world, shown.visitor);
    await shoot(await context.newPage(), shown, world, fresh);
    await context.close();
  }
  // Only now that all are here: a page that fails leaves the old ones.
  await mkdir(target, { recursive: true });
  if (wanted.length === 0) await removeOld();
  for (const name of await readdir(fresh)) await copyFile(path.join(fresh, name), path.join(target, name));
} finally {
  for (const step of undo.reverse()) await step();
}

async function startWorld(folder: string): Promise<World> {
  const port = await freePort();
  const env = { PORT: String(port), AFTERCLASS_DATA: path.join(folder, 'data'), LOG_LEVEL: 'fatal' };
  const config = toConfig(readEnv({ ...env, AFTERCLASS_ALLOW_PRIVATE_NETWORKS: '1' }));
  const ctx = await createContext(config);
  undo.push(() => ctx.close());
  const service = await startService(ctx, config);
  undo.push(() => service.close());
  const runner = await startJobRunner(ctx);
  undo.push(() => runner.stop());
  const files = await makeSampleFiles(ctx.tools, path.join(folder, 'sample'), { seconds: 100, width: 960 });
  const world = await seedWorld(ctx, files);
  undo.push(() => world.close());
  return world;
}

async function removeOld(): Promise<void> {
  for (const name of await readdir(target)) {
    if (name.endsWith('.png')) await rm(path.join(target, name));
  }
}

async function shoot(
  page: Page,
  { name, open, subject }: ShownPage,
  world: World,
  fresh: string,
): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, world);
  for (const { width, height } of [
    { width: 1280, height: 800 },
    { width: 375, height: 812 },
  ]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await subject?.(page).evaluate((element) => element.scrollIntoView({ block: 'nearest' }));
      await drawn(page);
      const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      await writeSmall(world.ctx.tools, png, path.join(fresh, `${name}-${width}-${colorScheme}.png`));
    }
  }
}

/** Pictures in view are there, and two frames have been drawn with the new size and colours. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // One further down that is loaded only when it comes into view is never decoded before.
    const inView = [...document.images].filter((image) => {
      const { top, bottom, width } = image.getBoundingClientRect();
      return width > 0 && bottom > 0 && top < window.innerHeight;
    });
    await Promise.allSettled(inView.map((image) => image.decode()));
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}

/** A palette makes a screenshot a third of its size. */
async function writeSmall(tools: MediaTools, png: Buffer, file: string): Promise<void> {
  const whole = `${file}.whole`;
  await writeFile(whole, png);
  await runFfmpeg({
    tools,
    inputs: [{ path: whole, demuxer: 'png_pipe' }],
    options: [
      '-filter_complex',
      '[0:v]split[a][b];[a]palettegen=max_colors=128:reserve_transparent=0[p];[b][p]paletteuse=dither=none',
      ...['-frames:v', '1', '-f', 'image2', '-c:v', 'png', '-pred', 'none'],
    ],
    outputPath: file,
  });
  await rm(whole);
}
