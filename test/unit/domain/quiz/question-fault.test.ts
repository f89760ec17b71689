import { expect, test } from 'vitest';
import { readQuiz } from '../../../../domain/read-quiz.ts';

const choice = { text: 'Oslo', weight: 1 };
const other = { text: 'Rome', weight: 0 };
const question = { type: 'single-choice', prompt: 'Which?', choices: [choice, other] };

test.each<[string, object, string]>([
  ['an unknown type', { ...question, type: 'hotspot' }, 'the type "hotspot" is not known'],
  ['a type that is no word', { ...question, type: 5 }, 'its type is not told'],
  ['no text', { ...question, prompt: '' }, 'its text is empty'],
  [
    'a text too long',
    { ...question, prompt: 'x'.repeat(20_001) },
    'its text is longer than 20000 characters',
  ],
  ['a mark of nothing', { ...question, mark: 0 }, 'its mark is no number above 0 and up to 1000'],
  ['a mark too high', { ...question, mark: 1001 }, 'its mark is no number above 0 and up to 1000'],
  ['a title that is a number', { ...question, title: 5 }, 'its title is missing or no text'],
  ['feedback that is a list', { ...question, feedback: [] }, 'its feedback is missing or no text'],
  [
    'a choice worth too much',
    { ...question, choices: [{ text: 'a', weight: 2 }, other] },
    'its choice 1 is worth nothing that can be counted, or more than the whole question',
  ],
  ['an empty choice', { ...question, choices: [choice, { text: '', weight: 0 }] }, 'its choice 2 is empty'],
  [
    'a choice that is a number',
    { ...question, choices: [choice, { text: 5, weight: 0 }] },
    'its choice 2 is missing or no text',
  ],
  [
    'feedback of a choice that is a number',
    { ...question, choices: [choice, { ...other, feedback: 1 }] },
    'the feedback of its choice 2 is missing or no text',
  ],
  ['one choice', { ...question, choices: [choice] }, 'it has only one of its choices'],
  ['no choices', { ...question, choices: [] }, 'it has no choices'],
  [
    'too many choices',
    { ...question, choices: Array.from({ length: 51 }, () => choice) },
    'it has more than 50 choices',
  ],
  ['choices that are no list', { ...question, choices: 'Oslo' }, 'its choices are no list'],
  [
    'three choices of true and false',
    { ...question, type: 'true-false', choices: [choice, other, other] },
    'it has more than 2 choices',
  ],
  [
    'one choice of true and false',
    { ...question, type: 'true-false', choices: [choice] },
    'it has not two choices, true and false',
  ],
  ['no accepted word', { ...question, type: 'short-answer', choices: [] }, 'its right answer is not told'],
  [
    'a number without its range',
    { ...question, type: 'numeric', choices: [{ text: 'far', weight: 1 }] },
    'its choice 1 has no number that can be read',
  ],
  [
    'one pair',
    { ...question, type: 'matching', choices: [{ ...choice, match: 'Norway' }] },
    'it has only one of its pairs',
  ],
  [
    'a pair without its other half',
    {
      ...question,
      type: 'matching',
      choices: [
        { ...choice, match: '' },
        { ...other, match: 'Italy' },
      ],
    },
    'the match of its choice 1 is empty',
  ],
  [
    'one thing to order',
    { ...question, type: 'ordering', choices: [choice] },
    'it has only one of its things to order',
  ],
  ['a cloze text without gaps', { ...question, type: 'cloze', gaps: [] }, 'it has no gaps that can be read'],
  [
    'capital letters told by a word',
    { ...question, type: 'short-answer', caseSensitive: 'yes' },
    'what it says of capital letters is missing or no text',
  ],
])('%s is said in words', (_, faulty, sentence) => {
  const { warnings } = readQuiz(JSON.stringify([faulty, { ...question, prompt: 'Fine?' }]));
  expect(warnings[0]?.message).toMatch(/^The question ".*" was left out: /);
  expect(warnings[0]?.message).toContain(`left out: ${sentence}.`);
});
