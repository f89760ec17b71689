import { describe, expect, test } from 'vitest';
import { parseQuiz } from '../../../domain/read-quiz.ts';

const tomb = {
  type: 'single-choice',
  prompt: 'Who?',
  mark: 1,
  choices: [
    { text: 'Grant', weight: 1 },
    { text: 'Lee', weight: 0 },
  ],
};

describe('JSON', () => {
  test.each<[form: string, value: unknown, question: unknown, warnings?: unknown[]]>([
    ['whole questions', { questions: [tomb] }, tomb],
    ['a bare list', [tomb], tomb],
    [
      'marks of what is right',
      [{ prompt: 'Who?', choices: [{ text: 'Grant', correct: true }, { text: 'Lee' }] }],
      tomb,
    ],
    ['plain choices and an answer', [{ question: 'Who?', choices: ['Grant', 'Lee'], answer: 'Grant' }], tomb],
    [
      'several answers',
      [{ question: 'Who?', choices: ['a', 'b', 'c', 'd'], answer: ['a', 'b'] }],
      {
        type: 'multiple-choice',
        prompt: 'Who?',
        mark: 1,
        choices: [
          { text: 'a', weight: 0.5 },
          { text: 'b', weight: 0.5 },
          { text: 'c', weight: 0 },
          { text: 'd', weight: 0 },
        ],
      },
      [
        {
          message:
            '1 multiple-choice question takes nothing off for wrong choices; when graded, they take off together what the right ones give, so that choosing everything earns nothing.',
        },
      ],
    ],
    [
      'true or false',
      [{ prompt: 'Hot?', answer: true }],
      {
        type: 'true-false',
        prompt: 'Hot?',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0 },
        ],
      },
    ],
    [
      'a number',
      [{ prompt: 'Pi?', answer: 3.14, tolerance: 0.01 }],
      {
        type: 'numeric',
        prompt: 'Pi?',
        mark: 1,
        choices: [{ text: '3.14', weight: 1, min: 3.13, max: 3.15 }],
      },
    ],
    [
      'a number without a range',
      [{ type: 'numeric', prompt: 'Two?', choices: [{ text: '2', weight: 1 }] }],
      { type: 'numeric', prompt: 'Two?', mark: 1, choices: [{ text: '2', weight: 1, min: 2, max: 2 }] },
    ],
    [
      'words',
      [{ prompt: 'Two?', answer: ['two', '2'] }],
      {
        type: 'short-answer',
        prompt: 'Two?',
        mark: 1,
        caseSensitive: false,
        choices: [
          { text: 'two', weight: 1 },
          { text: '2', weight: 1 },
        ],
      },
    ],
    [
      'pairs',
      [
        {
          prompt: 'Q',
          pairs: [
            { text: 'a', match: '1' },
            { text: 'b', match: '2' },
          ],
        },
      ],
      {
        type: 'matching',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', match: '1', weight: 0.5 },
          { text: 'b', match: '2', weight: 0.5 },
        ],
      },
    ],
    ['a category', [{ ...tomb, category: 'Scoping' }], { ...tomb, category: 'Scoping' }],
  ])('%s', (_, value, question, warnings = []) => {
    expect(parseQuiz(JSON.stringify(value))).toEqual({
      pictures: new Map(),
      format: 'json',
      questions: [question],
      warnings,
    });
  });

  test.each([
    ['no choices', { type: 'single-choice', prompt: 'Q' }],
    ['no prompt', { type: 'single-choice', choices: tomb.choices }],
    ['an unknown type', { ...tomb, type: 'essay' }],
    [
      'a weight above one',
      {
        ...tomb,
        choices: [
          { text: 'a', weight: 2 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    ['nothing right', { ...tomb, choices: [{ text: 'a' }, { text: 'b' }] }],
    ['a number for a question', 7],
    ['null', null],
  ])('a question with %s is named and left out', (_, question) => {
    const { questions, warnings } = parseQuiz(JSON.stringify([tomb, question]));
    expect(questions).toEqual([tomb]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toMatch(/^The question ".+" was left out: /);
  });

  test.each([
    ['cut off', '{"questions": [\n{"prompt": "Q"', 'quiz-bad-lines'],
    ['no list', '{"a": 1}', 'quiz-bad-lines'],
    ['an empty list', '[]', 'quiz-no-questions'],
  ])('%s is refused', (_, text, code) => {
    expect(() => parseQuiz(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('Aiken', () => {
  test.each([
    ['as Moodle shows it', 'Who?\nA. Grant\nB. Lee\nANSWER: A'],
    ['with brackets and no space', 'Who?\nA)Grant\nB)Lee\nANSWER:A'],
    ['with blank lines and CRLF', 'Who?\r\n\r\nA) Grant\r\nB) Lee\r\n\r\nANSWER: A\r\n'],
    ['with a small answer word', 'Who?\nA. Grant\nB. Lee\nAnswer: A\n'],
  ])('%s', (_, text) => {
    expect(parseQuiz(text)).toEqual({
      pictures: new Map(),
      format: 'aiken',
      questions: [tomb],
      warnings: [],
    });
  });

  const good = 'Who?\nA. Grant\nB. Lee\nANSWER: A\n\n';
  test.each([
    ['one option', 'Q?\nA. a\nANSWER: A', 6, 'It has fewer than two options. The question is "Q?".'],
    ['no answer', 'Q?\nA. a\nB. b', 6, 'Its line ANSWER: is missing. The question is "Q?".'],
    [
      'an answer that is no option',
      'Q?\nA. a\nB. b\nANSWER: C',
      6,
      'Its answer C is none of its options. The question is "Q?".',
    ],
    ['no question', 'ANSWER: C', 6, 'An answer stands here without a question.'],
  ])('%s is named', (_, text, line, reason) => {
    expect(parseQuiz(good + text).warnings).toEqual([
      { line, message: `A question was left out. ${reason}` },
    ]);
  });
});
