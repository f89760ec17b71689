import type { SandboxContext } from './context.ts';
import { findCourse, learnersOf } from './directory.ts';
import type { Gradebook } from './types.ts';

/** A course's columns, and a row for each active learner with the results in the columns' order. */
export function buildGradebook(ctx: SandboxContext, courseId: string): Gradebook {
  const columns = ctx.state.lineItems.filter((item) => item.courseId === courseId);
  const rows = learnersOf(ctx, courseId).map((user) => ({
    user,
    results: columns.map((item) =>
      ctx.state.results.find((result) => result.lineItemId === item.id && result.userId === user.id),
    ),
  }));
  return { course: findCourse(ctx, courseId), columns, rows };
}
