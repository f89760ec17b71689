import { z } from 'zod';

/** application/problem+json (RFC 9457). `title` is the sentence for people, `code` the stable name for programs. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  /** For bad input: what is wrong, where. */
  problems: z
    .array(
      z.object({
        line: z.number().optional(),
        path: z.string().optional(),
        message: z.string(),
        suggestion: z.string().optional(),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;
