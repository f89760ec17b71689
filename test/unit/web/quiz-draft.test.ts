import { describe, expect, it } from 'vitest';
import { questionSchema, type Question, type QuestionDraft } from '../../../domain/quiz.ts';
import {
  adoptIds,
  copyQuestion,
  findLack,
  readNumber,
  toDraft,
  toDraftQuestion,
  toQuestion,
  toSavable,
} from '../../../web/studio/quiz/quiz-draft.ts';
import {
  changeType,
  hasPlainWeights,
  markRight,
  newQuestion,
  withPlainWeights,
} from '../../../web/studio/quiz/weights.ts';

const words = { yes: 'True', no: 'False' };
const stored = (question: unknown): Question => questionSchema.parse(question);
const single = stored({
  id: 'q1',
  type: 'single-choice',
  prompt: 'Who?',
  mark: 2,
  feedback: 'Look again.',
  choices: [
    { id: 'a', text: 'Ada', weight: 1, feedback: 'Yes.' },
    { id: 'b', text: 'Ben', weight: 0 },
  ],
});
const numeric = stored({
  id: 'q2',
  type: 'numeric',
  prompt: 'How many?',
  choices: [
    { id: 'c', text: '3.14 ± 0.005', weight: 1, min: 3.135, max: 3.145 },
    { id: 'd', text: '*', weight: 0, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, feedback: 'No.' },
  ],
});
const quizOf = (...questions: Question[]) => ({
  id: 'quiz',
  version: 1,
  regrade: null,
  pictureUrls: {},
  title: 'Quiz',
  passMark: 0.6,
  attemptsAllowed: null,
  shuffle: false,
  gradePolicy: 'best' as const,
  showAnswers: 'when-done' as const,
  questions,
});

describe('a question as a draft', () => {
  it.each([single, numeric])('comes back as it was: $type', (question) => {
    expect(toQuestion(toDraftQuestion(question))).toEqual(question);
  });

  it('shows a range as a number and how far off may be', () => {
    expect(toDraftQuestion(numeric).choices[0]).toMatchObject({ number: '3.14', tolerance: '0.005' });
  });

  it('shares nothing with its copy but the words', () => {
    const draft = toDraftQuestion(single);
    const copy = copyQuestion(draft);
    expect(copy).toMatchObject({ prompt: 'Who?', id: undefined });
    expect(
      copy.choices.every((choice, at) => choice.id === undefined && choice.key !== draft.choices[at]?.key),
    ).toBe(true);
  });

  it.each([
    ['a prompt', { ...toDraftQuestion(single), prompt: ' ' }, 'it asks nothing yet.'],
    ['a readable number', withNumber('three'), 'it needs a number as its right answer.'],
    ['nothing, with a comma', withNumber('3,5'), undefined],
  ])('says when it lacks %s', (_, draft, lack) => {
    expect(findLack(draft)).toBe(lack);
  });
});

function withNumber(number: string) {
  const draft = toDraftQuestion(numeric);
  return {
    ...draft,
    choices: draft.choices.map((choice, at) => (at === 0 ? { ...choice, number } : choice)),
  };
}

describe('reading numbers', () => {
  it.each([
    ['3', 3],
    ['-2,5', -2.5],
    ['−4', -4],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1 000', 1000],
    ['', undefined],
    ['*', undefined],
    ['3 apples', undefined],
    ['1e999', undefined],
  ])('takes %j as %s', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
});

describe('what can be saved', () => {
  it('leaves out what was never complete, and sends a stored question as it was', () => {
    const draft = toDraft(quizOf(single, numeric));
    const [first, second] = draft.questions;
    if (!first || !second) throw new Error('two questions were given');
    const half = { ...first, prompt: '' };
    const added = newQuestion('short-answer', words);
    const sent = toSavable({ ...draft, questions: [added, half, second] }, [single, numeric]);
    expect(sent.questions).toEqual([single, numeric]);
    expect(sent.keys).toEqual([first.key, second.key]);
    expect([...sent.incomplete.keys()]).toEqual([added.key, first.key]);
  });

  it('takes in the ids that came back, also where the draft has moved on', () => {
    const fresh = toDraftQuestion({
      type: 'true-false',
      prompt: 'So?',
      mark: 1,
      choices: [
        { text: 'True', weight: 1 },
        { text: 'False', weight: 0 },
      ],
    });
    const draft = { ...toDraft(quizOf(single)), questions: [fresh] };
    const sent = toSavable(draft, []);
    const answered = stored({
      ...toQuestion(fresh),
      id: 'new',
      choices: [
        { id: 'x', text: 'True', weight: 1 },
        { id: 'y', text: 'False', weight: 0 },
      ],
    });
    const movedOn = {
      ...draft,
      questions: [newQuestion('numeric', words), { ...fresh, prompt: 'So then?' }],
    };
    const [untouched, adopted] = adoptIds(movedOn, sent, [answered]).questions;
    expect(untouched?.id).toBeUndefined();
    expect(adopted).toMatchObject({ id: 'new', prompt: 'So then?' });
    expect(adopted?.choices.map(({ id }) => id)).toEqual(['x', 'y']);
  });
});

describe('marking what is right', () => {
  it('moves the one right answer of a single choice', () => {
    const draft = toDraftQuestion(single);
    const marked = markRight(draft, draft.choices[1]?.key ?? '', true);
    expect(marked.choices.map(({ weight }) => weight)).toEqual([0, 1]);
  });

  it('shares the mark of a multiple choice so that ticking everything earns nothing', () => {
    let draft = newQuestion('multiple-choice', words);
    draft = markRight(draft, draft.choices[2]?.key ?? '', true);
    expect(draft.choices.map(({ weight }) => weight)).toEqual([0.5, -1, 0.5]);
    expect(draft.choices.reduce((sum, { weight }) => sum + weight, 0)).toBe(0);
  });

  it('knows weights made by hand from its own', () => {
    const draft = toDraftQuestion(single);
    expect(hasPlainWeights(draft)).toBe(true);
    const weighed = { ...draft, choices: draft.choices.map((choice) => ({ ...choice, weight: 0.5 })) };
    expect(hasPlainWeights(weighed)).toBe(false);
    expect(withPlainWeights(weighed).choices.map(({ weight }) => weight)).toEqual([1, 0]);
  });

  it('keeps the choices from single to multiple choice, with one right answer on the way back', () => {
    const many = changeType(toDraftQuestion(single), 'multiple-choice', words);
    expect(many.choices.map(({ text }) => text)).toEqual(['Ada', 'Ben']);
    const both = markRight(many, many.choices[1]?.key ?? '', true);
    expect(changeType(both, 'single-choice', words).choices.map(({ weight }) => weight)).toEqual([1, 0]);
  });

  it.each(['single-choice', 'multiple-choice', 'true-false', 'short-answer', 'numeric', 'matching'] as const)(
    'begins a new %s with plain weights',
    (type) => {
      expect(hasPlainWeights(newQuestion(type, words))).toBe(true);
    },
  );

  it('gives each pair of a matching its share', () => {
    const draft: QuestionDraft = {
      type: 'matching',
      prompt: 'Match.',
      mark: 1,
      choices: [
        { text: 'a', match: '1', weight: 0 },
        { text: 'b', match: '2', weight: 0 },
        { text: '', match: '3', weight: 0 },
      ],
    };
    expect(withPlainWeights(toDraftQuestion(draft)).choices.map(({ weight }) => weight)).toEqual([
      0.5, 0.5, 0,
    ]);
  });
});
