import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradeQuiz, gradeResponse, rightAnswerText } from '../../../domain/grade.ts';
import { matchesPattern } from '../../../domain/match-pattern.ts';
import { shownQuestionSchema, type Question, type Response } from '../../../domain/quiz.ts';
import { showQuestion } from '../../../domain/show-question.ts';

type Choices = readonly [text: string, weight: number, feedback?: string][];

function withIds(choices: Choices): { id: string; text: string; weight: number; feedback?: string }[] {
  return choices.map(([text, weight, feedback], index) => ({
    id: `c${String(index)}`,
    text,
    weight,
    ...(feedback === undefined ? {} : { feedback }),
  }));
}

const common = { id: 'q', prompt: 'Q?', mark: 2 };
const single: Question = {
  ...common,
  type: 'single-choice',
  choices: withIds([
    ['right', 1, 'Yes.'],
    ['half', 0.5],
    ['wrong', -0.5, 'No.'],
  ]),
};
const multiple: Question = {
  ...common,
  type: 'multiple-choice',
  choices: withIds([
    ['a', 0.5, 'A.'],
    ['b', 0.5],
    ['c', -0.5, 'C.'],
    ['d', -0.5],
  ]),
};
const unpenalised: Question = {
  ...common,
  type: 'multiple-choice',
  choices: withIds([
    ['a', 0.5],
    ['b', 0.5],
    ['c', 0],
    ['d', 0],
  ]),
};
const thirds: Question = {
  ...common,
  type: 'multiple-choice',
  choices: withIds([
    ['a', 0.33333],
    ['b', 0.33333],
    ['c', 0.33333],
    ['d', -1],
  ]),
};
const trueFalse: Question = {
  ...common,
  type: 'true-false',
  choices: withIds([
    ['True', 0],
    ['False', 1],
  ]),
};
const short: Question = {
  ...common,
  type: 'short-answer',
  caseSensitive: false,
  choices: withIds([
    ['Paris', 1, 'Yes.'],
    ['*Par*', 0.5, 'Near.'],
    ['Île de  France', 0.25],
    ['5 \\* 5', 1],
  ]),
};
const exact: Question = {
  ...common,
  type: 'short-answer',
  caseSensitive: true,
  choices: withIds([['NaCl', 1]]),
};
const numeric: Question = {
  ...common,
  type: 'numeric',
  choices: [
    { id: 'n0', text: '3.14', weight: 1, min: 3.13, max: 3.15, feedback: 'Yes.' },
    { id: 'n1', text: '3', weight: 0.5, min: 3, max: 4 },
    { id: 'n2', text: '*', weight: 0, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, feedback: 'No.' },
  ],
};
const matching: Question = {
  ...common,
  type: 'matching',
  choices: [
    { id: 'm0', text: 'Canada', match: 'Ottawa', weight: 0.25 },
    { id: 'm1', text: 'Italy', match: 'Rome', weight: 0.25 },
    { id: 'm2', text: 'Lazio', match: 'Rome', weight: 0.25 },
    { id: 'm3', text: 'Peru', match: 'Lima', weight: 0.25 },
    { id: 'm4', text: '', match: 'Oslo', weight: 0 },
  ],
};

describe('a response is graded', () => {
  test.each<[string, Question, Response | undefined, number, string[]]>([
    ['single: right', single, { choiceId: 'c0' }, 2, ['Yes.']],
    ['single: half', single, { choiceId: 'c1' }, 1, []],
    ['single: never below nothing', single, { choiceId: 'c2' }, 0, ['No.']],
    ['single: unknown choice', single, { choiceId: 'x' }, 0, []],
    ['single: no response', single, undefined, 0, []],
    ['single: another form', single, { text: 'right' }, 0, []],
    ['multiple: all right', multiple, { choiceIds: ['c0', 'c1'] }, 2, ['A.']],
    ['multiple: half', multiple, { choiceIds: ['c1'] }, 1, []],
    ['multiple: right and wrong', multiple, { choiceIds: ['c0', 'c2'] }, 0, ['A.', 'C.']],
    ['multiple: two right, one wrong', multiple, { choiceIds: ['c0', 'c1', 'c2'] }, 1, ['A.', 'C.']],
    ['multiple: everything', multiple, { choiceIds: ['c0', 'c1', 'c2', 'c3'] }, 0, ['A.', 'C.']],
    ['multiple: one said twice', multiple, { choiceIds: ['c0', 'c0'] }, 1, ['A.']],
    ['multiple: nothing', multiple, { choiceIds: [] }, 0, []],
    ['multiple without penalties: all right', unpenalised, { choiceIds: ['c0', 'c1'] }, 2, []],
    ['multiple without penalties: everything', unpenalised, { choiceIds: ['c0', 'c1', 'c2', 'c3'] }, 0, []],
    ['multiple without penalties: one wrong', unpenalised, { choiceIds: ['c0', 'c1', 'c2'] }, 1, []],
    ['multiple: three thirds are the whole', thirds, { choiceIds: ['c0', 'c1', 'c2'] }, 2, []],
    ['true-false: right', trueFalse, { choiceId: 'c1' }, 2, []],
    ['true-false: wrong', trueFalse, { choiceId: 'c0' }, 0, []],
    ['short: right', short, { text: 'Paris' }, 2, ['Yes.']],
    ['short: other case and spaces', short, { text: '  pARIS\n' }, 2, ['Yes.']],
    ['short: pattern', short, { text: 'in Paris, Texas' }, 1, ['Near.']],
    ['short: composed another way', short, { text: 'I\u0302le de france' }, 0.5, []],
    ['short: a star as itself', short, { text: '5 * 5' }, 2, []],
    ['short: wrong', short, { text: 'Rome' }, 0, []],
    ['short: nothing', short, { text: '  ' }, 0, []],
    ['short: case matters', exact, { text: 'nacl' }, 0, []],
    ['short: case right', exact, { text: 'NaCl' }, 2, []],
    ['numeric: right', numeric, { text: '3.14' }, 2, ['Yes.']],
    ['numeric: decimal comma', numeric, { text: '3,14' }, 2, ['Yes.']],
    ['numeric: exponent', numeric, { text: '314e-2' }, 2, ['Yes.']],
    ['numeric: at the edge', numeric, { text: '3.13' }, 2, ['Yes.']],
    ['numeric: past the edge', numeric, { text: '3.1500001' }, 1, []],
    ['numeric: unicode minus', numeric, { text: '−3.14' }, 0, ['No.']],
    ['numeric: no number', numeric, { text: 'pi' }, 0, []],
    ['matching: all', matching, { matches: { m0: 'Ottawa', m1: 'Rome', m2: 'Rome', m3: 'Lima' } }, 2, []],
    [
      'matching: a share for each pair',
      matching,
      { matches: { m0: 'Ottawa', m1: 'Lima', m3: 'Oslo' } },
      0.5,
      [],
    ],
    ['matching: none', matching, { matches: {} }, 0, []],
    ['matching: a name of every object', matching, { matches: { constructor: 'Rome' } }, 0, []],
  ])('%s', (_, question, response, score, feedback) => {
    expect(gradeResponse(question, response)).toMatchObject({ questionId: 'q', score, mark: 2, feedback });
  });

  test('is right, partly right or wrong', () => {
    const correct = [['c0', 'c1'], ['c0'], ['c2']].map(
      (choiceIds) => gradeResponse(multiple, { choiceIds }).correct,
    );
    expect(correct).toEqual(['yes', 'partly', 'no']);
  });

  test('the feedback of the question comes last', () => {
    expect(gradeResponse({ ...single, feedback: 'So it is.' }, { choiceId: 'c0' }).feedback).toEqual([
      'Yes.',
      'So it is.',
    ]);
  });

  test('ticking everything never earns everything while something is wrong', () => {
    const weights = fc.array(fc.constantFrom(-1, -0.5, 0, 0.25, 0.5, 1), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        weights.filter((all) => all.includes(0) && !all.some((one) => one < 0)),
        (all) => {
          const choices = withIds(all.map((weight, index) => [`t${String(index)}`, weight]));
          const question: Question = { ...common, type: 'multiple-choice', choices };
          expect(gradeResponse(question, { choiceIds: choices.map(({ id }) => id) }).score).toBe(0);
        },
      ),
    );
  });
});

test('a quiz is the sum of its questions', () => {
  const other: Question = { ...thirds, id: 'r', mark: 1 };
  const { score, maxScore, graded } = gradeQuiz([single, other], {
    q: { choiceId: 'c1' },
    r: { choiceIds: ['c0'] },
  });
  expect({ score, maxScore, count: graded.length }).toEqual({ score: 1.33333, maxScore: 3, count: 2 });
});

test.each<[Question, string]>([
  [single, 'right'],
  [multiple, 'a; b'],
  [trueFalse, 'False'],
  [short, 'Paris'],
  [numeric, '3.14 (3.13 to 3.15)'],
  [matching, 'Canada → Ottawa; Italy → Rome; Lazio → Rome; Peru → Lima'],
])('the right answer is told in words', (question, text) => {
  expect(rightAnswerText(question)).toBe(text);
});

describe('a question shown', () => {
  const reverse = (count: number): number[] => Array.from({ length: count }, (_, index) => count - 1 - index);
  const keep = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  test.each([single, multiple, trueFalse, short, exact, numeric, matching])(
    'tells nothing of what is right',
    (question) => {
      const shown = showQuestion({ ...question, feedback: 'Secret.' }, { shuffle: keep });
      expect(shownQuestionSchema.strict().parse(shown)).toEqual(shown);
      const text = JSON.stringify(shown);
      expect(text).not.toMatch(/weight|feedback|Secret|Yes\.|"min"|"max"/);
      if (question.type === 'short-answer' || question.type === 'numeric') expect(shown.choices).toEqual([]);
    },
  );

  test('matches are listed once each, in an order of their own', () => {
    expect(showQuestion(matching, { shuffle: reverse }).matches).toEqual(['Rome', 'Ottawa', 'Oslo', 'Lima']);
    expect(showQuestion(matching, { shuffle: keep }).matches).toEqual(['Lima', 'Oslo', 'Ottawa', 'Rome']);
    expect(showQuestion(matching, { shuffle: keep }).choices.map(({ text }) => text)).toEqual([
      'Canada',
      'Italy',
      'Lazio',
      'Peru',
    ]);
  });

  test('choices are shuffled where that is asked, true and false never', () => {
    const texts = (question: Question): string[] =>
      showQuestion(question, { shuffle: reverse, shuffleChoices: true }).choices.map(({ text }) => text);
    expect(texts(single)).toEqual(['wrong', 'half', 'right']);
    expect(texts(trueFalse)).toEqual(['True', 'False']);
  });

  test('a shuffle that loses something is not used', () => {
    expect(showQuestion(single, { shuffle: () => [0, 9], shuffleChoices: true }).choices).toHaveLength(3);
  });
});

describe('a pattern', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'a*c', true],
    ['abc', '*', true],
    ['', '*', true],
    ['abc', '*b*', true],
    ['abc', 'a*b', false],
    ['aba', 'ab*ba', false],
    ['a*c', 'a\\*c', true],
    ['abc', 'a\\*c', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['(a+)+$', '(a+)+$', true],
  ])('%s against %s: %s', (text, pattern, fits) => {
    expect(matchesPattern(text, pattern)).toBe(fits);
  });

  test('the worst of them ends in good time', () => {
    const started = performance.now();
    expect(matchesPattern('a'.repeat(4000), `${'*a'.repeat(2000)}*b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('stars stand for whatever was there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b') }), { minLength: 2, maxLength: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b') }),
        (parts, filling) => {
          expect(matchesPattern(parts.join(filling), parts.join('*'))).toBe(true);
        },
      ),
    );
  });
});
