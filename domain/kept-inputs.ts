import { z } from 'zod';

const warnings = z.array(z.object({ line: z.number().exactOptional(), message: z.string() }));

const keptPollsSchema = z.object({
  kept: z.literal('polls'),
  format: z.string(),
  polls: z.array(
    z.object({
      question: z.string(),
      type: z.enum(['single-choice', 'multiple-choice', 'true-false', 'short-answer']).exactOptional(),
      choices: z.array(z.object({ text: z.string(), votes: z.number() })),
      respondents: z.number().exactOptional(),
      atMs: z.number().exactOptional(),
    }),
  ),
  warnings,
});

const keptChatSchema = z.object({
  kept: z.literal('chat'),
  format: z.string(),
  messages: z.array(z.object({ atMs: z.number().exactOptional(), sender: z.string(), text: z.string() })),
  warnings,
});

/** A poll report or a chat as it is kept in place of its file: counted, and without names unless they are wanted. */
const keptInputSchema = z.discriminatedUnion('kept', [keptPollsSchema, keptChatSchema]);
export type KeptInput = z.infer<typeof keptInputSchema>;

/** Writes what is kept of a poll report or a chat. */
export function writeKept(kept: KeptInput): string {
  return JSON.stringify(kept);
}

/** Reads it back; undefined for a file of another kind. */
export function readKept(text: string): KeptInput | undefined {
  if (!text.startsWith('{"kept":')) return undefined;
  try {
    return keptInputSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
