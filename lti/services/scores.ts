import { AppError } from '../../domain/app-error.ts';
import type { Db } from '../../storage/database.ts';
import { findGradedPublication } from '../../storage/publications.ts';
import { insertScores, reviveScore, type ScoreKey } from '../../storage/scores.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import { scope } from '../vocabulary.ts';

/** A final grade of one learner in one publication. */
export interface ScoreToSend extends ScoreKey {
  /** 0 or more; above the maximum is allowed. */
  scoreGiven: number;
  scoreMaximum: number;
  comment?: string | undefined;
  at: Date;
}

/**
 * Puts a score into the outbox, in the caller's transaction if it is one; a worker's score sender takes it from there. Gives
 * false, and keeps nothing, where the platform takes no scores for this activity (row 79). Throws `score-not-final` for what
 * would erase a grade: no score without a number of points ever leaves (rule 33).
 */
export async function enqueueScore(db: Db, { at, ...score }: ScoreToSend): Promise<boolean> {
  if (db.isTransaction) return (await enqueueScores(db, [score], at)) === 1;
  return await db.transaction().execute((tx) => enqueueScore(tx, { ...score, at }));
}

/** The same with many scores, in a transaction, no two of one learner in one publication; gives how many were kept. */
export async function enqueueScores(
  tx: Db,
  scores: readonly Omit<ScoreToSend, 'at'>[],
  at: Date,
): Promise<number> {
  const isFinal = ({ scoreGiven, scoreMaximum }: Omit<ScoreToSend, 'at'>) =>
    Number.isFinite(scoreGiven) && scoreGiven >= 0 && scoreMaximum > 0;
  if (!scores.every(isFinal)) {
    throw new AppError('score-not-final', 'Only a score of 0 or more points can be sent.', { status: 500 });
  }
  const taking = new Set<string>();
  for (const publicationId of new Set(scores.map((score) => score.publicationId))) {
    const publication = await findGradedPublication(tx, publicationId);
    if (publication?.scopes.includes(scope.score) === true) taking.add(publicationId);
  }
  const taken = scores.filter(({ publicationId }) => taking.has(publicationId));
  await insertScores(
    tx,
    taken.map((score) => ({ ...score, comment: score.comment ?? null })),
    at,
  );
  return taken.length;
}

/** Sends a refused or delayed score of the organisation again, as it was. Throws `score-not-newest` or `NotFoundError`. */
export async function resendScore(lti: Lti, organisationId: string, scoreId: number): Promise<void> {
  if (await reviveScore(lti.db, organisationId, scoreId, lti.now())) return;
  throw new LtiRequestError('score-not-newest', 'This score was sent, or a newer one took its place.', {
    status: 409,
  });
}
