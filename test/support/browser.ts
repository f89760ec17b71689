import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** A real Chromium: the one CHROMIUM_PATH names, or the one from npm. It plays H.264 and blocks third-party cookies. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'];
  const system = named !== undefined && existsSync(named) ? named : undefined;
  return await playwright.launch({
    executablePath: system ?? (await chromium.executablePath()),
    args: [
      // The npm build's own list is made for one-process servers; these few are what a test machine needs.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
      '--autoplay-policy=no-user-gesture-required',
      '--mute-audio',
    ],
    headless: true,
  });
}
