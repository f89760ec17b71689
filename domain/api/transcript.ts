import { z } from 'zod';
import { cleanText, foldSpaces } from '../formats/text.ts';

const cueSchema = z.object({
  startMs: z.number().int(),
  endMs: z.number().int(),
  speaker: z.string().optional(),
  /** Empty: taken away by the trainer. */
  text: z.string(),
});

/** GET /api/recordings/:id/transcript, its times on the recording's clock. What was moved before 0 is not heard. */
export const transcriptSchema = z.object({
  format: z.string(),
  /** BCP 47. */
  language: z.string(),
  /** How much later it is than its file says. */
  shiftMs: z.number().int(),
  /** Counts its changes. */
  revision: z.number().int(),
  cues: z.array(cueSchema),
  /** The longest first. */
  speakers: z.array(z.object({ speaker: z.string(), cues: z.number().int(), spokenMs: z.number().int() })),
});

/** The farthest a transcript is moved: a day. */
export const maxShiftMs = 24 * 3_600_000;

/** PATCH /api/recordings/:id/transcript → transcriptSchema. Answers 409 `transcript-changed` when `revision` is an older one. */
export const changeTranscriptSchema = z.object({
  revision: z.number().int(),
  language: z
    .string()
    .max(35)
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 'write a language’s code, such as en or pt-BR')
    .optional(),
  shiftMs: z.number().int().min(-maxShiftMs).max(maxShiftMs).optional(),
  cues: z
    .array(
      z.object({
        /** Its place among the cues, from 0. */
        at: z.number().int().min(0),
        /** Empty takes the cue away; a text brings it back. */
        text: z.string().max(5000).transform(cleanText).pipe(z.string().trim()).optional(),
        /** Empty: nobody is named. */
        speaker: z.string().max(200).transform(cleanText).transform(foldSpaces).optional(),
      }),
    )
    .max(20_000)
    .optional(),
});

export type Transcript = z.infer<typeof transcriptSchema>;
export type TranscriptChange = z.infer<typeof changeTranscriptSchema>;
