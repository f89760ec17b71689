import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../domain/app-error.ts';
import { parseOutline } from '../../../../domain/outline.ts';

describe('formats of machines in pieces', () => {
  const fragments = fc.constantFrom(
    ';FFMETADATA1\n',
    '[CHAPTER]\n',
    'START=1\n',
    'title=',
    '\\',
    'TRACK 01 AUDIO\n',
    'INDEX 01 00:00:00\n',
    '[Bookmark]\n',
    '0=1*x\n',
    '<psc:chapters>',
    '<psc:chapter start="0:00" title="x"/>',
    '</psc:chapters>',
    '<EditionEntry>',
    '<ChapterAtom>',
    '<!--',
    '-->',
    '<![CDATA[',
    '&amp;',
    '001 AX V C 00:00:00:00 00:00:00:00 00:00:00:00 00:00:01:00\n',
    '\n',
    '<',
    '>',
  );
  const refuse = (text: string): void => {
    try {
      parseOutline(text);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
  };

  test('is read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 30 }), (parts) => {
        refuse(parts.join(''));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ';FFMETADATA1\n\\',
    '<psc:chapters><psc:chapter ',
    '<a',
    '<!--',
    '&',
    'TRACK 1 A\n',
    '0=',
    '[',
    '001 AX V C ',
  ])(
    '200 kB of %j end in good time',
    (unit) => {
      const started = performance.now();
      refuse(`<psc:chapters><psc:chapter ${unit.repeat(190_000 / unit.length)}`);
      refuse(unit.repeat(190_000 / unit.length));
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});

describe('formats of editors and calendars in pieces', () => {
  test('whatever comes in is read or refused with a sentence', () => {
    const pieces = fc.constantFrom(
      '9:00 AM ',
      '0 1 2',
      '\n',
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART:20260915T140000Z',
      'END:VEVENT',
      '<fcpxml>',
      '<marker start="1s"/>',
      '<svg>',
      '<image in="1" xlink:href="a/slide-1.png"/>',
      '{"OTIO_SCHEMA":"Clip.1",',
      '"markers":[',
      '}',
      'Start: ',
      '14:30',
      'x',
      '\0',
      '\uD800',
    );
    const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(texts, fc.uint8Array({ maxLength: 200 })),
        fc.constantFrom({}, { startsAt: '14:00' }, { slideTexts: '[]' }),
        (input, hint) => {
          try {
            let latest = -1;
            for (const { startMs, endMs = Infinity, title } of parseOutline(input, hint).entries) {
              expect(startMs).toBeGreaterThan(latest);
              expect(endMs).toBeGreaterThan(startMs);
              expect(title).not.toBe('');
              latest = startMs;
            }
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);
});
