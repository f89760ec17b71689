import { expect, test } from 'vitest';
import { parseNumber, rangeAround } from '../../../domain/number.ts';

test.each([
  ['3.14', 3.14],
  ['3,14', 3.14],
  [' 3 ', 3],
  ['-2', -2],
  ['−2', -2],
  ['–2', -2],
  ['+2', 2],
  ['.5', 0.5],
  [',5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1,5E-3', 0.0015],
  ['1e−3', 0.001],
  ['2 x 10^3', 2000],
  ['1 000 000', 1_000_000],
  ['1\u202F000,5', 1000.5],
  ["1'000", 1000],
  ['1,234.5', 1234.5],
  ['1.234,5', 1234.5],
  ['1,234,567', 1_234_567],
  ['1.234.567', 1_234_567],
])('%s is %d', (text, number) => {
  expect(parseNumber(text)).toBe(number);
});

test.each([
  '',
  ' ',
  'two',
  '1e999',
  '1.2.3',
  '--1',
  '1-2',
  '0x10',
  'Infinity',
  'NaN',
  '1 2',
  '5 %',
  '١',
  '1e',
  '.',
])('%j is no number', (text) => {
  expect(parseNumber(text)).toBeUndefined();
});

test('a range has decimal bounds', () => {
  expect(rangeAround(3.14, 0.01)).toEqual({ min: 3.13, max: 3.15 });
});
