import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../domain/app-error.ts';
import { playableQuestion } from '../../support/question-arbitrary.ts';
import { parseQuiz, QuizError, readQuiz } from '../../../domain/read-quiz.ts';
import { writeGift } from '../../../domain/quiz/gift-write.ts';
import type { PlayableQuestion } from '../../../domain/quiz/read-question.ts';
import { questionDraftSchema } from '../../../domain/quiz.ts';

function asQuestions(values: unknown): PlayableQuestion[] {
  const categories = z.array(z.object({ category: z.string().optional() })).parse(values);
  return z
    .array(questionDraftSchema)
    .parse(values)
    .map((question, index) => {
      const category = categories[index]?.category;
      return category === undefined ? question : { ...question, category };
    });
}

function read(text: string): PlayableQuestion[] {
  const { format, questions } = parseQuiz(text);
  expect(format).toBe('gift');
  return questions;
}

function refusal(text: string): QuizError {
  try {
    parseQuiz(text);
  } catch (error) {
    if (error instanceof QuizError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const grant = "Who's buried in Grant's tomb?";

describe('a GIFT question is read', () => {
  test.each<[string, string, Record<string, unknown>]>([
    [
      'single choice',
      `${grant}{~no one =Grant ~Napoleon}`,
      {
        type: 'single-choice',
        prompt: grant,
        mark: 1,
        choices: [
          { text: 'no one', weight: 0 },
          { text: 'Grant', weight: 1 },
          { text: 'Napoleon', weight: 0 },
        ],
      },
    ],
    [
      'title, lines and feedback',
      '::Q1::Two plus two?{\n=4#Yes!\n~5 #Too many\n~3\n}',
      {
        type: 'single-choice',
        title: 'Q1',
        prompt: 'Two plus two?',
        mark: 1,
        choices: [
          { text: '4', weight: 1, feedback: 'Yes!' },
          { text: '5', weight: 0, feedback: 'Too many' },
          { text: '3', weight: 0 },
        ],
      },
    ],
    [
      'partial credit',
      'Q {~%50%half =all ~none}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'half', weight: 0.5 },
          { text: 'all', weight: 1 },
          { text: 'none', weight: 0 },
        ],
      },
    ],
    [
      'multiple choice',
      'Q {~%50%a ~%50%b ~%-100%c ~%-33.333%d}',
      {
        type: 'multiple-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 0.5 },
          { text: 'b', weight: 0.5 },
          { text: 'c', weight: -1 },
          { text: 'd', weight: -0.33333 },
        ],
      },
    ],
    [
      'true',
      'The sun rises in the east.{T}',
      {
        type: 'true-false',
        prompt: 'The sun rises in the east.',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0 },
        ],
      },
    ],
    [
      'false with feedback for wrong, then right',
      'Q {FALSE#no#yes}',
      {
        type: 'true-false',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'True', weight: 0, feedback: 'no' },
          { text: 'False', weight: 1, feedback: 'yes' },
        ],
      },
    ],
    [
      'true in small letters with feedback',
      'Q {true#no}',
      {
        type: 'true-false',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0, feedback: 'no' },
        ],
      },
    ],
    [
      'short answer',
      'Two plus two is {=four =4 =%50%vier#In English please} what?',
      {
        type: 'short-answer',
        prompt: 'Two plus two is _____ what?',
        mark: 1,
        caseSensitive: false,
        choices: [
          { text: 'four', weight: 1 },
          { text: '4', weight: 1 },
          { text: 'vier', weight: 0.5, feedback: 'In English please' },
        ],
      },
    ],
    [
      'short answer without its sign',
      'Two plus two is {four}',
      {
        type: 'short-answer',
        prompt: 'Two plus two is',
        mark: 1,
        caseSensitive: false,
        choices: [{ text: 'four', weight: 1 }],
      },
    ],
    [
      'a number with tolerance',
      'When was Grant born?{#1822:5}',
      {
        type: 'numeric',
        prompt: 'When was Grant born?',
        mark: 1,
        choices: [{ text: '1822', weight: 1, min: 1817, max: 1827 }],
      },
    ],
    [
      'a number exactly',
      'Q {#-3.5}',
      { type: 'numeric', prompt: 'Q', mark: 1, choices: [{ text: '-3.5', weight: 1, min: -3.5, max: -3.5 }] },
    ],
    [
      'a range',
      'Pi?{#3.141..3.142}',
      {
        type: 'numeric',
        prompt: 'Pi?',
        mark: 1,
        choices: [{ text: '3.141..3.142', weight: 1, min: 3.141, max: 3.142 }],
      },
    ],
    [
      'a range below zero',
      'Q {#-5..-2}',
      { type: 'numeric', prompt: 'Q', mark: 1, choices: [{ text: '-5..-2', weight: 1, min: -5, max: -2 }] },
    ],
    [
      'several numbers',
      'Q {#\n=1822:0#Right\n=%50%1822:2#Near\n~#Not near}',
      {
        type: 'numeric',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: '1822', weight: 1, feedback: 'Right', min: 1822, max: 1822 },
          { text: '1822', weight: 0.5, feedback: 'Near', min: 1820, max: 1824 },
          { text: '*', weight: 0, feedback: 'Not near', min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
        ],
      },
    ],
    [
      'matching',
      'Q {\n=Canada -> Ottawa\n=Italy->Rome\n= -> Oslo\n}',
      {
        type: 'matching',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'Canada', match: 'Ottawa', weight: 0.5 },
          { text: 'Italy', match: 'Rome', weight: 0.5 },
          { text: '', match: 'Oslo', weight: 0 },
        ],
      },
    ],
    [
      'missing word',
      'Moodle costs {~lots =nothing} to download.',
      {
        type: 'single-choice',
        prompt: 'Moodle costs _____ to download.',
        mark: 1,
        choices: [
          { text: 'lots', weight: 0 },
          { text: 'nothing', weight: 1 },
        ],
      },
    ],
    [
      'general feedback',
      'Q {=a#fa ~b #fb ####Because.}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        feedback: 'Because.',
        choices: [
          { text: 'a', weight: 1, feedback: 'fa' },
          { text: 'b', weight: 0, feedback: 'fb' },
        ],
      },
    ],
    [
      'escapes',
      'Is 1 \\= 1 in \\{a\\} \\: \\~ \\# \\\\?\\nSay {=\\=yes\\# ~no\\~}',
      {
        type: 'single-choice',
        prompt: 'Is 1 = 1 in {a} : ~ # \\?\nSay',
        mark: 1,
        choices: [
          { text: '=yes#', weight: 1 },
          { text: 'no~', weight: 0 },
        ],
      },
    ],
    [
      'a format',
      '::Q::[markdown]*Which*? {=[html]<b>a</b> ~b}',
      {
        type: 'single-choice',
        title: 'Q',
        prompt: '*Which*?',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'HTML',
      '[html]<p>Which&nbsp;of <em>these</em>?</p><p>Choose.</p>{=<p>a &lt; b</p> ~c}',
      {
        type: 'single-choice',
        prompt: 'Which of these?\nChoose.',
        mark: 1,
        choices: [
          { text: 'a < b', weight: 1 },
          { text: 'c', weight: 0 },
        ],
      },
    ],
    [
      'angle brackets in plain words',
      'What does <video> play? {=video ~<audio>}',
      {
        type: 'single-choice',
        prompt: 'What does <video> play?',
        mark: 1,
        choices: [
          { text: 'video', weight: 1 },
          { text: '<audio>', weight: 0 },
        ],
      },
    ],
    [
      'a title alone',
      '::The sun is hot.::{T}',
      {
        type: 'true-false',
        title: 'The sun is hot.',
        prompt: 'The sun is hot.',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0 },
        ],
      },
    ],
    [
      'comments in between',
      '// question 1\nQ {\n// the right one\n=a\n~b\n}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'blank lines in braces',
      'Q {\n\n=a\n\n~b\n}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'a web address',
      'See http\\://x.org/?a\\=1 {=a ~b}',
      {
        type: 'single-choice',
        prompt: 'See http://x.org/?a=1',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'CRLF and a byte-order mark',
      '\uFEFFQ {\r\n=a\r\n~b\r\n}\r\n',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
  ])('%s', (_, text, question) => {
    expect(read(text)).toEqual([question]);
  });

  test('categories reach the questions after them', () => {
    const questions = read(
      'Q0 {T}\n\n$CATEGORY: $course$/top/Scoping\n\nQ1 {T}\n\nQ2 {F}\n\n$CATEGORY: Money/Fees\n\nQ3 {T}',
    );
    expect(questions.map(({ category }) => category)).toEqual([
      undefined,
      'Scoping',
      'Scoping',
      'Money/Fees',
    ]);
  });

  test.each([
    ['titles', '::A::Q1 {T}\n::B::Q2 {F}'],
    ['the next braces', 'Q1 {T}\nQ2 {F}'],
  ])('questions without a blank line between are parted by %s', (_, text) => {
    expect(read(text).map(({ prompt }) => prompt)).toEqual(['Q1', 'Q2']);
  });
});

describe('a question that cannot be asked is named', () => {
  test.each([
    [
      'a description',
      'Just so you know.',
      'The question "Just so you know." was left out: it is a description, with nothing to answer.',
    ],
    ['no right answer', 'Q? {~a ~b}', 'The question "Q?" was left out: none of its answers is right.'],
    [
      'a number that is none',
      'Q? {#soon}',
      'The question "Q?" was left out: a number in its answers cannot be read.',
    ],
    [
      'a pair without its arrow',
      'Q? {=a -> b =c}',
      'The question "Q?" was left out: one of its pairs has no ->.',
    ],
    [
      'several answer places',
      'Q {=a} and {=b}',
      'The question "Q {=a} and {=b}" was left out: it has answers in several places (cloze).',
    ],
  ])('%s', (_, text, message) => {
    const { questions, warnings } = parseQuiz(`OK {T}\n\n${text}\n`);
    expect(questions).toHaveLength(1);
    expect(warnings).toEqual([{ line: 3, message }]);
  });

  test('an essay is read, and left out of what can be asked', () => {
    const text = 'OK {T}\n\nSay why. {####Because}';
    expect(readQuiz(text).questions[1]).toEqual({
      type: 'essay',
      prompt: 'Say why.',
      mark: 1,
      feedback: 'Because',
      choices: [],
    });
    expect(parseQuiz(text).warnings).toEqual([
      { message: 'The question "Say why." was left out: it is an essay, which cannot be graded here.' },
    ]);
  });

  test('one choice is too few', () => {
    const { warnings } = parseQuiz('OK {T}\n\nQ {=a ~}');
    expect(warnings[0]?.line).toBe(3);
    expect(warnings[0]?.message).toContain('"Q" was left out');
  });

  test('a picture is named, its question kept', () => {
    const { questions, warnings } = parseQuiz('[html]<p>Q <img src\\="x.png"></p>{T}');
    expect(questions[0]?.prompt).toBe('Q [Picture: x.png]');
    expect(warnings).toEqual([
      { line: 1, message: 'The question "Q [Picture: x.png]" was taken without a picture.' },
    ]);
  });

  test('a brace that closes nothing is named', () => {
    expect(parseQuiz('Q {T}}').warnings).toEqual([
      { line: 1, message: 'Line 1 closes a brace that was never opened.' },
    ]);
  });
});

describe('a GIFT file that cannot be used is refused', () => {
  test.each([
    ['at the end', 'A {T}\n\nB {\n=a\n~b\n', 3, 'is never closed'],
    ['before the next title', 'A {T}\n\n::B::B {\n=a\n\n::C::C {T}', 3, 'is never closed'],
    ['before the next braces', 'A {\n=a ~b\n\nB {T}', 1, 'is not closed before another opens in line 4'],
    ['alone', 'Q {', 1, 'is never closed'],
  ])('a brace unclosed %s', (_, text, line, reason) => {
    const error = refusal(text);
    expect(error.code).toBe('quiz-bad-lines');
    expect(error.message).toBe(
      `Line ${String(line)}: The brace that opens here ${reason}. A brace in the text is written \\{.`,
    );
    expect(error.details).toEqual({ problems: [expect.objectContaining({ line })] });
  });

  test.each([
    ['nothing', ' \n', 'quiz-empty'],
    ['prose', 'Hello.', 'quiz-unknown'],
    ['essays only', 'Say why. {}', 'quiz-no-questions'],
    ['more than 50 MB', ' '.repeat(50_000_001), 'quiz-too-large'],
    ['too many questions', 'Q {T}\n\n'.repeat(2001), 'quiz-too-many-questions'],
  ])('%s', (_, text, code) => {
    expect(refusal(text).code).toBe(code);
  });
});

describe('GIFT written', () => {
  test('is read back', () => {
    fc.assert(
      fc.property(fc.array(playableQuestion, { minLength: 1, maxLength: 4 }), (questions) => {
        expect(read(writeGift(asQuestions(questions)))).toEqual(questions);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any text at all', () => {
  const fragments = fc.constantFrom(
    '{',
    '}',
    '=',
    '~',
    '#',
    '####',
    '%50%',
    '->',
    '::',
    '\n',
    '\n\n',
    '\\',
    '//',
    '$CATEGORY:',
    'T',
    'word',
    '[html]',
    '<p>',
    '#1..2',
    ' ',
    '\0',
    '\uD800',
    '[',
    '"questions":',
    'ANSWER: A\n',
    'A) x\n',
  );

  test('is read or refused with a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            expect(parseQuiz(text).questions.length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([
    '{',
    '}',
    '=',
    '~a',
    '#',
    '::',
    '\\',
    '<p',
    '&',
    '%1%',
    '{}',
    '{T}\n',
    '\n',
    ' ',
    'a->',
    '{#1..',
    '[html]',
    '< p>',
  ])(
    '1 MB of %j ends in good time',
    (unit) => {
      const started = performance.now();
      expect(() => parseQuiz(`Q {=a ~b ${unit.repeat(1_000_000 / unit.length)}`)).toThrow(AppError);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
