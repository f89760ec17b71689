import { expect, test } from 'vitest';
import type { Response, ShownQuestion } from '../../../domain/quiz.ts';
import { responseFits } from '../../../domain/response-fits.ts';

const choices = [
  { id: 'a', text: 'A' },
  { id: 'b', text: 'B' },
];
const shown = (type: ShownQuestion['type'], matches: string[] = []): ShownQuestion => ({
  id: 'q',
  type,
  prompt: '?',
  mark: 1,
  choices: type === 'short-answer' || type === 'numeric' ? [] : choices,
  matches,
});

const rows: [ShownQuestion['type'], Response, boolean][] = [
  ['single-choice', { choiceId: 'a' }, true],
  ['single-choice', { choiceId: 'c' }, false],
  ['single-choice', { choiceIds: ['a'] }, false],
  ['true-false', { choiceId: 'b' }, true],
  ['true-false', { text: 'A' }, false],
  ['multiple-choice', { choiceIds: [] }, true],
  ['multiple-choice', { choiceIds: ['b', 'a'] }, true],
  ['multiple-choice', { choiceIds: ['a', 'a'] }, false],
  ['multiple-choice', { choiceIds: ['a', 'c'] }, false],
  ['short-answer', { text: '' }, true],
  ['short-answer', { choiceId: 'a' }, false],
  ['numeric', { text: 'twelve' }, true],
  ['numeric', { matches: {} }, false],
  ['matching', { matches: {} }, true],
  ['matching', { matches: { a: 'one', b: '' } }, true],
  ['matching', { matches: { a: 'three' } }, false],
  ['matching', { matches: { c: 'one' } }, false],
  ['matching', { text: 'one' }, false],
];

test.each(rows)('%s %j: %s', (type, response, fits) => {
  expect(responseFits(shown(type, ['one', 'two']), response)).toBe(fits);
});
