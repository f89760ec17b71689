import { expect, test } from 'vitest';
import { newSpeed, secondsLeft, speedAfter } from '../../../web/studio/uploads/speed.ts';

test('the time left is unknown until a first second was measured', () => {
  const speed = speedAfter(newSpeed(0), 500, 400);
  expect(secondsLeft(speed, 10_000)).toBeUndefined();
});

test('what was there before the upload was resumed does not count as sent', () => {
  let speed = speedAfter(newSpeed(0), 900_000, 10);
  speed = speedAfter(speed, 901_000, 1010);
  expect(secondsLeft(speed, 10_000)).toBe(10);
});

test('a single slow second moves the estimate only a little', () => {
  let speed = speedAfter(newSpeed(0), 1, 0);
  for (let second = 1; second <= 5; second += 1) speed = speedAfter(speed, second * 1000, second * 1000);
  const before = secondsLeft(speed, 100_000) ?? 0;
  speed = speedAfter(speed, 5100, 6000);
  const after = secondsLeft(speed, 100_000) ?? 0;
  expect(after).toBeGreaterThan(before);
  expect(after).toBeLessThan(before * 1.5);
});
