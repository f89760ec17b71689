import type { QuestionDraft } from '../quiz.ts';
import { quote, type Warning } from '../formats/text.ts';
import type { Poll } from './poll.ts';

/** A choice of a quiz draft with the votes it had live. Nothing is right until the trainer says so. */
export interface PollDraftChoice {
  text: string;
  weight: 0;
  votes: number;
}

/**
 * A poll on its way into a quiz: a `QuestionDraft` whose choices still weigh nothing and tell their votes. It becomes
 * a question once the trainer has marked what is right; `votes` is not part of a question.
 */
export type PollDraft = Extract<
  QuestionDraft,
  { type: 'single-choice' | 'multiple-choice' | 'true-false' | 'short-answer' }
> & { choices: PollDraftChoice[]; respondents?: number };

/** A question takes at most this many choices (quiz.ts). */
const maxChoices = 50;

/** Turns polls into quiz drafts, the most voted choices first where there are too many; no right answer is marked. */
export function pollToQuizDraft(polls: readonly Poll[]): { drafts: PollDraft[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  return { drafts: polls.map((poll) => draftOf(poll, warnings)), warnings };
}

function draftOf(poll: Poll, warnings: Warning[]): PollDraft {
  const { question, respondents } = poll;
  const choices = keepChoices(poll, warnings).map(({ text, votes }) => ({ text, weight: 0 as const, votes }));
  const common = {
    prompt: question,
    mark: 1,
    choices,
    ...(respondents === undefined ? {} : { respondents }),
  };
  const type = typeOf(poll);
  if (type !== poll.type && type === 'short-answer') {
    warnings.push({
      message: `${quote(question)} has only one choice that anybody took; it became a short answer.`,
    });
  }
  return type === 'short-answer' ? { type, ...common, caseSensitive: false } : { type, ...common };
}

function keepChoices({ question, choices }: Poll, warnings: Warning[]): Poll['choices'] {
  if (choices.length <= maxChoices) return choices;
  const others = choices.length - maxChoices;
  warnings.push({
    message: `${quote(question)} had ${String(choices.length)} different answers; the ${String(others)} least given were left out.`,
  });
  return choices.toSorted((one, other) => other.votes - one.votes).slice(0, maxChoices);
}

/** Two choices are needed to choose; what was typed, or what everybody chose, is a short answer. */
function typeOf({ type = 'single-choice', choices }: Poll): PollDraft['type'] {
  if (type === 'short-answer' || choices.length < 2) return 'short-answer';
  return type === 'true-false' && choices.length !== 2 ? 'single-choice' : type;
}
