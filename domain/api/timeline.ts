import { z } from 'zod';

/** Pictures of a recording on one sheet, row by row: the n-th shows what stands at n × `everyMs`. */
export const spriteSheetSchema = z.object({
  everyMs: z.number().int(),
  count: z.number().int(),
  columns: z.number().int(),
  rows: z.number().int(),
  /** Of one picture, in pixels. */
  width: z.number().int(),
  height: z.number().int(),
});

/** GET /api/recordings/:id/timeline: what the editor draws under the boundaries. */
export const timelineSchema = z.object({
  /** False while it is being drawn. */
  ready: z.boolean(),
  /** One byte a peak: 255 times the square root of the loudest amplitude. Null without sound. */
  waveform: z.object({ url: z.string(), peaksPerSecond: z.number() }).nullable(),
  /** Null without picture. */
  sprites: spriteSheetSchema.extend({ url: z.string() }).nullable(),
  /** Where nobody speaks, [startMs, endMs]. */
  pauses: z.array(z.tuple([z.number().int(), z.number().int()])),
});

export type SpriteSheet = z.infer<typeof spriteSheetSchema>;
export type Timeline = z.infer<typeof timelineSchema>;
