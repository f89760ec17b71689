import type { Db } from './database.ts';

/** Whose learning it is, and where: one learner in one publication. */
export interface Learning {
  learnerId: string;
  publicationId: string;
}

/**
 * Holds this learner's learning still until the transaction ends: whatever decides by all of it (an attempt's number,
 * a score) happens one after another.
 */
export async function lockLearner(tx: Db, learnerId: string): Promise<void> {
  await tx
    .selectFrom('learners')
    .select('id')
    .where('id', '=', learnerId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}
