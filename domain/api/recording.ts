import { z } from 'zod';
import { chapterStateSchema, cutMethodSchema } from '../chapter.ts';
import { moduleStateSchema } from '../module.ts';
import { outlineSuggestionSchema } from '../outline-suggestion.ts';
import {
  boundaryModeSchema,
  failureSchema,
  fileRoleSchema,
  recordingGroupSchema,
  recordingStateSchema,
} from '../recording.ts';
import { listQuerySchema, nextPageSchema } from './list.ts';

/** A chapter's clip at work or done, as the recording's page and its event stream show it. */
export const chapterProgressSchema = z.object({
  id: z.string(),
  index: z.number().int(),
  title: z.string(),
  startMs: z.number().int(),
  endMs: z.number().int(),
  state: chapterStateSchema,
  /** 0 to 100, of the clip being cut. */
  progress: z.number(),
  failure: failureSchema.nullable(),
  method: cutMethodSchema.nullable(),
  /** Signed, short-lived; null until there is a clip. */
  thumbnailUrl: z.string().nullable(),
});

const recordingFileSchema = z.object({
  id: z.string(),
  role: fileRoleSchema,
  fileName: z.string(),
  bytes: z.number().nullable(),
  /** False while a resumable upload is on its way. */
  received: z.boolean(),
});

export const recordingSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  state: recordingStateSchema,
  failure: failureSchema.nullable(),
  durationMs: z.number().int().nullable(),
  chapterCount: z.number().int(),
  chaptersReady: z.number().int(),
  moduleId: z.string().nullable(),
  moduleState: moduleStateSchema.nullable(),
  /** LMS contexts the module is placed in. */
  publicationCount: z.number().int(),
  posterUrl: z.string().nullable(),
  /** False for sound alone: its poster is a waveform. */
  hasPicture: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** GET /api/recordings?query=&state=&group=&limit=&after=, newest first */
export const listRecordingsSchema = listQuerySchema.extend({
  state: recordingStateSchema.optional(),
  group: recordingGroupSchema.optional(),
});
export const recordingsSchema = z.object({
  recordings: z.array(recordingSummarySchema),
  next: nextPageSchema,
  /** Of all that `query` finds, whatever the page and the group. */
  counts: z.record(recordingGroupSchema, z.number().int()),
});

/** GET /api/recordings/:id, and each `recording` message of GET /api/recordings/:id/events (text/event-stream). */
export const recordingSchema = recordingSummarySchema.extend({
  fileName: z.string().nullable(),
  bytes: z.number().nullable(),
  outlineText: z.string().nullable(),
  boundaries: boundaryModeSchema,
  startRequested: z.boolean(),
  /** Null until one is asked for (POST /api/recordings/:id/suggest), or made for want of an outline. */
  suggestion: outlineSuggestionSchema.nullable(),
  keepNames: z.boolean(),
  transcript: z.object({ format: z.string(), cueCount: z.number().int() }).nullable(),
  warnings: z.array(z.object({ from: fileRoleSchema, line: z.number().optional(), message: z.string() })),
  files: z.array(recordingFileSchema),
  chapters: z.array(chapterProgressSchema),
  /** What happened, oldest first. */
  events: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: z.string(),
      chapterIndex: z.number().nullable(),
      message: z.string(),
    }),
  ),
});

/** The time of day at which a session began, which some chats count from: `14:30:12`. */
const beganAtSchema = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'write a time of day, such as 14:30');

/**
 * POST /api/recordings as JSON makes an empty recording to upload into (tus at /api/uploads with the metadata
 * recordingId, role, filename, filetype); as multipart form it takes everything at once and starts.
 */
export const createRecordingSchema = z.object({
  title: z.string().trim().max(300).default(''),
  outlineText: z.string().max(200_000).optional(),
  boundaries: boundaryModeSchema.default('exact'),
  /** Whether the names of those who wrote in the chat are kept. In a form, `true` or `false` as text. */
  keepNames: z.stringbool().or(z.boolean()).default(false),
  beganAt: beganAtSchema.optional(),
});

/** PATCH /api/recordings/:id */
export const updateRecordingSchema = z
  .object({
    title: z.string().trim().min(1).max(300),
    outlineText: z.string().max(200_000),
    boundaries: boundaryModeSchema,
    keepNames: z.boolean(),
    beganAt: beganAtSchema,
  })
  .partial();

// POST /api/recordings/:id/start: make chapters as soon as the file is here. Answers 422 `outline-…` for a bad outline.
// POST /api/recordings/:id/cancel, /retry → recordingSchema; /suggest → the same, with its proposal being made.
// DELETE /api/recordings/:id/suggestion → recordingSchema, the proposal put away. DELETE /api/recordings/:id → 204.
// DELETE /api/recordings/:id/files/:fileId → 204.
/** PATCH /api/recordings/:id/files/:fileId → recordingSchema */
export const changeFileRoleSchema = z.object({ role: fileRoleSchema });

export type Recording = z.infer<typeof recordingSchema>;
export type RecordingSummary = z.infer<typeof recordingSummarySchema>;
export type ChapterProgress = z.infer<typeof chapterProgressSchema>;
