import { sql } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import { learningKey } from './learning.ts';
import { listNewestScores } from './receipts.ts';
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
/** PostgreSQL takes 65,535 parameters in a statement. */
const rowsAtATime = 1000;

/**
 * Puts scores on their way, one a key. A timestamp is `now`, or a second after the key's newest one: platforms compare whole
 * seconds and refuse equals (LTI.md rule 34). Must run in a transaction: it holds other scores of the keys off until that ends.
 */
export async function insertScores(transaction: Db, scores: readonly NewScore[], now: Date): Promise<void> {
  // In one order, so that two of these never wait for each other.
  const locks = scores.map((score) => `score-insert ${score.publicationId} ${score.learnerId}`).toSorted();
  await sql`select pg_advisory_xact_lock(hashtextextended(lock, 0)) from unnest(${locks}::text[]) as lock`.execute(
    transaction,
  );
  const newest = await listNewestScores(transaction, scores);
  const latest = new Map(
    newest.map(({ learner_id: learnerId, publication_id: publicationId, scored_at: at }) => [
      learningKey({ learnerId, publicationId }),
      at.getTime(),
    ]),
  );
  for (let from = 0; from < scores.length; from += rowsAtATime) {
    const rows = scores.slice(from, from + rowsAtATime).map((score) => {
      const scoredMs = Math.max(now.getTime(), (latest.get(learningKey(score)) ?? -Infinity) + secondMs);
      return scoreRow(score, new Date(scoredMs), now);
    });
    await transaction.insertInto('scores').values(rows).execute();
  }
}

function scoreRow(score: NewScore, scoredAt: Date, now: Date) {
  return {
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
  };
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
