import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database.ts';

/** Whose learning it is, and where: one learner in one publication. */
export interface Learning {
  learnerId: string;
  publicationId: string;
}

/** Tells learnings apart, as a key of a map. */
export function learningKey({ learnerId, publicationId }: Learning): string {
  return `${learnerId} ${publicationId}`;
}

/** Picks the rows of these learnings out of a table with `learner_id` and `publication_id`. */
export function isOneOf(learnings: readonly Learning[]): RawBuilder<boolean> {
  const [first, another] = learnings;
  if (first !== undefined && another === undefined) {
    return sql`learner_id = ${first.learnerId} and publication_id = ${first.publicationId}`;
  }
  const learnerIds = learnings.map(({ learnerId }) => learnerId);
  const publicationIds = learnings.map(({ publicationId }) => publicationId);
  return sql`(learner_id, publication_id) in (select * from unnest(${learnerIds}::uuid[], ${publicationIds}::uuid[]))`;
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
