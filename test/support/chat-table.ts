import { describe, expect, test } from 'vitest';
import { parseChat } from '../../domain/chat.ts';
import { arrivals } from './arrivals.ts';

/**
 * A chat and what it is: messages as `1000 Ann: Hello`, or the code that refuses it; what must be told of it; and when
 * the recording began, empty where nobody knows.
 */
type ChatRow = [
  name: string,
  file: string | Uint8Array,
  expected: readonly string[] | `chat-${string}`,
  told?: RegExp,
  startsAt?: string,
];

const began = '2026-09-15T14:30:00Z';

/** Tests one reader: its sample in every encoding and with every line end, then the rows; twenty cases at least. */
export function testChats(
  format: string,
  sample: string,
  messages: readonly string[],
  rows: readonly ChatRow[],
): void {
  const all: ChatRow[] = [
    ...arrivals(sample).map(([name, file]): ChatRow => [name, file, messages]),
    ...rows,
  ];
  describe(`${format} as it arrives`, () => {
    test.each(all)('%s', (_, file, expected, told = /^$/, startsAt = began) => {
      const hint = startsAt === '' ? {} : { startsAt };
      if (typeof expected === 'string') {
        expect(() => parseChat(file, hint)).toThrow(expect.objectContaining({ code: expected }));
        return;
      }
      const parsed = parseChat(file, hint);
      expect(
        parsed.messages.map(({ atMs, sender, text }) => `${String(atMs ?? '-')} ${sender}: ${text}`),
      ).toEqual(expected);
      expect(parsed.format).toBe(format);
      expect(parsed.warnings.map(({ message }) => message).join('\n')).toMatch(told);
    });

    test('in twenty cases at least', () => {
      expect(all.length).toBeGreaterThanOrEqual(20);
    });
  });
}
