import { z } from 'zod';
import { pictureSchema } from '../../../domain/picture.ts';
import { quizSettingsSchema } from '../../../domain/quiz.ts';
import type { QuizDraft } from './quiz-draft.ts';

const choice = z.object({
  key: z.string(),
  id: z.string().optional(),
  text: z.string(),
  weight: z.number(),
  feedback: z.string(),
  match: z.string(),
  number: z.string(),
  tolerance: z.string(),
  pictures: z.array(pictureSchema).default([]),
});

const keptSchema = z.object({
  version: z.number().int(),
  at: z.iso.datetime(),
  draft: quizSettingsSchema.extend({
    questions: z.array(
      z.object({
        key: z.string(),
        id: z.string().optional(),
        type: z.enum([
          'single-choice',
          'multiple-choice',
          'true-false',
          'short-answer',
          'numeric',
          'matching',
        ]),
        title: z.string(),
        prompt: z.string(),
        mark: z.number(),
        feedback: z.string(),
        caseSensitive: z.boolean(),
        pictures: z.array(pictureSchema).default([]),
        choices: z.array(choice),
      }),
    ),
  }),
});

/** What this browser keeps of a quiz that the service does not have yet. */
export interface KeptDraft {
  /** The service's version that the draft began from. */
  version: number;
  at: string;
  draft: QuizDraft;
}

/** Keeps a draft through a closed tab and an ended session. */
export function keepDraft(chapterId: string, version: number, draft: QuizDraft): void {
  try {
    localStorage.setItem(nameOf(chapterId), JSON.stringify({ version, at: new Date().toISOString(), draft }));
  } catch {
    // A full or forbidden store loses nothing but this second net.
  }
}

/** Forgets the draft: all of it is saved. */
export function forgetDraft(chapterId: string): void {
  try {
    localStorage.removeItem(nameOf(chapterId));
  } catch {
    // As above.
  }
}

/** The draft that was kept, if any and readable. */
export function findKeptDraft(chapterId: string): KeptDraft | undefined {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(localStorage.getItem(nameOf(chapterId)) ?? 'null'));
    return parsed.data;
  } catch {
    return undefined;
  }
}

function nameOf(chapterId: string): string {
  return `afterclass.quiz.${chapterId}`;
}
