import { z } from 'zod';
import { attachmentKindSchema } from '../attachment.ts';
import { answersShownSchema, gradePolicySchema } from '../grade-policy.ts';
import { gradedQuestionSchema, responseSchema, shownQuestionSchema } from '../quiz.ts';

export const checklistItemSchema = z.object({
  kind: z.enum(['watch', 'quiz', 'template']),
  done: z.boolean(),
  /** For `watch`: how much of the length has been watched, and how much is asked; 0 to 1. */
  share: z.number().optional(),
  asked: z.number().optional(),
});

export const attemptSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  state: z.enum(['open', 'graded']),
  questions: z.array(shownQuestionSchema),
  /** Where the pictures of the questions are, by their ids. */
  pictureUrls: z.record(z.string(), z.string()),
  responses: z.record(z.string(), responseSchema),
  /** Null until graded. */
  graded: z.array(gradedQuestionSchema.extend({ rightAnswer: z.string().nullable() })).nullable(),
  /** Whether the right answers are shown: `rightAnswer` is null until they may be. */
  answersShown: answersShownSchema,
  score: z.number().nullable(),
  maxScore: z.number().nullable(),
  passed: z.boolean().nullable(),
});

export const learnChapterSchema = z.object({
  id: z.string(),
  index: z.number().int(),
  title: z.string(),
  durationMs: z.number().int(),
  clipUrl: z.string(),
  /** False for sound alone: the poster shows its waveform. */
  hasPicture: z.boolean(),
  /** The clip's other forms, smaller pictures first to last, then sound alone. */
  renditions: z.array(
    z.object({ kind: z.enum(['720p', '360p', 'audio']), url: z.string(), bytes: z.number().int() }),
  ),
  /** The playlist from which a player takes what the link can carry; null where there is nothing to choose from. */
  hlsUrl: z.string().nullable(),
  posterUrl: z.string().nullable(),
  thumbnailUrl: z.string().nullable(),
  captionsUrl: z.string().nullable(),
  captionsLanguage: z.string().nullable(),
  /** Where to resume. */
  positionMs: z.number().int(),
  /** Merged watched spans, [fromMs, toMs]. */
  watched: z.array(z.tuple([z.number().int(), z.number().int()])),
  checklist: z.array(checklistItemSchema),
  complete: z.boolean(),
  quiz: z
    .object({
      title: z.string(),
      questionCount: z.number().int(),
      passMark: z.number(),
      /** Null: without limit. */
      attemptsLeft: z.number().int().nullable(),
      gradePolicy: gradePolicySchema,
      /** What counts of the graded attempts; `number` is null for an average. */
      counted: z
        .object({
          number: z.number().int().nullable(),
          score: z.number(),
          maxScore: z.number(),
          passed: z.boolean(),
        })
        .nullable(),
      /** The open attempt, or the newest graded one. */
      attempt: attemptSchema.nullable(),
    })
    .nullable(),
  attachments: z.array(
    z.object({
      id: z.string(),
      kind: attachmentKindSchema,
      title: z.string(),
      fileName: z.string(),
      bytes: z.number().int(),
      opened: z.boolean(),
      /** GET counts as opening it and answers the file. */
      url: z.string(),
    }),
  ),
  links: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
});

/** What became of the newest score: the line the learner reads. */
export const receiptSchema = z.object({
  /** `superseded`: the platform holds a newer grade than this one. */
  state: z.enum(['not-graded', 'waiting', 'sent', 'failed', 'superseded']),
  scoreGiven: z.number().nullable(),
  scoreMaximum: z.number().nullable(),
  at: z.iso.datetime().nullable(),
  /** When a failed one is sent again; null when it is not (the platform refused it for good). */
  retryAt: z.iso.datetime().nullable(),
});

/** GET /api/learn/:launchId. Page: /learn/:launchId */
export const learnSchema = z.object({
  moduleTitle: z.string(),
  contextTitle: z.string(),
  platformName: z.string(),
  learnerName: z.string(),
  role: z.enum(['trainer', 'learner', 'test-learner', 'observer']),
  /** False for trainers looking in, test learners and anonymous launches: nothing goes to the gradebook. */
  graded: z.boolean(),
  /** Whose work is looked at, and cannot be changed; null where the page is one's own to work in. */
  reviewOf: z.string().nullable(),
  returnUrl: z.string().nullable(),
  /** One for a chapter's activity, all of them for a module's. */
  chapters: z.array(learnChapterSchema).min(1),
  /** Of the whole module: handouts and guides that belong to no one chapter. */
  attachments: learnChapterSchema.shape.attachments,
  links: learnChapterSchema.shape.links,
  receipt: receiptSchema,
});

/** PUT /api/learn/:launchId/chapters/:chapterId/progress → {checklist, complete, watched, receipt} */
export const putProgressSchema = z.object({
  positionMs: z.number().int().min(0),
  watched: z.array(z.tuple([z.number().int().min(0), z.number().int().min(0)])).max(500),
});
export const progressSchema = learnChapterSchema
  .pick({ watched: true, checklist: true, complete: true })
  .extend({ receipt: receiptSchema });

// POST /api/learn/:launchId/chapters/:chapterId/attempts → attemptSchema (the open one, or a new one)
/** PUT /api/learn/:launchId/attempts/:attemptId/responses/:questionId, body responseSchema → {savedAt} */
export const savedSchema = z.object({ savedAt: z.iso.datetime() });
/** POST /api/learn/:launchId/attempts/:attemptId/grade → the graded attempt, the chapter and the receipt */
export const attemptGradedSchema = z.object({
  attempt: attemptSchema,
  chapter: learnChapterSchema,
  receipt: receiptSchema,
});
// GET /api/learn/:launchId/receipt → receiptSchema
// GET /api/learn/:launchId/attachments/:attachmentId → the file, as a download

export type Learn = z.infer<typeof learnSchema>;
export type LearnChapter = z.infer<typeof learnChapterSchema>;
export type Attempt = z.infer<typeof attemptSchema>;
export type ChecklistItem = z.infer<typeof checklistItemSchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type LearnAttachment = LearnChapter['attachments'][number];
export type LearnLink = LearnChapter['links'][number];
export type Progress = z.infer<typeof progressSchema>;
export type PutProgress = z.infer<typeof putProgressSchema>;
export type Saved = z.infer<typeof savedSchema>;
export type AttemptGraded = z.infer<typeof attemptGradedSchema>;
