import { expect, test } from 'vitest';
import { readMoment } from '../../../../domain/polls/moment.ts';

const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date);
const minute = 60_000;

test.each<[string, number | undefined]>([
  ['Nov 23, 2020 10:41:25', day(2020, 11, 23) + 641 * minute + 25_000],
  ['November 23 2020 10:41', day(2020, 11, 23) + 641 * minute],
  ['Sept. 5, 2021 1:05 PM', day(2021, 9, 5) + 785 * minute],
  ['2026-03-12T10:41:25', day(2026, 3, 12) + 641 * minute + 25_000],
  ['2026/3/2 10:41', day(2026, 3, 2) + 641 * minute],
  ['03/12/2026 12:00:00 AM', day(2026, 3, 12)],
  ['03/12/2026 12:00 PM (UTC)', day(2026, 3, 12) + 720 * minute],
  ['3.12.2026 0:01', day(2026, 3, 12) + minute],
  ['Foo 23, 2020 10:41:25', undefined],
  ['Nov 23, 2020', undefined],
  ['10:41:25', undefined],
  ['yesterday at 10:41', undefined],
  ['', undefined],
])('the moment %j is %s', (written, ms) => {
  expect(readMoment(written)).toBe(ms);
});
