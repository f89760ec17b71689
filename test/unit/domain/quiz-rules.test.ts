import { describe, expect, it } from 'vitest';
import { checkQuestion, checkQuestions } from '../../../domain/quiz-rules.ts';
import type { QuestionDraft } from '../../../domain/quiz.ts';

const right = (text: string, weight = 1) => ({ text, weight });
const wrong = (text: string) => ({ text, weight: 0 });
const question = { prompt: 'Why?', mark: 1 };

const gradable: [string, QuestionDraft][] = [
  ['a single choice', { type: 'single-choice', ...question, choices: [right('a'), wrong('b')] }],
  [
    'a multiple choice in thirds',
    {
      type: 'multiple-choice',
      ...question,
      choices: [right('a', 0.33333), right('b', 0.33333), right('c', 0.33333), { text: 'd', weight: -0.5 }],
    },
  ],
  ['a true-false', { type: 'true-false', ...question, choices: [right('True'), wrong('False')] }],
  ['a short answer', { type: 'short-answer', ...question, caseSensitive: false, choices: [right('scop*')] }],
  ['a number', { type: 'numeric', ...question, choices: [{ text: '3', weight: 1, min: 2.9, max: 3.1 }] }],
  [
    'a matching with a distractor',
    {
      type: 'matching',
      ...question,
      choices: [
        { text: 'x', weight: 0.5, match: '1' },
        { text: 'y', weight: 0.5, match: '2' },
        { text: '', weight: 0, match: '3' },
      ],
    },
  ],
];

const notGradable: [string, QuestionDraft, string][] = [
  [
    'asks nothing',
    { type: 'true-false', ...question, prompt: ' ', choices: [right('T'), wrong('F')] },
    'prompt',
  ],
  [
    'has no right answer',
    { type: 'single-choice', ...question, choices: [wrong('a'), wrong('b')] },
    'choices',
  ],
  [
    'gives no answer the whole mark',
    { type: 'single-choice', ...question, choices: [right('a', 0.5), wrong('b')] },
    'choices',
  ],
  [
    'is multiple choice and adds up to more than the mark',
    { type: 'multiple-choice', ...question, choices: [right('a'), right('b')] },
    'choices',
  ],
  [
    'is multiple choice without a right answer',
    { type: 'multiple-choice', ...question, choices: [wrong('a'), wrong('b')] },
    'choices',
  ],
  [
    'has two answers that read the same',
    { type: 'single-choice', ...question, choices: [right('a'), wrong(' a ')] },
    'choices.1.text',
  ],
  [
    'has an empty answer',
    { type: 'single-choice', ...question, choices: [right('a'), wrong(' ')] },
    'choices.1.text',
  ],
  [
    'accepts a range that runs backwards',
    { type: 'numeric', ...question, choices: [{ text: '3', weight: 1, min: 3, max: 2 }] },
    'choices.0.min',
  ],
  [
    'accepts no number',
    { type: 'numeric', ...question, choices: [{ text: '3', weight: 0.5, min: 2, max: 3 }] },
    'choices',
  ],
  [
    'matches one pair only',
    {
      type: 'matching',
      ...question,
      choices: [
        { text: 'x', weight: 1, match: '1' },
        { text: '', weight: 0, match: '2' },
      ],
    },
    'choices',
  ],
];

describe('checking a question', () => {
  it.each(gradable)('finds nothing wrong with %s', (_, draft) => {
    expect(checkQuestion(draft)).toEqual([]);
  });

  it.each(notGradable)('names the place of one that %s', (_, draft, path) => {
    expect(checkQuestion(draft).map((problem) => problem.path)).toContain(path);
  });

  it('names the question in the path and in the sentence', () => {
    const fine = gradable[0]?.[1];
    const bad = notGradable[1]?.[1];
    expect(checkQuestions([fine, bad].filter((draft) => draft !== undefined))).toEqual([
      { path: 'questions.1.choices', message: 'Question 2: no answer is marked as right.' },
    ]);
  });
});
