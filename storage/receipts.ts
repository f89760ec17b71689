import type { Db } from './database.ts';
import { isOneOf, type Learning } from './learning.ts';
import type { ScoreRow } from './schema.ts';

/** The learner's newest score in this publication, wherever it stands; undefined where none was given. */
export async function findNewestScore(db: Db, learning: Learning): Promise<ScoreRow | undefined> {
  const [newest] = await listNewestScores(db, [learning]);
  return newest;
}

/** The newest score of each of these learners who was given one. */
export async function listNewestScores(db: Db, learnings: readonly Learning[]): Promise<ScoreRow[]> {
  return db
    .selectFrom('scores')
    .selectAll()
    .distinctOn(['publication_id', 'learner_id'])
    .where(isOneOf(learnings))
    .orderBy('publication_id')
    .orderBy('learner_id')
    .orderBy('id', 'desc')
    .execute();
}
