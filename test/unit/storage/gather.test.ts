import { expect, test } from 'vitest';
import { gather } from '../../../storage/gather.ts';

/** Doubles numbers, and tells which came together; what is asked must be let go one by one. */
function doubling(maxAsks?: number) {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const ask = gather<number, number>(async (asks) => {
    batches.push([...asks]);
    await new Promise<void>((resolve) => gates.push(resolve));
    if (asks.includes(13)) throw new Error('unlucky');
    return asks.map((one) => one * 2);
  }, maxAsks);
  return {
    batches,
    ask,
    letGo: async () => {
      while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
      gates.shift()?.();
    },
  };
}

test('asks of one moment go together, and those that come meanwhile go next, each with its own answer', async () => {
  const { ask, batches, letGo } = doubling();
  const first = [ask(1), ask(2)];
  await letGo();
  const answered = Promise.all(first);
  const second = [ask(3), ask(4)];
  expect(await answered).toEqual([2, 4]);
  await letGo();
  expect(await Promise.all(second)).toEqual([6, 8]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ]);
  const later = ask(5);
  await letGo();
  expect(await later).toBe(10);
});

test('no statement is asked more than it takes', async () => {
  const { ask, batches, letGo } = doubling(2);
  const answers = Promise.all([1, 2, 3].map(ask));
  await letGo();
  await letGo();
  expect(await answers).toEqual([2, 4, 6]);
  expect(batches).toEqual([[1, 2], [3]]);
});

test('one that fails does not fail the others', async () => {
  const { ask, letGo } = doubling();
  const answers = Promise.allSettled([1, 13, 2].map(ask));
  for (let run = 0; run < 4; run += 1) await letGo();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
