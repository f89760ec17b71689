import { z } from 'zod';

/** GET /api/picker/:launchId: what the deep-linking launch may place. Page: /pick/:launchId */
export const pickerSchema = z.object({
  platformName: z.string(),
  contextTitle: z.string(),
  /** False: exactly one item can be returned. */
  acceptMultiple: z.boolean(),
  /** False: the platform takes no grade columns. */
  acceptLineItem: z.boolean(),
  expiresAt: z.iso.datetime(),
  modules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      durationMs: z.number().int(),
      chapters: z.array(
        z.object({
          id: z.string(),
          index: z.number().int(),
          title: z.string(),
          durationMs: z.number().int(),
          questionCount: z.number().int(),
          attachmentCount: z.number().int(),
          thumbnailUrl: z.string().nullable(),
        }),
      ),
    }),
  ),
});

/** One thing to place: a chapter, or (chapterId absent) the whole module as one activity. */
export const pickedItemSchema = z.object({ moduleId: z.string(), chapterId: z.string().optional() });

/** POST /api/picker/:launchId; no items means cancel. */
export const pickSchema = z.object({ items: z.array(pickedItemSchema).max(200) });

/** The answer: to be posted by the browser as form field `JWT` to `returnUrl`. */
export const pickedSchema = z.object({ returnUrl: z.string(), jwt: z.string() });

export type Picker = z.infer<typeof pickerSchema>;
export type PickedItem = z.infer<typeof pickedItemSchema>;
export type Picked = z.infer<typeof pickedSchema>;
