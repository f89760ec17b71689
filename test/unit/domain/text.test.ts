import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, decodeText, quote, shorten, warnOfSkippedLines } from '../../../domain/formats/text.ts';

const utf16 = (text: string, bigEndian: boolean): number[] =>
  Array.from(text).flatMap((character) => {
    const unit = character.charCodeAt(0);
    return bigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8];
  });

test.each<[string, number[], string]>([
  ['UTF-8', [...new TextEncoder().encode('Zoë 範囲 😀')], 'Zoë 範囲 😀'],
  ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0x41], 'A'],
  ['UTF-16 little-endian with a mark', [0xff, 0xfe, ...utf16('0:00 Zoë', false)], '0:00 Zoë'],
  ['UTF-16 big-endian with a mark', [0xfe, 0xff, ...utf16('0:00 Zoë', true)], '0:00 Zoë'],
  ['UTF-16 little-endian without', utf16('0:00 Intro', false), '0:00 Intro'],
  ['UTF-16 big-endian without', utf16('0:00 Intro', true), '0:00 Intro'],
  ['Windows-1252', [0x5a, 0x6f, 0xeb, 0x20, 0x80], 'Zoë €'],
  ['NULs', [0x41, 0, 0x42, 0x43], 'ABC'],
  ['foreign line ends', [...new TextEncoder().encode('a\r\nb\rc\u2028d')], 'a\nb\nc\nd'],
  ['nothing', [], ''],
])('%s is decoded', (_, bytes, text) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe(text);
});

test('any bytes become well-formed text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = decodeText(bytes);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/[\0\r]/);
    }),
  );
});

test('lone surrogates are replaced', () => {
  expect(cleanText('a\uD800b')).toBe('a\uFFFDb');
});

test('a text is shortened between characters', () => {
  expect(shorten('ab😀cd', 4)).toBe('ab…');
  expect(shorten('abcd', 4)).toBe('abcd');
});

test('a quote is one short line', () => {
  expect(quote(`a\nb ${'x'.repeat(100)}`)).toMatch(/^"a b x{55}…"$/);
});

test('neighbouring lines are named together', () => {
  expect(warnOfSkippedLines([1, 2, 3, 7], 'no time').map(({ message }) => message)).toEqual([
    'Lines 1–3 were left out: no time.',
    'Line 7 was left out: no time.',
  ]);
});
