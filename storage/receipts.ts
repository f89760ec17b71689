import type { Db } from './database.ts';
import type { Learning } from './learning.ts';
import type { ScoreRow } from './schema.ts';

/** The learner's newest score in this publication, wherever it stands; undefined where none was given. */
export async function findNewestScore(db: Db, learning: Learning): Promise<ScoreRow | undefined> {
  return db
    .selectFrom('scores')
    .selectAll()
    .where('publication_id', '=', learning.publicationId)
    .where('learner_id', '=', learning.learnerId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
