import { z } from 'zod';

/** How far a learner is in what was placed: all of its chapters are complete, something was done, or nothing yet. */
export const personStandingSchema = z.object({
  /** Empty where neither the LMS nor a launch told it. */
  name: z.string(),
  standing: z.enum(['not-started', 'under-way', 'finished']),
  completed: z.number().int(),
});

/** GET /api/publications/:id/standing: the learners of a course, as the LMS tells them now. */
export const courseStandingSchema = z.object({
  /**
   * `whole`: everybody in the course; `partial`: the LMS's list broke off; `not-granted`: the LMS gives none, so those who
   * have not started are unknown; `unreachable`: it could not be asked now, `reason` says why.
   */
  roster: z.enum(['whole', 'partial', 'not-granted', 'unreachable']),
  reason: z.string().nullable(),
  chapterCount: z.number().int(),
  people: z.array(personStandingSchema),
});
export type PersonStanding = z.infer<typeof personStandingSchema>;
export type CourseStanding = z.infer<typeof courseStandingSchema>;
