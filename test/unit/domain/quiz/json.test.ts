import { expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';

const read = (...questions: object[]): unknown => readBriefly(JSON.stringify({ questions }));

test.each<[string, object, string]>([
  [
    'a choice by its text',
    { question: 'Which?', choices: ['Oslo', 'Rome'], answer: 'Oslo' },
    'single-choice: Which? | Oslo 1, Rome 0',
  ],
  [
    'several by their texts',
    { prompt: 'Which?', choices: ['a', 'b', 'c'], answer: ['a', 'b'] },
    'multiple-choice: Which? | a 0.5, b 0.5, c 0',
  ],
  [
    'choices that say what is correct',
    { prompt: 'Which?', choices: [{ text: 'a', correct: true }, { text: 'b' }] },
    'single-choice: Which? | a 1, b 0',
  ],
  [
    'choices with their weights',
    {
      prompt: 'Which?',
      type: 'single-choice',
      choices: [
        { text: 'a', weight: 1 },
        { text: 'b', weight: 0.5 },
      ],
    },
    'single-choice: Which? | a 1, b 0.5',
  ],
  ['a word', { prompt: 'Who?', answer: 'Ann' }, 'short-answer: Who? | Ann 1'],
  ['several words', { prompt: 'Who?', answer: ['Ann', 'Bob'] }, 'short-answer: Who? | Ann 1, Bob 1'],
  ['a number', { prompt: 'How many?', answer: 5 }, 'numeric: How many? | 5 5..5 1'],
  [
    'a number with its tolerance',
    { prompt: 'How many?', answer: 5, tolerance: 1 },
    'numeric: How many? | 5 4..6 1',
  ],
  ['true', { prompt: 'So?', answer: true }, 'true-false: So? | True 1, False 0'],
  ['false', { prompt: 'So?', answer: false }, 'true-false: So? | True 0, False 1'],
  [
    'pairs',
    {
      prompt: 'Match.',
      pairs: [
        { text: 'a', match: '1' },
        { text: 'b', match: '2' },
        { text: '', match: '3' },
      ],
    },
    'matching: Match. | a->1 0.5, b->2 0.5, ->3 0',
  ],
  [
    'pairs as choices',
    {
      prompt: 'Match.',
      type: 'matching',
      choices: [
        { text: 'a', match: '1' },
        { text: 'b', match: '2' },
      ],
    },
    'matching: Match. | a->1 0.5, b->2 0.5',
  ],
  [
    'a number as a choice',
    { prompt: 'How many?', type: 'numeric', choices: [{ text: '5', correct: true }] },
    'numeric: How many? | 5 5..5 1',
  ],
  [
    'a number with its range',
    { prompt: 'How many?', type: 'numeric', choices: [{ text: '5', correct: true, min: 4, max: 6 }] },
    'numeric: How many? | 5 4..6 1',
  ],
  [
    'a category',
    { prompt: 'Who?', answer: 'Ann', category: 'People' },
    'short-answer: Who? [People] | Ann 1',
  ],
  ['an essay', { prompt: 'Why?', type: 'essay' }, 'essay: Why? |'],
])('%s', (_, question, expected) => {
  const got = JSON.stringify(read(question));
  expect(got.replaceAll(/ \{[^}]*\}/g, '')).toContain(expected.replace(' [People]', ''));
});

test.each<[string, object, RegExp]>([
  ['nothing right', { prompt: 'Which?', choices: ['a', 'b'] }, /none of its answers is right/],
  ['no answer', { prompt: 'Who?' }, /its right answer is not told/],
  [
    'a number of words',
    { prompt: 'How many?', type: 'numeric', choices: [{ text: 'many', correct: true }] },
    /no number that can be read/,
  ],
  ['no question', {}, /number 1.* was left out/],
])('%s is told', (_, question, told) => {
  expect(JSON.stringify(read(question, { prompt: 'Fine?', answer: true }))).toMatch(told);
});

test.each([
  ['no list', '{"quiz":1}', /holds no list of questions/],
  ['broken', '[{"prompt":', /quiz-bad-lines/],
])('JSON that is %s is refused', (_, text, sentence) => {
  expect(readBriefly(text)).toMatch(sentence);
});
