import { describe, expect, it } from 'vitest';
import type { Question, Response } from '../../../domain/quiz.ts';
import { changedQuestions, countRegrades, describeChanges, regradeAttempt } from '../../../domain/regrade.ts';

const typed: Question = {
  id: 'typed',
  type: 'short-answer',
  prompt: 'What grows?',
  mark: 1,
  caseSensitive: false,
  choices: [{ id: 't1', text: 'scope', weight: 1 }],
};
const pairs: Question = {
  id: 'pairs',
  type: 'matching',
  prompt: 'Who does what?',
  mark: 2,
  choices: [
    { id: 'p1', text: 'Sponsor', match: 'pays', weight: 1 },
    { id: 'p2', text: 'Trainer', match: 'teachs', weight: 1 },
  ],
};
const single: Question = {
  id: 'single',
  type: 'single-choice',
  prompt: 'Which?',
  mark: 1,
  choices: [
    { id: 's1', text: 'This', weight: 1 },
    { id: 's2', text: 'That', weight: 0 },
  ],
};

function regrade(
  before: Question[],
  after: Question[],
  responses: Record<string, Response>,
  marks: { score: number; maxScore: number },
) {
  const attempt = { questions: before, responses, ...marks };
  return regradeAttempt(attempt, changedQuestions(before, after), 0.5);
}

describe('what a change of a quiz does to a finished attempt', () => {
  it.each([
    [
      'a choice is reworded',
      { ...single, choices: single.choices.map((one) => ({ ...one, text: `${one.text}!` })) },
    ],
    ['the question is reworded', { ...single, prompt: 'Which one?' }],
    ['feedback is added', { ...single, feedback: 'See minute three.' }],
    ['choices change places', { ...single, choices: single.choices.toReversed() }],
  ])('is nothing where %s', (_what, after) => {
    expect(changedQuestions([single], [after])).toEqual([]);
  });

  it('accepts an answer that is right by now', () => {
    const choices = [...typed.choices, { id: 't2', text: 'scope creep', weight: 1 }];
    const after = regrade(
      [typed],
      [{ ...typed, choices }],
      { typed: { text: 'Scope creep' } },
      { score: 0, maxScore: 1 },
    );
    expect(after).toMatchObject({ score: 1, maxScore: 1, passed: true });
  });

  it('counts a question by its new mark', () => {
    const after = regrade(
      [single, typed],
      [{ ...single, mark: 3 }, typed],
      { single: { choiceId: 's1' } },
      { score: 1, maxScore: 2 },
    );
    expect(after).toMatchObject({ score: 3, maxScore: 4 });
  });

  it('leaves out what was taken out or became another type, and what was added later', () => {
    const choices = single.choices.map(({ id, text }) => ({ id, text, weight: 1 }));
    const after = regrade(
      [single, typed],
      [{ ...single, type: 'multiple-choice', choices }, typed, pairs],
      { single: { choiceId: 's2' }, typed: { text: 'scope' } },
      { score: 1, maxScore: 2 },
    );
    expect(after).toMatchObject({ score: 1, maxScore: 1, questions: [typed] });
    expect(regrade([single], [], { single: { choiceId: 's2' } }, { score: 0, maxScore: 1 })).toBeUndefined();
  });

  it('knows a match again that was only reworded, and not one that was exchanged', () => {
    const responses = { pairs: { matches: { p1: 'pays', p2: 'teachs' } } };
    const withMatches = (...matches: string[]): Question => ({
      ...pairs,
      choices: pairs.choices.map((choice, index) => ({ ...choice, match: matches[index] ?? '' })),
    });
    const marks = { score: 2, maxScore: 2 };
    expect(regrade([pairs], [withMatches('pays', 'teaches')], responses, marks)).toBeUndefined();
    expect(regrade([pairs], [withMatches('teachs', 'pays')], responses, marks)).toMatchObject({ score: 0 });
  });
});

it('grades rise and fall by their share of the marks', () => {
  const half = { score: 1, maxScore: 2 };
  const grades = [
    { before: half, after: undefined },
    { before: half, after: { score: 2, maxScore: 4 } },
    { before: half, after: { score: 1, maxScore: 1 } },
    { before: half, after: { score: 0, maxScore: 2 } },
  ];
  expect(countRegrades(grades)).toEqual({ attempts: 4, up: 1, down: 1, same: 2 });
});

it('a reason names the questions by the numbers they had', () => {
  const harder = { ...typed, caseSensitive: true };
  expect(describeChanges(changedQuestions([single, typed, pairs], [pairs, harder]))).toBe(
    'question 2 was corrected and question 1 was taken out',
  );
  const others = [single, typed, pairs].map((question) => ({ ...question, mark: 5 }));
  expect(describeChanges(changedQuestions([single, typed, pairs], others))).toBe(
    'questions 1, 2 and 3 were corrected',
  );
});
