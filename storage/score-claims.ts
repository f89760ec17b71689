import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { ScoreRow } from './schema.ts';
import type { ScoreKey } from './scores.ts';
import { listPresentWorkers } from './worker-presence.ts';

/** A score that is this worker's to send, with the platform's name for its learner. */
export interface ClaimedScore extends ScoreRow {
  subject: string;
  /** An earlier score of this key was sent: this one changes a grade. */
  changesGrade: boolean;
}

/** Whose claims, of what, and how many. */
export interface ScoreClaim {
  /** A present worker's id: what it claims is free again when it is gone. */
  senderId: number;
  now: Date;
  limit: number;
  /** In flight at a time to one platform, over all workers. */
  limitPerPlatform: number;
  /** Of this learner in this publication alone. */
  only?: ScoreKey | undefined;
}

/**
 * Takes scores that are due: of each learner and publication the newest, and none while another is in flight, whoever sends
 * it. Those that a newer one took the place of are superseded. What a dead worker had in flight is free again, and the
 * platform may have taken it.
 */
export async function claimScores(db: Db, claim: ScoreClaim): Promise<ClaimedScore[]> {
  return await db.transaction().execute(async (transaction) => {
    // One claims at a time, so that each sees what the others have in flight.
    await sql`select pg_advisory_xact_lock(hashtextextended('score-claims', 0))`.execute(transaction);
    await freeScoresOfTheDead(transaction);
    const ids = await findDue(transaction, claim);
    return ids.length === 0 ? [] : await take(transaction, ids, claim.senderId);
  });
}

async function freeScoresOfTheDead(transaction: Db): Promise<void> {
  const { rows } = await sql<{ sender: number | null }>`
    select distinct sender_id as sender from scores where state = 'sending'`.execute(transaction);
  if (rows.length === 0) return;
  const present = await listPresentWorkers(transaction);
  const gone = rows.flatMap(({ sender }) => (sender === null || present.has(sender) ? [] : [sender]));
  if (gone.length === 0 && rows.every(({ sender }) => sender !== null)) return;
  await transaction
    .updateTable('scores')
    .set({ state: 'waiting', perhaps_taken: true, sender_id: null })
    .where('state', '=', 'sending')
    .where((eb) => eb.or([eb('sender_id', 'is', null), eb('sender_id', '=', eb.fn.any(eb.val(gone)))]))
    .execute();
}

async function findDue(transaction: Db, claim: ScoreClaim): Promise<number[]> {
  const { only } = claim;
  const ofKey =
    only === undefined
      ? sql`true`
      : sql`score.publication_id = ${only.publicationId} and score.learner_id = ${only.learnerId}`;
  const { rows } = await sql<{ id: number }>`
    with due as (
      select score.id, score.next_try_at, learner.platform_id
      from scores score join learners learner on learner.id = score.learner_id
      where score.state = 'waiting' and score.next_try_at <= ${claim.now} and ${ofKey}
        and not exists (
          select from scores other
          where other.publication_id = score.publication_id and other.learner_id = score.learner_id
            and (other.id > score.id or other.state = 'sending')
        )
    ), flying as (
      select learner.platform_id, count(*) as scores
      from scores score join learners learner on learner.id = score.learner_id
      where score.state = 'sending'
      group by 1
    ), numbered as (
      select due.*, row_number() over (partition by platform_id order by next_try_at, id) as place from due
    )
    select id from numbered left join flying using (platform_id)
    where place + coalesce(flying.scores, 0) <= ${claim.limitPerPlatform}
    order by next_try_at, id
    limit ${claim.limit}`.execute(transaction);
  return rows.map(({ id }) => id);
}

async function take(transaction: Db, ids: readonly number[], senderId: number): Promise<ClaimedScore[]> {
  const { rows } = await sql<ClaimedScore>`
    with taken as (
      update scores set state = 'sending', sender_id = ${senderId}, tries = tries + 1
      where id = any(${[...ids]}) returning *
    ), superseded as (
      update scores former set state = 'superseded' from taken
      where former.publication_id = taken.publication_id and former.learner_id = taken.learner_id
        and former.id < taken.id and former.state = 'waiting'
    )
    select taken.*, learner.subject, exists (
      select from scores earlier
      where earlier.publication_id = taken.publication_id and earlier.learner_id = taken.learner_id
        and earlier.id < taken.id and earlier.state = 'sent'
    ) as "changesGrade"
    from taken join learners learner on learner.id = taken.learner_id`.execute(transaction);
  return rows;
}

/** Frees what this worker has in flight: the platform may have taken it. */
export async function releaseScores(db: Db, senderId: number): Promise<void> {
  await db
    .updateTable('scores')
    .set({ state: 'waiting', perhaps_taken: true, sender_id: null })
    .where('state', '=', 'sending')
    .where('sender_id', '=', senderId)
    .execute();
}

/** What became of a try. */
export type ScoreOutcome =
  | { state: 'sent'; at: Date }
  | { state: 'superseded'; reason: string }
  | { state: 'dead'; reason: string }
  | { state: 'waiting'; reason: string; nextTryAt: Date; perhapsTaken: boolean };

/** Writes down what became of a try; nothing where the score was taken for a dead worker's and claimed anew. */
export async function settleScore(
  db: Db,
  { id, tries, sender_id: senderId }: Pick<ScoreRow, 'id' | 'tries' | 'sender_id'>,
  outcome: ScoreOutcome,
): Promise<void> {
  await db
    .updateTable('scores')
    .set({
      state: outcome.state,
      sender_id: null,
      last_error: outcome.state === 'sent' ? null : outcome.reason.slice(0, 500),
      ...(outcome.state === 'sent' ? { sent_at: outcome.at } : {}),
      ...(outcome.state === 'waiting'
        ? { next_try_at: outcome.nextTryAt, perhaps_taken: outcome.perhapsTaken }
        : {}),
    })
    .where('id', '=', id)
    .where('sender_id', '=', senderId)
    .where('tries', '=', tries)
    .execute();
}
