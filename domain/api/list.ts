import { z } from 'zod';

/** What every list takes: a text to look for, how many at most, and the `next` of the page before. */
export const listQuerySchema = z.object({
  query: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(500),
  after: z.string().max(100).optional(),
});

/** Where the next page of a list begins; null at its end. */
export const nextPageSchema = z.string().nullable();
