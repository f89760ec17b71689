import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../domain/app-error.ts';
import { checkOutlineAgainst, parseOutline } from '../../../../domain/outline.ts';

describe('an outline beside its recording', () => {
  const { entries } = parseOutline('0:00 A\n5:00-9:00 B\n20:00 C');

  test('entries at or after the end are refused with their lines', () => {
    expect(() => checkOutlineAgainst(entries, 20 * 60_000)).toThrow(
      expect.objectContaining({
        code: 'outline-beyond-end',
        message: 'Line 3: "C" begins at 20:00, but the recording ends at 20:00.',
      }),
    );
  });

  test('an end after the end is shortened', () => {
    const checked = checkOutlineAgainst(entries.slice(0, 2), 8 * 60_000);
    expect(checked.entries[1]?.endMs).toBe(8 * 60_000);
    expect(checked.warnings).toEqual([
      { line: 2, message: `"B" was shortened to the recording's end, 8:00.` },
    ]);
  });
});

describe('any text at all', () => {
  const fragments = fc.constantFrom(
    '0:00',
    '1:75:00',
    '5:30',
    ' ',
    '\n',
    '\t',
    ',',
    ';',
    '"',
    '-',
    '-->',
    '[',
    ']',
    '{',
    '}',
    'WEBVTT\n',
    'start,title\n',
    'Intro',
    '{"chapters":[',
    '\uFEFF',
    '\0',
    '\uD800',
    '😀',
    '|',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  test('is read in order or refused with a sentence', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { entries } = parseOutline(text);
          entries.forEach((entry, index) => {
            expect(Number.isInteger(entry.startMs)).toBe(true);
            expect(entry.startMs).toBeGreaterThan(entries[index - 1]?.startMs ?? -1);
            expect(entry.title).not.toBe('');
            expect(entry.title.length).toBeLessThanOrEqual(200);
          });
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
