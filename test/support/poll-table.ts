import { describe, expect, test } from 'vitest';
import { parsePolls } from '../../domain/polls.ts';
import { arrivals } from './arrivals.ts';
import { showPoll } from './poll-reports.ts';

/** A report and what it is: polls as `showPoll` says them, or the code that refuses it; and what must be told of it. */
type PollsRow = [
  name: string,
  file: string | Uint8Array,
  expected: readonly string[] | `polls-${string}`,
  told?: RegExp,
];

/** Tests one reader: its sample in every encoding and with every line end, then the rows. */
export function testPolls(
  format: string,
  sample: string,
  polls: readonly string[],
  rows: readonly PollsRow[],
): void {
  const all: PollsRow[] = [...arrivals(sample).map(([name, file]): PollsRow => [name, file, polls]), ...rows];
  describe(`${format} as it arrives`, () => {
    test.each(all)('%s', (_, file, expected, told = /(?:)/) => {
      if (typeof expected === 'string') {
        expect(() => parsePolls(file)).toThrow(expect.objectContaining({ code: expected }));
        return;
      }
      const parsed = parsePolls(file);
      expect(parsed.polls.map(showPoll)).toEqual(expected);
      expect(parsed.format).toBe(format);
      expect(parsed.warnings.map(({ message }) => message).join('\n')).toMatch(told);
    });
  });
}
