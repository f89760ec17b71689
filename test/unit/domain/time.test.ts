import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatTime,
  formatTimestamp,
  parseSecondsOrTime,
  parseTime,
  readTime,
} from '../../../domain/time.ts';

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [59_000, '0:59'],
  [60_000, '1:00'],
  [754_000, '12:34'],
  [3_600_000, '1:00:00'],
  [3_723_004, '1:02:03'],
  [360_000_000, '100:00:00'],
  [-5, '0:00'],
])('%i ms is written %s', (ms, text) => {
  expect(formatTime(ms)).toBe(text);
});

test.each([
  ['0:00', 0],
  ['1:02', 62_000],
  ['1:2', 62_000],
  ['01:02:03', 3_723_000],
  ['1:02:03.5', 3_723_500],
  ['1:02:03,004', 3_723_004],
  [' 75:30 ', 4_530_000],
  ['1h2m3s', 3_723_000],
  ['1h 2m', 3_720_000],
  ['5 min', 300_000],
  ['90s', 90_000],
  ['1.5 s', 1500],
  ['2 hours', 7_200_000],
])('%s is %i ms', (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});

test.each([
  '',
  ' ',
  ':',
  '1:',
  ':30',
  '1:60',
  '1:75:00',
  '1:2:3:4',
  '-1:00',
  '1:00x',
  'soon',
  '1e3',
  '١:٠٠',
  '90',
  'h',
  '1:234',
])('%j is no time', (text) => {
  expect(parseTime(text)).toBeUndefined();
});

test('a wrong time comes with the nearest right one', () => {
  expect(readTime('1:75:00')).toEqual({ problem: '1:75:00 is not a time.', suggestion: '1:15:00' });
});

test.each([
  ['330', 330_000],
  ['12.5', 12_500],
  ['12,5', 12_500],
  ['1:00', 60_000],
  ['x', undefined],
  ['-1', undefined],
])('a cell %s is %s ms', (text, ms) => {
  expect(parseSecondsOrTime(text)).toBe(ms);
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.nat(3_000_000_000), (ms) => {
      expect(parseTime(formatTime(ms))).toBe(ms - (ms % 1000));
      expect(parseTime(formatTimestamp(ms))).toBe(ms);
    }),
  );
});
