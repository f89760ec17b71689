import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Sandbox } from '../../sandbox/types.ts';

/** The tool's page inside the LMS's page. */
export function toolFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe.tool');
}

/** Chooses a person on the LMS's sign-in page. */
export async function signInToLms(page: Page, sandbox: Sandbox, name: string): Promise<void> {
  await page.goto(`${sandbox.origin}/sign-in`);
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByText(`Signed in as ${name}`).waitFor();
}

/** Opens an activity of the sample course as somebody; its tool is then in the frame. */
export async function openActivity(page: Page, sandbox: Sandbox, name: string, title: string): Promise<void> {
  await signInToLms(page, sandbox, name);
  await page.getByRole('link', { name: /Sample course/ }).click();
  await page.getByRole('link', { name: title, exact: true }).click();
}

/**
 * Clicks in the tool's frame once the LMS has made it as high as its page. A click in the moment of that goes to where the
 * frame was: the browser finds the page under a pointer by what it has drawn last.
 */
export async function clickInFrame(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const fits = () => document.documentElement.scrollHeight <= window.innerHeight;
  await expect.poll(() => toolFrame(page).locator('html').evaluate(fits), { timeout: 30_000 }).toBe(true);
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
  await target.click();
}

/** Gives a context the LMS session of a person, without its sign-in page. */
export async function beInLms(context: BrowserContext, sandbox: Sandbox, userId: string): Promise<void> {
  const [name = '', value = ''] = sandbox.signIn(userId).split('=');
  await context.addCookies([{ name, value, url: sandbox.origin }]);
}
