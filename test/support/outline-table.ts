import { describe, expect, test } from 'vitest';
import { parseOutline, type OutlineEntry, type OutlineHint } from '../../domain/outline.ts';
import { arrivals } from './arrivals.ts';

/** A file and what it is: entries as `0-5000 Title`, or the code that refuses it; and what must be told of it. */
export type OutlineRow = [
  name: string,
  file: string | Uint8Array,
  expected: readonly string[] | `outline-${string}`,
  told?: RegExp | undefined,
  hint?: OutlineHint,
];

/** Tests one reader: its sample in every encoding and with every line end, then the rows. */
export function testOutlines(
  format: string,
  sample: string,
  entries: readonly string[],
  rows: readonly OutlineRow[],
): void {
  const all: OutlineRow[] = [
    ['plain', sample, entries],
    ...arrivals(sample).map(([name, file]): OutlineRow => [name, file, entries]),
    ...rows,
  ];
  describe(format, () => {
    test.each(all)('%s', (_, file, expected, told = /(?:)/, hint = {}) => {
      if (typeof expected === 'string') {
        const read = (): unknown => parseOutline(file, hint);
        expect(read).toThrow(expect.objectContaining({ code: expected }));
        expect(read).toThrow(told);
        return;
      }
      const parsed = parseOutline(file, hint);
      expect(parsed.entries.map(show)).toEqual(expected);
      expect(parsed.format).toBe(format);
      expect(parsed.warnings.map(({ line, message }) => `${String(line)}: ${message}`).join('\n')).toMatch(
        told,
      );
    });
  });
}

function show({ startMs, endMs, title }: OutlineEntry): string {
  return `${String(startMs)}${endMs === undefined ? '' : `-${String(endMs)}`} ${title}`;
}
