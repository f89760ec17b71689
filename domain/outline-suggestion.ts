import { z } from 'zod';
import { failureSchema } from './recording.ts';

const suggestedEntrySchema = z.object({
  startMs: z.number().int(),
  endMs: z.number().int(),
  title: z.string(),
  reasons: z.array(z.enum(['mark', 'announced', 'topic', 'slide', 'pause', 'speaker'])),
});

/** A proposal for a recording's outline: asked for, made, or failed with its reason. */
export const outlineSuggestionSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('working') }),
  z.object({ state: z.literal('ready'), entries: z.array(suggestedEntrySchema) }),
  z.object({ state: z.literal('failed'), failure: failureSchema }),
]);
export type OutlineSuggestion = z.infer<typeof outlineSuggestionSchema>;
export type SuggestedEntry = z.infer<typeof suggestedEntrySchema>;
export type SuggestionReason = SuggestedEntry['reasons'][number];
