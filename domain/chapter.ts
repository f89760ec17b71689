import { z } from 'zod';

/** Where a chapter's clip stands. A chapter that is cut again keeps its old clip until the new one is verified. */
const chapterStates = ['waiting', 'cutting', 'ready', 'failed', 'cancelled'] as const;
export const chapterStateSchema = z.enum(chapterStates);
export type ChapterState = z.infer<typeof chapterStateSchema>;

/** How a clip was made: packets copied, only its ends encoded, or all of it encoded. */
export const cutMethodSchema = z.enum(['copy', 'smart', 'encode']);
export type CutMethod = z.infer<typeof cutMethodSchema>;

/** What a learner must do to complete a chapter. What a chapter lacks (no quiz, no template) asks nothing. */
export const completionRuleSchema = z.object({
  /** Share of the chapter's length to be watched, 0 to 1; 0 asks nothing. */
  watchedShare: z.number().min(0).max(1).default(0.9),
  quizPassed: z.boolean().default(true),
  templateOpened: z.boolean().default(false),
});
export type CompletionRule = z.infer<typeof completionRuleSchema>;

export const maxChapterTitleLength = 200;
export const maxChapters = 200;
