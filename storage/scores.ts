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
  await sql`select pg_advisory_xact_lock(hashtextextended(${`score-insert ${score.publicationId} ${score.learnerId}`}, 0))`.execute(
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
      sender_id: null,
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

/** The organisation's scores (or one module's) that are refused, or wait after a failed try; newest first. */
export async function listUnsentScores(
  db: Db,
  organisationId: string,
  moduleId?: string,
): Promise<UnsentScore[]> {
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
    .$if(moduleId !== undefined, (query) => query.where('module.id', '=', moduleId ?? ''))
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

/** Readies those that are listed of the organisation's module for another try now; gives their number. */
export async function reviveScores(
  db: Db,
  organisationId: string,
  moduleId: string,
  now: Date,
): Promise<number> {
  const unsent = await listUnsentScores(db, organisationId, moduleId);
  let revived = 0;
  for (const { id } of unsent) if (await reviveScore(db, organisationId, id, now)) revived += 1;
  return revived;
}

/** Readies a refused or delayed score for another try now; false when a newer one took its place or it was sent. */
export async function reviveScore(db: Db, organisationId: string, id: number, now: Date): Promise<boolean> {
  const score = await db
    .selectFrom('scores')
    .innerJoin('publications', 'publications.id', 'scores.publication_id')
    .select(['scores.publication_id as publicationId', 'scores.learner_id as learnerId'])
    .where('scores.id', '=', id)
    .where('publications.organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (score === undefined) throw new NotFoundError('score');
  const newest = await newestOf(db, score).select(['id', 'state']).executeTakeFirstOrThrow();
  if (newest.id !== id || newest.state === 'sent' || newest.state === 'superseded') return false;
  await db
    .updateTable('scores')
    .set({ state: 'waiting', next_try_at: now, tries: 0 })
    .where('id', '=', id)
    .where('state', 'in', ['dead', 'waiting'])
    .execute();
  return true;
}
