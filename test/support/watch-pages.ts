import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Notes what no page of ours may do: write an error to the console (a violated content security policy does), throw, or
 * fetch from anywhere but `origins`. The list that it gives grows while the context lives.
 */
export function watchPages(context: BrowserContext, origins: readonly string[]): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    // The refusal of a document is its own page's matter; those pages are shown on purpose.
    const isOwnStatus =
      message.text().startsWith('Failed to load resource') &&
      message.location().url === message.page()?.url();
    if (!isOwnStatus) complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && !origins.includes(origin))
      complaints.push(`request: ${request.url()}`);
  });
  return complaints;
}

/** What only colours decide: all that another colour scheme can change. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong on the page as it stands, one line each; of all its rules, or of those about colours. */
export async function axeViolations(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  // Evaluated, not added as a script element: the page's policy stays as it is.
  await page.evaluate(axe);
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary?: string }[] }[]>(
    `axe.run(document, ${JSON.stringify({
      iframes: false,
      resultTypes: ['violations'],
      ...(rules === 'all' ? {} : { runOnly: colourRules }),
    })}).then((result) => result.violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 200)}`,
    ),
  );
}

/** By how many pixels the page is wider than its window, and what sticks out. */
export async function sidewaysScroll(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const root = document.documentElement;
    const width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > width + 0.5,
    );
    return [
      `${root.scrollWidth} instead of ${width} pixels wide`,
      ...wide.slice(0, 4).map(({ tagName, className }) => `${tagName.toLowerCase()}.${className}`),
    ];
  });
}
