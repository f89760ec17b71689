import { z } from 'zod';
import { completionRuleSchema } from '../chapter.ts';
import { responseSchema } from '../quiz.ts';
import { attemptSchema, learnChapterSchema } from './learn.ts';

/** A public page of a module, or of one chapter. */
export const embedSchema = z.object({
  id: z.string(),
  /** Null: the whole module. */
  chapterId: z.string().nullable(),
  url: z.string(),
  /** The code to paste into a page. */
  html: z.string(),
  createdAt: z.iso.datetime(),
});

/** GET /api/modules/:id/embeds: those that are open. */
export const embedsSchema = z.object({ embeds: z.array(embedSchema) });

/** POST /api/modules/:id/embeds → embedSchema (201); one that is open already is given again. */
export const openEmbedSchema = z.object({ chapterId: z.uuid().nullable().default(null) });

const fileSchema = learnChapterSchema.shape.attachments.element.omit({ opened: true });

/** GET /api/embed/:key: what a public page shows. Page: /embed/:key */
export const embeddedSchema = z.object({
  moduleTitle: z.string(),
  chapters: z
    .array(
      learnChapterSchema
        .pick({
          id: true,
          index: true,
          title: true,
          durationMs: true,
          clipUrl: true,
          hasPicture: true,
          posterUrl: true,
          thumbnailUrl: true,
          captionsUrl: true,
          captionsLanguage: true,
          links: true,
        })
        .extend({
          completion: completionRuleSchema,
          quiz: z
            .object({
              title: z.string(),
              questionCount: z.number().int(),
              passMark: z.number(),
              attemptsAllowed: z.number().int().nullable(),
              maxScore: z.number(),
            })
            .nullable(),
          attachments: z.array(fileSchema),
        }),
    )
    .min(1),
  attachments: z.array(fileSchema),
  links: learnChapterSchema.shape.links,
});

/** GET /api/embed/:key/chapters/:chapterId/questions: none of them says what is right. */
export const embeddedQuestionsSchema = attemptSchema.pick({ questions: true, pictureUrls: true });

/** POST /api/embed/:key/chapters/:chapterId/grade: graded, and not kept. */
export const gradeEmbeddedSchema = z.object({ responses: z.record(z.string().max(40), responseSchema) });
export const embeddedGradeSchema = z.object({
  score: z.number(),
  maxScore: z.number(),
  graded: attemptSchema.shape.graded.unwrap(),
  answersShown: attemptSchema.shape.answersShown,
});

/** GET /oembed (oEmbed 1.0 §2.2). */
export const oembedQuerySchema = z.object({
  url: z.string().max(2000),
  format: z.string().max(20).default('json'),
  maxwidth: z.coerce.number().int().min(1).optional(),
  maxheight: z.coerce.number().int().min(1).optional(),
});

export type EmbeddedQuestions = z.infer<typeof embeddedQuestionsSchema>;
export type Embed = z.infer<typeof embedSchema>;
export type EmbeddedGrade = z.infer<typeof embeddedGradeSchema>;
export type Embedded = z.infer<typeof embeddedSchema>;
