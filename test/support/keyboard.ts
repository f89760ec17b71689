import type { Frame, Page } from 'playwright-core';

/** Presses Tab until the focus is on what has this accessible name. Throws when a whole round finds nothing. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press(key);
    const focused = await focusedName(page.mainFrame());
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    seen.push(focused);
  }
  throw new Error(`Tab never came to ${String(name)}, only to: ${[...new Set(seen)].join(' | ')}`);
}

/** The name of what has the focus, near enough to what a screen reader says. */
async function focusedName(frame: Frame): Promise<string> {
  return await frame.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : [];
    const words =
      element.getAttribute('aria-label') ??
      (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : element.textContent);
    return words.replace(/\s+/g, ' ').trim();
  });
}
