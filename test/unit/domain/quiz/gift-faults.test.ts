import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../../domain/app-error.ts';
import { playableQuestion } from '../../../support/question-arbitrary.ts';
import { parseQuiz, QuizError, readQuiz } from '../../../../domain/read-quiz.ts';
import { writeGift } from '../../../../domain/quiz/gift-write.ts';
import type { PlayableQuestion } from '../../../../domain/quiz/read-question.ts';
import { questionDraftSchema } from '../../../../domain/quiz.ts';

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
      { line: 1, message: 'The question "Q [Picture: x.png]" was taken without the picture "x.png".' },
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
      { numRuns: 1000 },
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
