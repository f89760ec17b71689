import { z } from 'zod';

/** A score that did not reach its LMS: refused for good (`dead`), or waiting after a failed try. */
export const unsentScoreSchema = z.object({
  id: z.number().int(),
  state: z.enum(['waiting', 'dead']),
  learnerName: z.string(),
  publicationTitle: z.string(),
  moduleTitle: z.string(),
  contextTitle: z.string(),
  platformName: z.string(),
  scoreGiven: z.number(),
  scoreMaximum: z.number(),
  tries: z.number().int(),
  /** What the LMS, or the way to it, said last. */
  reason: z.string(),
  /** When it is tried again by itself; null when it is not. */
  retryAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

/** GET /api/scores/unsent: the newest 200; of one module with `?module=ID`. */
export const unsentScoresSchema = z.object({ scores: z.array(unsentScoreSchema) });

export const unsentQuerySchema = z.object({ module: z.uuid().optional() });

/** POST /api/scores/resend → { resent }: all of a module's that are listed as unsent. */
export const resendScoresSchema = z.object({ moduleId: z.uuid() });
export const resentScoresSchema = z.object({ resent: z.number().int() });

// POST /api/scores/:id/resend → 202; 409 `score-not-newest` where it was sent or a newer one took its place.

export type UnsentScore = z.infer<typeof unsentScoreSchema>;
export type UnsentScores = z.infer<typeof unsentScoresSchema>;
