import type { Db } from './database.ts';
import type { Learning } from './learning.ts';
import type { ScoreRow } from './schema.ts';

/** The newest score that counts: one that gave way to a newer grade is passed over. Undefined where none was given. */
export async function findNewestScore(db: Db, learning: Learning): Promise<ScoreRow | undefined> {
  return db
    .selectFrom('scores')
    .selectAll()
    .where('publication_id', '=', learning.publicationId)
    .where('learner_id', '=', learning.learnerId)
    .where('state', '<>', 'superseded')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
