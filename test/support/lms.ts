import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
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

/** Gives a context the LMS session of a person, without its sign-in page. */
export async function beInLms(context: BrowserContext, sandbox: Sandbox, userId: string): Promise<void> {
  const [name = '', value = ''] = sandbox.signIn(userId).split('=');
  await context.addCookies([{ name, value, url: sandbox.origin }]);
}
