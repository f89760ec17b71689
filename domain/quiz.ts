import { z } from 'zod';
import { maxChoicePictures, maxPromptPictures, pictureSchema, shownPictureSchema } from './picture.ts';
import { gradePolicySchema, showAnswersSchema } from './grade-policy.ts';

/** One thing a learner can pick. `weight` is its share of the question's mark, −1 to 1. */
const choice = z.object({
  text: z.string().min(1).max(4000),
  weight: z.number().min(-1).max(1),
  feedback: z.string().max(4000).optional(),
  /** Shown beside the text; only where choices are shown themselves. */
  pictures: z.array(pictureSchema).max(maxChoicePictures).optional(),
});

/** An accepted number: right when `min` ≤ response ≤ `max`. */
const numericChoice = choice.extend({ min: z.number(), max: z.number() });

/** A pair to be matched. An empty `text` is a distractor: a match that belongs to nothing. */
const matchingChoice = choice.extend({ text: z.string().max(4000), match: z.string().min(1).max(4000) });

const common = {
  title: z.string().max(300).optional(),
  prompt: z.string().min(1).max(20_000),
  /** How much this question counts beside the others. */
  mark: z.number().positive().max(1000).default(1),
  /** Shown after grading, whatever was answered. */
  feedback: z.string().max(4000).optional(),
  /** Shown under the prompt. */
  pictures: z.array(pictureSchema).max(maxPromptPictures).optional(),
};

/** A question as parsed or typed, before it is stored: its choices have no ids yet. */
export const questionDraftSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('single-choice'), ...common, choices: z.array(choice).min(2).max(50) }),
  z.object({ type: z.literal('multiple-choice'), ...common, choices: z.array(choice).min(2).max(50) }),
  z.object({ type: z.literal('true-false'), ...common, choices: z.array(choice).length(2) }),
  /** `*` in a choice's text stands for any characters, as in GIFT and Moodle. */
  z.object({
    type: z.literal('short-answer'),
    ...common,
    caseSensitive: z.boolean().default(false),
    choices: z.array(choice).min(1).max(50),
  }),
  z.object({ type: z.literal('numeric'), ...common, choices: z.array(numericChoice).min(1).max(50) }),
  z.object({ type: z.literal('matching'), ...common, choices: z.array(matchingChoice).min(2).max(50) }),
]);

const id = { id: z.string().min(1).max(40) };

/** A stored question: it and its choices have ids, which say nothing about what is right. */
export const questionSchema = z.discriminatedUnion('type', [
  z.object({
    ...id,
    type: z.literal('single-choice'),
    ...common,
    choices: z.array(choice.extend(id)).min(2),
  }),
  z.object({
    ...id,
    type: z.literal('multiple-choice'),
    ...common,
    choices: z.array(choice.extend(id)).min(2),
  }),
  z.object({
    ...id,
    type: z.literal('true-false'),
    ...common,
    choices: z.array(choice.extend(id)).length(2),
  }),
  z.object({
    ...id,
    type: z.literal('short-answer'),
    ...common,
    caseSensitive: z.boolean().default(false),
    choices: z.array(choice.extend(id)).min(1),
  }),
  z.object({
    ...id,
    type: z.literal('numeric'),
    ...common,
    choices: z.array(numericChoice.extend(id)).min(1),
  }),
  z.object({
    ...id,
    type: z.literal('matching'),
    ...common,
    choices: z.array(matchingChoice.extend(id)).min(2),
  }),
]);

/** The rules of a quiz, beside its questions. */
export const quizSettingsSchema = z.object({
  title: z.string().max(300).default('Quiz'),
  /** Share of the marks that passes, 0 to 1. */
  passMark: z.number().min(0).max(1).default(0.6),
  /** Finished attempts a learner may make; null is without limit. */
  attemptsAllowed: z.number().int().min(1).max(100).nullable().default(null),
  shuffle: z.boolean().default(false),
  /** Null: as the module says. */
  gradePolicy: gradePolicySchema.nullable().default(null),
  showAnswers: showAnswersSchema.default('when-done'),
});

/** What a learner is shown of a question before it is graded: nothing that tells what is right. */
export const shownQuestionSchema = z.object({
  id: z.string(),
  type: z.enum(['single-choice', 'multiple-choice', 'true-false', 'short-answer', 'numeric', 'matching']),
  prompt: z.string(),
  mark: z.number(),
  pictures: z.array(shownPictureSchema).optional(),
  /** Empty for short answers and numbers. For matching, the left sides. */
  choices: z.array(
    z.object({ id: z.string(), text: z.string(), pictures: z.array(shownPictureSchema).optional() }),
  ),
  /** For matching only: the right sides, in an order of their own. */
  matches: z.array(z.string()),
});

/** What a learner answered to one question; the form depends on the question's type. */
export const responseSchema = z.union([
  z.object({ choiceId: z.string().max(40) }).strict(),
  z.object({ choiceIds: z.array(z.string().max(40)).max(50) }).strict(),
  z.object({ text: z.string().max(4000) }).strict(),
  z.object({ matches: z.record(z.string().max(40), z.string().max(4000)) }).strict(),
]);

/** The grade of one response. `score` is between 0 and the question's mark. */
export const gradedQuestionSchema = z.object({
  questionId: z.string(),
  score: z.number(),
  mark: z.number(),
  correct: z.enum(['yes', 'partly', 'no']),
  /** Feedback of what was chosen, then of the question. */
  feedback: z.array(z.string()),
  /** The right answer in words, as the learner may read it after grading. */
  rightAnswer: z.string(),
});

export type QuestionDraft = z.infer<typeof questionDraftSchema>;
export type Question = z.infer<typeof questionSchema>;
export type QuestionType = Question['type'];
export type QuizSettings = z.infer<typeof quizSettingsSchema>;
export type ShownQuestion = z.infer<typeof shownQuestionSchema>;
export type Response = z.infer<typeof responseSchema>;
export type GradedQuestion = z.infer<typeof gradedQuestionSchema>;
