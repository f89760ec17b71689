/**
 * Whether a text fits a pattern in which `*` stands for any characters, none included, and `\*` for a star.
 * Takes time in proportion to both lengths multiplied at worst, never more.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const parts = splitPattern(pattern);
  const [first = '', ...others] = parts;
  if (others.length === 0) return text === first;
  const last = others.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  return holdsInOrder(text.slice(first.length, text.length - last.length), others);
}

/** The plain parts between the stars. */
function splitPattern(pattern: string): string[] {
  const escapedStar = '\uFDD0';
  return pattern
    .replaceAll('\\*', escapedStar)
    .split('*')
    .map((part) => part.replaceAll(escapedStar, '*'));
}

/** The earliest place of each part leaves the most room for the next. */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
