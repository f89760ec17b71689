import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../../../../domain/formats/zip.ts';
import { writeMoodleXml } from '../../../../domain/quiz/moodle/write.ts';
import { writeQti21 } from '../../../../domain/quiz/qti/write.ts';
import { readQuestionSchema, type ReadQuestion } from '../../../../domain/quiz/read-question.ts';
import { readQuiz } from '../../../../domain/read-quiz.ts';
import { playableQuestion } from '../../../support/question-arbitrary.ts';

function asQuestions(values: readonly unknown[]): ReadQuestion[] {
  return values.map((value) => readQuestionSchema.parse(value));
}

const others: unknown[] = [
  { type: 'essay', prompt: 'Why?\n\nSay it.', mark: 5, feedback: 'Because', choices: [], category: 'A' },
  {
    type: 'ordering',
    title: 'Order',
    prompt: 'Sort',
    mark: 2,
    choices: [
      { text: 'b', weight: 0.5 },
      { text: 'a', weight: 0.5 },
    ],
  },
  {
    type: 'cloze',
    prompt: 'A [[1]] sat on {the} [[2]] for [[3]] hours.',
    mark: 4,
    gaps: ['single-choice', 'short-answer', 'numeric'],
    choices: [
      { text: 'cat~#}', weight: 0.25, gap: 1 },
      { text: 'dog', weight: 0, gap: 1 },
      { text: 'mat', weight: 0.25, gap: 2 },
      { text: 'rug', weight: 0.25, gap: 2 },
      { text: '3', weight: 0.5, gap: 3, min: 3, max: 3 },
    ],
  },
];
const evenCloze = {
  type: 'cloze',
  prompt: 'A [[1]] sat on the [[2]].',
  mark: 1,
  gaps: ['single-choice', 'short-answer'],
  choices: [
    { text: 'cat', weight: 0.5, gap: 1 },
    { text: 'dog', weight: 0, gap: 1 },
    { text: 'mat', weight: 0.5, gap: 2 },
  ],
};
const rest: unknown[] = [
  {
    type: 'single-choice',
    prompt: 'Odd\nlines',
    mark: 2.5,
    choices: [
      { text: 'a', weight: 1, feedback: 'x\ny' },
      { text: 'b', weight: -0.25 },
    ],
  },
  {
    type: 'short-answer',
    prompt: 'Case',
    mark: 1,
    caseSensitive: true,
    choices: [
      { text: 'NaCl', weight: 1 },
      { text: 'salt', weight: 0.5, feedback: 'Say it in chemistry' },
    ],
  },
  {
    type: 'numeric',
    prompt: 'Pi',
    mark: 1,
    choices: [
      { text: '3.14', weight: 1, min: 3.13, max: 3.15 },
      { text: '3', weight: 0.5, min: 2, max: 4 },
    ],
  },
];

describe.each<[string, string, (questions: readonly ReadQuestion[]) => string | Uint8Array]>([
  ['Moodle XML', 'moodle-xml', writeMoodleXml],
  ['QTI 2.1', 'qti-2.1', (questions) => writeZip(writeQti21(questions))],
])('%s written', (_, format, write) => {
  const read = (questions: readonly ReadQuestion[]): ReadQuestion[] => {
    const found = readQuiz(write(questions));
    expect(found.format).toBe(format);
    return found.questions;
  };

  test('is read back, for any question that learners can be asked', () => {
    fc.assert(
      fc.property(fc.array(playableQuestion, { minLength: 1, maxLength: 4 }), (values) => {
        expect(read(categorised(values))).toEqual(values);
      }),
      { numRuns: 200 },
    );
  });

  test.each([...others, evenCloze, ...rest].map((one) => [one]))('is read back: %j', (value) => {
    expect(read(categorised([value]))).toEqual([value]);
  });
});

function categorised(values: readonly unknown[]): ReadQuestion[] {
  return asQuestions(values).map((question, index) => {
    const value = values[index];
    const category =
      typeof value === 'object' && value !== null && 'category' in value ? value.category : undefined;
    return typeof category === 'string' ? { ...question, category } : question;
  });
}
