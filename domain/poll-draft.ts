import { z } from 'zod';
import type { Poll } from './polls/poll.ts';
import { pollToQuizDraft, type PollDraftChoice as VotedChoice } from './polls/quiz-draft.ts';
import type { QuestionDraft } from './quiz.ts';
import type { Warning } from './formats/text.ts';

/** `offered`: waits for the trainer; `added`: a question of a quiz was made of it; `dismissed`: not wanted. */
export const pollDraftStateSchema = z.enum(['offered', 'added', 'dismissed']);
export type PollDraftState = z.infer<typeof pollDraftStateSchema>;

const pollDraftTypeSchema = z.enum(['single-choice', 'multiple-choice', 'true-false', 'short-answer']);
export type PollDraftType = z.infer<typeof pollDraftTypeSchema>;

/** A choice with the votes it had live; `right` is the trainer's mark. */
const pollDraftChoiceSchema = z.object({
  text: z.string(),
  votes: z.number().int(),
  right: z.boolean(),
});
export type PollDraftChoice = z.infer<typeof pollDraftChoiceSchema>;

/** A poll on its way into a quiz. Learners see nothing of it. */
export const pollDraftSchema = z.object({
  id: z.string(),
  /** The chapter in whose span it was asked; null where that is not known. */
  chapterId: z.string().nullable(),
  state: pollDraftStateSchema,
  type: pollDraftTypeSchema,
  prompt: z.string(),
  choices: z.array(pollDraftChoiceSchema),
  /** How many people answered, where that can be told. */
  respondents: z.number().int().nullable(),
  /** When it was asked, on the recording's clock. */
  atMs: z.number().int().nullable(),
});
export type PollDraft = z.infer<typeof pollDraftSchema>;

/** A poll draft before it is stored. */
export type NewPollDraft = Omit<PollDraft, 'id' | 'chapterId' | 'state'>;

/** Polls as drafts, in order; nothing is marked as right. */
export function draftPolls(polls: readonly Poll[]): { drafts: NewPollDraft[]; warnings: Warning[] } {
  const { drafts, warnings } = pollToQuizDraft(polls);
  return {
    drafts: drafts.map(({ type, prompt, choices, respondents }, index) => ({
      type,
      prompt,
      choices: unmarked(choices),
      respondents: respondents ?? null,
      atMs: polls[index]?.atMs ?? null,
    })),
    warnings,
  };
}

function unmarked(choices: readonly VotedChoice[]): PollDraftChoice[] {
  return choices.map(({ text, votes }) => ({ text, votes, right: false }));
}

/** The question that a draft becomes: what is marked as right gives the mark, shared where several are. */
export function questionOfDraft(draft: Pick<PollDraft, 'type' | 'prompt' | 'choices'>): QuestionDraft {
  const { type, prompt } = draft;
  const right = draft.choices.filter((choice) => choice.right).length;
  const weight = type === 'multiple-choice' && right > 0 ? 1 / right : 1;
  const choices = draft.choices.map((choice) => ({ text: choice.text, weight: choice.right ? weight : 0 }));
  if (type !== 'short-answer') return { type, prompt, mark: 1, choices };
  // Of typed answers only those that count are kept: the others are what people wrote, not choices.
  return { type, prompt, mark: 1, caseSensitive: false, choices: choices.filter((one) => one.weight > 0) };
}
