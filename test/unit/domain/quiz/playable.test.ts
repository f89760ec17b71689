import { expect, test } from 'vitest';
import { toPlayable } from '../../../../domain/quiz/playable.ts';
import type { ReadQuestion } from '../../../../domain/quiz/read-question.ts';

type Gap = 'short-answer' | 'numeric' | 'single-choice';
const cloze = (
  gaps: Gap[],
  choices: [gap: number, text: string, weight: number][],
  more = {},
): ReadQuestion => ({
  type: 'cloze',
  prompt: gaps.map((_, index) => `[[${String(index + 1)}]]`).join(' and '),
  mark: 1,
  gaps,
  choices: choices.map(([gap, text, weight]) => ({ gap, text, weight })),
  ...more,
});
const pair: [number, string, number][] = [
  [1, 'Oslo', 0.5],
  [1, 'Rome', 0],
  [2, 'Bern', 0.25],
  [2, 'Paris', 0.5],
];

test.each<[string, ReadQuestion, object | RegExp, RegExp?]>([
  ['an essay', { type: 'essay', prompt: 'Why?', mark: 1, choices: [] }, /it is an essay/],
  [
    'an order',
    {
      type: 'ordering',
      prompt: 'Sort.',
      mark: 1,
      choices: [
        { text: 'a', weight: 0.5 },
        { text: 'b', weight: 0.5 },
      ],
    },
    {
      type: 'matching',
      choices: [
        { text: 'a', match: '1' },
        { text: 'b', match: '2' },
      ],
    },
    /learners match each item with its place/,
  ],
  [
    'one gap to choose for',
    cloze(['single-choice'], pair.slice(0, 2), { category: 'Towns' }),
    { type: 'single-choice', prompt: '_____', category: 'Towns' },
  ],
  [
    'one gap to type into',
    cloze(['short-answer'], pair.slice(0, 1)),
    { type: 'short-answer', prompt: '_____' },
  ],
  [
    'one gap with one choice',
    cloze(['single-choice'], pair.slice(0, 1)),
    /its gap \(cloze\) cannot be asked/,
  ],
  [
    'one gap whose number has no range',
    cloze(['numeric'], [[1, '5', 1]]),
    /its gap \(cloze\) cannot be asked/,
  ],
  [
    'several gaps to choose for',
    cloze(['single-choice', 'single-choice'], pair, { category: 'Towns' }),
    {
      type: 'matching',
      category: 'Towns',
      prompt: '(1) _____ and (2) _____',
      choices: [
        { text: '(1)', match: 'Oslo', weight: 0.5 },
        { text: '(2)', match: 'Paris', weight: 0.5 },
        { text: '', match: 'Rome', weight: 0 },
        { text: '', match: 'Bern', weight: 0 },
      ],
    },
    /learners match each gap with a word/,
  ],
  [
    'several gaps, one to type into',
    cloze(['single-choice', 'short-answer'], pair),
    /several gaps to type into/,
  ],
  ['a gap that nothing fills', cloze(['single-choice', 'single-choice'], pair.slice(0, 2)), /too many gaps/],
  [
    'more gaps than a matching holds',
    cloze(
      Array.from({ length: 51 }, (): Gap => 'single-choice'),
      Array.from({ length: 51 }, (_, index) => [index + 1, `w${String(index)}`, 0.01]),
    ),
    /too many gaps and choices/,
  ],
  [
    'what can be asked as it is',
    {
      type: 'true-false',
      prompt: 'So?',
      mark: 1,
      choices: [
        { text: 'True', weight: 1 },
        { text: 'False', weight: 0 },
      ],
    },
    { type: 'true-false' },
  ],
])('%s', (_, question, expected, told) => {
  const { questions, warnings } = toPlayable([question]);
  const said = warnings.map(({ message }) => message).join();
  if (expected instanceof RegExp) {
    expect(questions).toEqual([]);
    expect(said).toMatch(expected);
    return;
  }
  expect(questions).toMatchObject([expected]);
  expect(said).toMatch(told ?? /^$/);
});
