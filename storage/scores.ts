import { sql } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import type { ScoreRow } from './schema.ts';

/** One learner's column in one publication: what scores are ordered by. */
export interface ScoreKey {
  publicationId: string;
  learnerId: string;
}

/** A grade to be sent. */
export interface NewScore extends ScoreKey {
  scoreGiven: number;
  scoreMaximum: number;
  comment: string | null;
}

const secondMs = 1000;

/**
 * Puts a score on its way. Its timestamp is `now`, or a second after the newest one: platforms compare whole seconds and
 * refuse equals (LTI.md rule 34). Must run in a transaction: it holds other scores of the key off until that ends.
 */
export async function insertScore(transaction: Db, score: NewScore, now: Date): Promise<ScoreRow> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockName('score-insert', score)}, 0))`.execute(
    transaction,
  );
  const newest = await newestOf(transaction, score).select('scored_at').executeTakeFirst();
  const scoredAt = new Date(
    Math.max(now.getTime(), newest === undefined ? -Infinity : newest.scored_at.getTime() + secondMs),
  );
  return await transaction
    .insertInto('scores')
    .values({
      publication_id: score.publicationId,
      learner_id: score.learnerId,
      score_given: score.scoreGiven,
      score_maximum: score.scoreMaximum,
      comment: score.comment,
      scored_at: scoredAt,
      next_try_at: scoredAt,
      last_error: null,
      sent_at: null,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

function newestOf(db: Db, key: ScoreKey) {
  return db
    .selectFrom('scores')
    .where('publication_id', '=', key.publicationId)
    .where('learner_id', '=', key.learnerId)
    .orderBy('id', 'desc')
    .limit(1);
}

/** A score that is to be sent, with the platform's name for its learner. */
export interface WaitingScore extends ScoreRow {
  subject: string;
  /** An earlier score of this key was sent: this one changes a grade. */
  changesGrade: boolean;
}

/** The newest score of the key if it is still to be sent; those before it that are, give way to it. */
export async function findScoreToSend(db: Db, key: ScoreKey): Promise<WaitingScore | undefined> {
  const newest = await newestOf(db, key)
    .innerJoin('learners', 'learners.id', 'scores.learner_id')
    .selectAll('scores')
    .select('learners.subject')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('scores as earlier')
            .select('earlier.id')
            .whereRef('earlier.publication_id', '=', 'scores.publication_id')
            .whereRef('earlier.learner_id', '=', 'scores.learner_id')
            .where('earlier.state', '=', 'sent'),
        )
        .as('changesGrade'),
    )
    .executeTakeFirst();
  if (newest === undefined) return undefined;
  await db
    .updateTable('scores')
    .set({ state: 'superseded' })
    .where('publication_id', '=', key.publicationId)
    .where('learner_id', '=', key.learnerId)
    .where('id', '<', newest.id)
    .where('state', 'in', ['waiting', 'sending'])
    .execute();
  return isUnsent(newest) ? { ...newest, changesGrade: newest.changesGrade === true } : undefined;
}

function isUnsent({ state }: Pick<ScoreRow, 'state'>): boolean {
  return state === 'waiting' || state === 'sending';
}

/** Marks a score as on its way. One that is so already was cut off: the platform may have taken it. */
export async function markSending(db: Db, score: Pick<ScoreRow, 'id'>): Promise<{ perhapsTaken: boolean }> {
  const { perhaps_taken: perhapsTaken } = await db
    .updateTable('scores')
    .set((eb) => ({
      state: 'sending' as const,
      tries: eb('tries', '+', 1),
      perhaps_taken: sql<boolean>`perhaps_taken or state = 'sending'`,
    }))
    .where('id', '=', score.id)
    .returning('perhaps_taken')
    .executeTakeFirstOrThrow();
  return { perhapsTaken };
}

/** What became of a try. */
export type ScoreOutcome =
  | { state: 'sent'; at: Date }
  | { state: 'superseded'; reason: string }
  | { state: 'dead'; reason: string }
  | { state: 'waiting'; reason: string; nextTryAt: Date; perhapsTaken: boolean };

/** Writes down what became of a try. */
export async function settleScore(db: Db, id: number, outcome: ScoreOutcome): Promise<void> {
  await db
    .updateTable('scores')
    .set({
      state: outcome.state,
      last_error: outcome.state === 'sent' ? null : outcome.reason.slice(0, 500),
      ...(outcome.state === 'sent' ? { sent_at: outcome.at } : {}),
      ...(outcome.state === 'waiting'
        ? { next_try_at: outcome.nextTryAt, perhaps_taken: outcome.perhapsTaken }
        : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** Keys whose newest score should have been sent by now; `limit` of them, longest waiting first. */
export async function listOverdueScores(db: Db, before: Date, limit: number): Promise<ScoreKey[]> {
  return await db
    .selectFrom('scores')
    .select(['publication_id as publicationId', 'learner_id as learnerId'])
    .where('state', 'in', ['waiting', 'sending'])
    .where('next_try_at', '<', before)
    .groupBy(['publication_id', 'learner_id'])
    .orderBy((eb) => eb.fn.min('next_try_at'))
    .limit(limit)
    .execute();
}

/** A score that did not reach its platform, in words. */
export interface UnsentScore {
  id: number;
  state: ScoreRow['state'];
  learnerName: string;
  publicationTitle: string;
  moduleTitle: string;
  contextTitle: string;
  platformName: string;
  scoreGiven: number;
  scoreMaximum: number;
  tries: number;
  lastError: string | null;
  nextTryAt: Date;
  createdAt: Date;
}

const maxListed = 200;

/** The organisation's scores that are refused, or wait after a failed try; newest first. */
export async function listUnsentScores(db: Db, organisationId: string): Promise<UnsentScore[]> {
  const rows = await db
    .selectFrom('scores as score')
    .innerJoin('learners as learner', 'learner.id', 'score.learner_id')
    .innerJoin('publications as publication', 'publication.id', 'score.publication_id')
    .innerJoin('modules as module', 'module.id', 'publication.module_id')
    .innerJoin('platforms as platform', 'platform.id', 'learner.platform_id')
    .leftJoin('contexts as context', 'context.id', 'publication.context_id')
    .select([
      'score.id',
      'score.state',
      'learner.name as learnerName',
      'publication.title as publicationTitle',
      'module.title as moduleTitle',
      'context.title as contextTitle',
      'platform.name as platformName',
      'score.score_given as scoreGiven',
      'score.score_maximum as scoreMaximum',
      'score.tries',
      'score.last_error as lastError',
      'score.next_try_at as nextTryAt',
      'score.created_at as createdAt',
    ])
    .where('publication.organisation_id', '=', organisationId)
    .where((eb) =>
      eb.or([
        eb('score.state', '=', 'dead'),
        eb.and([eb('score.state', '=', 'waiting'), eb('score.tries', '>', 0)]),
      ]),
    )
    .where(
      sql<boolean>`not exists (
        select from scores newer
        where newer.publication_id = score.publication_id and newer.learner_id = score.learner_id
          and newer.id > score.id
      )`,
    )
    .orderBy('score.id', 'desc')
    .limit(maxListed)
    .execute();
  return rows.map((row) => ({ ...row, contextTitle: row.contextTitle ?? '' }));
}

/** Readies a refused or delayed score for another try now; undefined when a newer one took its place or it was sent. */
export async function reviveScore(
  db: Db,
  organisationId: string,
  id: number,
  now: Date,
): Promise<ScoreKey | undefined> {
  const score = await db
    .selectFrom('scores')
    .innerJoin('publications', 'publications.id', 'scores.publication_id')
    .select(['scores.publication_id as publicationId', 'scores.learner_id as learnerId'])
    .where('scores.id', '=', id)
    .where('publications.organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (score === undefined) throw new NotFoundError('score');
  const newest = await newestOf(db, score).select(['id', 'state']).executeTakeFirstOrThrow();
  if (newest.id !== id || newest.state === 'sent' || newest.state === 'superseded') return undefined;
  await db
    .updateTable('scores')
    .set({ state: 'waiting', next_try_at: now })
    .where('id', '=', id)
    .where('state', 'in', ['dead', 'waiting'])
    .execute();
  return score;
}

/**
 * Runs `work` while nobody else, in any process, works under the same name; undefined when somebody does. The lock lives
 * in a database session of its own, so it ends with its process.
 */
export async function withExclusiveLock<T>(
  db: Db,
  name: string,
  work: () => Promise<T>,
): Promise<{ result: T } | undefined> {
  return await db.connection().execute(async (session) => {
    const { rows } = await sql<{ got: boolean }>`
      select pg_try_advisory_lock(hashtextextended(${name}, 0)) as got`.execute(session);
    if (rows[0]?.got !== true) return undefined;
    try {
      return { result: await work() };
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(session);
    }
  });
}

/** The name under which the scores of a key are inserted or sent. */
export function lockName(action: 'score-insert' | 'score-send', key: ScoreKey): string {
  return `${action} ${key.publicationId} ${key.learnerId}`;
}
