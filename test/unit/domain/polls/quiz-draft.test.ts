import { describe, expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import { pollToQuizDraft } from '../../../../domain/polls/quiz-draft.ts';
import { questionDraftSchema } from '../../../../domain/quiz.ts';
import { layoutA } from '../../../support/poll-reports.ts';

describe('polls become quiz drafts', () => {
  const { polls } = parsePolls(layoutA);

  test('with the votes beside each choice, and nothing right', () => {
    const { drafts, warnings } = pollToQuizDraft(polls.slice(0, 2));
    expect(warnings).toEqual([]);
    expect(drafts[1]).toEqual({
      type: 'multiple-choice',
      prompt: 'Which fruit\ndo you like?',
      mark: 1,
      choices: [
        { text: 'Apple', weight: 0, votes: 1 },
        { text: 'Pear', weight: 0, votes: 2 },
      ],
      respondents: 2,
    });
    for (const draft of drafts)
      expect(questionDraftSchema.parse(draft)).not.toHaveProperty('choices.0.votes');
  });

  test('as a short answer where everybody said the same', () => {
    const { drafts, warnings } = pollToQuizDraft(polls.slice(2));
    expect(drafts[0]?.type).toBe('short-answer');
    expect(warnings[0]?.message).toMatch(/only one choice/);
  });

  test('with the fifty most given answers of many', () => {
    const choices = Array.from({ length: 60 }, (_, index) => ({ text: `c${String(index)}`, votes: index }));
    const { drafts, warnings } = pollToQuizDraft([{ question: 'Why?', type: 'short-answer', choices }]);
    expect(drafts[0]?.choices).toHaveLength(50);
    expect(drafts[0]?.choices[0]).toEqual({ text: 'c59', weight: 0, votes: 59 });
    expect(warnings[0]?.message).toMatch(/the 10 least given were left out/);
  });

  test('true or false only with two choices', () => {
    const choice = (text: string): { text: string; votes: number } => ({ text, votes: 1 });
    const three = [choice('True'), choice('False'), choice('Abstain')];
    const { drafts } = pollToQuizDraft([
      { question: 'a', type: 'true-false', choices: three },
      { question: 'b', type: 'true-false', choices: three.slice(0, 2) },
      { question: 'c', choices: three },
    ]);
    expect(drafts.map(({ type }) => type)).toEqual(['single-choice', 'true-false', 'single-choice']);
  });
});
