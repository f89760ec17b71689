import { z } from 'zod';
import { attachmentKindSchema } from '../attachment.ts';
import {
  chapterStateSchema,
  completionRuleSchema,
  cutMethodSchema,
  maxChapterTitleLength,
} from '../chapter.ts';
import { gradePolicySchema } from '../grade-policy.ts';
import { linkSchema, linkStateSchema } from '../link.ts';
import { moduleStateSchema } from '../module.ts';
import { renditionKindSchema, renditionsStateSchema } from '../rendition.ts';
import { pollDraftSchema, pollDraftStateSchema } from '../poll-draft.ts';
import { gradingChoiceSchema, regradeCountsSchema } from '../regrade.ts';
import { nextPageSchema } from './list.ts';
import { pictureSchema } from '../picture.ts';
import { questionDraftSchema, questionSchema, quizSettingsSchema } from '../quiz.ts';
import { failureSchema } from '../recording.ts';

export const attachmentSchema = z.object({
  id: z.string(),
  /** Null: belongs to the whole module. */
  chapterId: z.string().nullable(),
  kind: attachmentKindSchema,
  title: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  bytes: z.number().int(),
  /** Number of the newest version, from 1. */
  version: z.number().int(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      fileName: z.string(),
      bytes: z.number().int(),
      createdAt: z.iso.datetime(),
      url: z.string(),
    }),
  ),
  url: z.string(),
});

export const moduleChapterSchema = z.object({
  id: z.string(),
  index: z.number().int(),
  title: z.string(),
  startMs: z.number().int(),
  endMs: z.number().int(),
  /** Where the outline has the start; null for a chapter that no outline named. */
  outlineStartMs: z.number().int().nullable(),
  state: chapterStateSchema,
  progress: z.number(),
  failure: failureSchema.nullable(),
  method: cutMethodSchema.nullable(),
  completion: completionRuleSchema,
  clipUrl: z.string().nullable(),
  clipDurationMs: z.number().int().nullable(),
  /** False for a clip of sound alone: its poster shows the waveform. */
  hasPicture: z.boolean(),
  /** False while the clip shown is older than the boundaries. */
  clipCurrent: z.boolean(),
  /** Other forms of the clip, for phones and poor links. */
  renditions: z.object({
    state: renditionsStateSchema,
    /** 0 to 100, of those being made. */
    progress: z.number(),
    kinds: z.array(renditionKindSchema),
  }),
  thumbnailUrl: z.string().nullable(),
  posterUrl: z.string().nullable(),
  captionsUrl: z.string().nullable(),
  captionCueCount: z.number().int(),
  /** Changes whenever the captions do. */
  captionsRevision: z.number().int(),
  /** BCP 47; null where there is no transcript. */
  captionsLanguage: z.string().nullable(),
  questionCount: z.number().int(),
  /** What its quiz is worth, 0 without one. */
  quizMarks: z.number(),
});

const publicationSummarySchema = z.object({
  id: z.string(),
  platformName: z.string(),
  contextTitle: z.string(),
  /** Null: the whole module. */
  chapterId: z.string().nullable(),
  launchedAt: z.iso.datetime(),
  learnerCount: z.number().int(),
});

/** What was asked in the chat; `sender` is a number (`Participant 3`) unless the trainer keeps names. */
const chatQuestionSchema = z.object({
  id: z.string(),
  atMs: z.number().int().nullable(),
  sender: z.string(),
  text: z.string(),
});

/** GET /api/modules/:id */
export const moduleSchema = z.object({
  id: z.string(),
  recordingId: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  state: moduleStateSchema,
  publishedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
  /** Smaller pictures and sound alone are made of every clip. */
  renditions: z.boolean(),
  /** Clips sound at −16 LUFS instead of as recorded. */
  evenLoudness: z.boolean(),
  /** Which attempt counts in quizzes that do not say otherwise. */
  gradePolicy: gradePolicySchema,
  recordingDurationMs: z.number().int().nullable(),
  /** The whole recording, signed, for the boundaries; null once it is gone. */
  recordingUrl: z.string().nullable(),
  /** Frames a second of the recording, to step by; null where unknown. */
  frameRate: z.number().nullable(),
  /** Why it can't be published yet, as sentences; empty when it can. */
  obstacles: z.array(z.string()),
  chapters: z.array(moduleChapterSchema),
  attachments: z.array(attachmentSchema),
  publications: z.array(publicationSummarySchema),
  /** What was asked live, on its way into the quizzes: only the trainer sees it. */
  pollDrafts: z.array(pollDraftSchema),
  /** Links offered from the chat, those that learners see, and those that were dismissed. */
  links: z.array(linkSchema),
  chatQuestions: z.array(chatQuestionSchema),
});

/** GET /api/modules?query=&limit=&after=, newest first */
export const modulesSchema = z.object({
  modules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: moduleStateSchema,
      chapterCount: z.number().int(),
      updatedAt: z.iso.datetime(),
    }),
  ),
  next: nextPageSchema,
});

/** PATCH /api/modules/:id → moduleSchema. POST /api/modules/:id/publish, /retract → moduleSchema. */
export const updateModuleSchema = z
  .object({
    title: z.string().trim().min(1).max(300),
    description: z.string().max(10_000),
    renditions: z.boolean(),
    evenLoudness: z.boolean(),
    gradePolicy: gradePolicySchema,
  })
  .partial();

/** PATCH /api/chapters/:id → moduleSchema. Moving a chapter's start moves the end of the one before it. */
export const updateChapterSchema = z
  .object({
    title: z.string().trim().min(1).max(maxChapterTitleLength),
    completion: completionRuleSchema,
    startMs: z.number().int().min(0),
    endMs: z.number().int().min(1),
  })
  .partial();

// POST /api/chapters/:id/split {atMs, title}, /merge (with the next), /cancel, /retry → moduleSchema.
export const splitChapterSchema = z.object({
  atMs: z.number().int().min(1),
  title: z.string().trim().min(1).max(maxChapterTitleLength),
});

/** POST /api/chapters/:id/outline → moduleSchema: a module's only chapter is divided by an outline. 422 `outline-…`. */
export const divideChapterSchema = z.object({ outlineText: z.string().max(200_000) });

/** PUT /api/modules/:id/boundaries → moduleSchema: several moved at once; only chapters that changed are cut again. */
export const setBoundariesSchema = z.object({
  chapters: z
    .array(z.object({ id: z.string(), startMs: z.number().int().min(0), endMs: z.number().int().min(1) }))
    .min(1)
    .max(200),
});

/** PUT /api/modules/:id/order {chapterIds} → moduleSchema */
export const orderChaptersSchema = z.object({ chapterIds: z.array(z.string()).min(1).max(200) });

/** GET /api/chapters/:id/quiz; `version` goes back with a PUT and a stale one answers 409 `quiz-changed`. */
export const quizSchema = quizSettingsSchema.extend({
  id: z.string().nullable(),
  version: z.number().int(),
  questions: z.array(questionSchema),
  /** What the newest change did to finished attempts, while it can be undone. */
  regrade: regradeCountsSchema.nullable(),
  /** Where the pictures of the questions are, by their ids: signed addresses that end. */
  pictureUrls: z.record(z.string(), z.string()),
});

/** POST /api/chapters/:id/quiz/pictures, multipart: file → (201). Shown once a question of the chapter's quiz names it. */
export const addedPictureSchema = z.object({ picture: pictureSchema, url: z.string() });

/** PUT /api/chapters/:id/quiz → quizSchema. Questions and choices without an id get one. No questions: no quiz. */
export const putQuizSchema = quizSettingsSchema.extend({
  version: z.number().int(),
  questions: z.array(z.union([questionSchema, questionDraftSchema])).max(200),
  /** Needed (409 `quiz-regrade-needed` with the counts) where the change would change grades of finished attempts. */
  grading: gradingChoiceSchema.optional(),
});

/** POST /api/chapters/:id/quiz/undo-regrade → quizSchema: questions and grades as before the newest change. */
export const undoRegradeSchema = z.object({ version: z.number().int() });

// POST /api/modules/:id/attachments, multipart: file, kind, chapterId?, title? → attachmentSchema (201).
// POST /api/attachments/:id/versions, multipart: file → attachmentSchema. DELETE /api/attachments/:id → 204,
// POST /api/attachments/:id/restore undoes it.
export const updateAttachmentSchema = z
  .object({
    title: z.string().trim().min(1).max(300),
    kind: attachmentKindSchema,
    chapterId: z.string().nullable(),
  })
  .partial();

/** PATCH /api/poll-drafts/:id → moduleSchema. `right` names the right choices by their index from 0. */
export const updatePollDraftSchema = z
  .object({
    prompt: z.string().trim().min(1).max(20_000),
    right: z.array(z.number().int().min(0)).max(50),
    chapterId: z.uuid().nullable(),
    state: pollDraftStateSchema.exclude(['added']),
  })
  .partial();

/** POST /api/poll-drafts/:id/add → moduleSchema: a question at the end of the chapter's quiz. */
export const addPollDraftSchema = z.object({ chapterId: z.uuid().optional() });

/** POST /api/modules/:id/links → moduleSchema (201): a link that learners see. */
export const createLinkSchema = z.object({
  url: z.string().trim().max(2000),
  title: z.string().trim().max(300).default(''),
  chapterId: z.uuid().nullable().default(null),
});

/** PATCH /api/links/:id → moduleSchema. */
export const updateLinkSchema = z
  .object({
    title: z.string().trim().min(1).max(300),
    chapterId: z.uuid().nullable(),
    state: linkStateSchema,
  })
  .partial();

export type Module = z.infer<typeof moduleSchema>;
export type ModuleChapter = z.infer<typeof moduleChapterSchema>;
export type ChatQuestion = z.infer<typeof chatQuestionSchema>;
export type Attachment = z.infer<typeof attachmentSchema>;
export type Quiz = z.infer<typeof quizSchema>;
