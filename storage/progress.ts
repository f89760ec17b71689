import { sql } from 'kysely';
import type { Db } from './database.ts';
import { isOneOf, type Learning } from './learning.ts';

/** A watched span of a chapter's clip, [fromMs, toMs). */
export type Span = [number, number];

/** How far one learner is in one chapter. */
export interface ChapterProgress {
  watched: Span[];
  /** Where to resume. */
  positionMs: number;
  completedAt: Date | null;
}

/** How far learners are, by chapter; a chapter never opened is absent. */
export async function listProgress(
  db: Db,
  learnings: readonly Learning[],
): Promise<(Learning & { chapterId: string; progress: ChapterProgress })[]> {
  const rows = await db
    .selectFrom('progress')
    .select(['learner_id', 'publication_id', 'chapter_id', 'intervals', 'position_ms', 'completed_at'])
    .where(isOneOf(learnings))
    .execute();
  return rows.map((row) => ({
    learnerId: row.learner_id,
    publicationId: row.publication_id,
    chapterId: row.chapter_id,
    progress: { watched: row.intervals, positionMs: row.position_ms, completedAt: row.completed_at },
  }));
}

/**
 * Adds what has been watched to what is kept, under a lock that the transaction holds, so that two windows of one
 * learner lose nothing. `merge` joins the kept spans and the new ones.
 */
export async function mergeProgress(
  tx: Db,
  learning: Learning,
  chapterId: string,
  change: { positionMs: number; merge: (kept: Span[]) => Span[]; at: Date },
): Promise<void> {
  const kept = await lockProgress(tx, learning, chapterId);
  await tx
    .updateTable('progress')
    .set({
      intervals: JSON.stringify(change.merge(kept)),
      position_ms: change.positionMs,
      updated_at: change.at,
    })
    .where('learner_id', '=', learning.learnerId)
    .where('publication_id', '=', learning.publicationId)
    .where('chapter_id', '=', chapterId)
    .execute();
}

/** The kept spans, with the row locked; the row is made when it is missing. */
async function lockProgress(tx: Db, learning: Learning, chapterId: string): Promise<Span[]> {
  const row = await tx
    .insertInto('progress')
    .values({
      learner_id: learning.learnerId,
      publication_id: learning.publicationId,
      chapter_id: chapterId,
    })
    // A no-op update takes the row's lock and returns it in one statement.
    .onConflict((conflict) =>
      conflict
        .columns(['learner_id', 'publication_id', 'chapter_id'])
        .doUpdateSet({ updated_at: sql`progress.updated_at` }),
    )
    .returning('intervals')
    .executeTakeFirstOrThrow();
  return row.intervals;
}

/** Notes when the chapter was completed; the first time stays. */
export async function markChapterComplete(
  db: Db,
  learning: Learning,
  chapterId: string,
  at: Date,
): Promise<void> {
  await db
    .insertInto('progress')
    .values({
      learner_id: learning.learnerId,
      publication_id: learning.publicationId,
      chapter_id: chapterId,
      completed_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['learner_id', 'publication_id', 'chapter_id'])
        .doUpdateSet({ completed_at: at })
        .where('progress.completed_at', 'is', null),
    )
    .execute();
}
