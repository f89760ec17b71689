import { z } from 'zod';
import { questionDraftSchema, type QuestionDraft } from '../quiz.ts';

const { title, prompt, mark, feedback, pictures } = questionDraftSchema.options[0].shape;
const common = { title, prompt, mark, feedback, pictures };
const choice = questionDraftSchema.options[0].shape.choices.element;

/** What fills a gap of a cloze text: `gap` counts from 1, as `[[1]]` does in the prompt; a number has its range. */
const gapChoice = choice.extend({
  gap: z.number().int().min(1).max(100),
  min: z.number().optional(),
  max: z.number().optional(),
});

const ordering = z.object({
  type: z.literal('ordering'),
  ...common,
  /** In their right order; each weighs the same. */
  choices: z.array(choice).min(2).max(50),
});

const cloze = z.object({
  type: z.literal('cloze'),
  ...common,
  /** How each gap is filled, in their order: by typing words, typing a number, or choosing. */
  gaps: z
    .array(z.enum(['short-answer', 'numeric', 'single-choice']))
    .min(1)
    .max(100),
  /** The accepted and offered fillings of all gaps. Their weights are shares of the whole question's mark. */
  choices: z.array(gapChoice).min(1).max(1000),
});

const essay = z.object({ type: z.literal('essay'), ...common, choices: z.array(choice).max(0) });

/**
 * A question as files hold them: those that learners can be asked, and orderings, cloze texts and essays, which
 * `toPlayable` turns into such or leaves out by name.
 */
export const readQuestionSchema = z.discriminatedUnion('type', [
  ...questionDraftSchema.options,
  ordering,
  cloze,
  essay,
]);

/** A question as it stood in a file, with the category that the file put it in. */
export type ReadQuestion = z.infer<typeof readQuestionSchema> & { category?: string };

/** A question that learners can be asked. */
export type PlayableQuestion = QuestionDraft & { category?: string };

export type ReadCloze = Extract<ReadQuestion, { type: 'cloze' }>;
export type ReadOrdering = Extract<ReadQuestion, { type: 'ordering' }>;
export type ReadEssay = Extract<ReadQuestion, { type: 'essay' }>;
