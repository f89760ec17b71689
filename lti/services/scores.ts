import { AppError } from '../../domain/app-error.ts';
import type { Db } from '../../storage/database.ts';
import { notePlatformCheck } from '../../storage/platforms.ts';
import { findGradedPublication, setLineItem, type GradedPublication } from '../../storage/publications.ts';
import type { Queue } from '../../storage/queue.ts';
import {
  findScoreToSend,
  insertScore,
  listOverdueScores,
  lockName,
  markSending,
  reviveScore,
  settleScore,
  withExclusiveLock,
  type ScoreKey,
  type ScoreOutcome,
  type WaitingScore,
} from '../../storage/scores.ts';
import { PlatformUnreachableError, type PlatformAnswer } from './fetch-platform.ts';
import { callWithToken, NoLineItemError, requireLineItem, ServiceRefusedError } from './line-items.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import { TokenRefusedError } from './service-tokens.ts';
import { mediaType, scope } from '../vocabulary.ts';

/** A final grade of one learner in one publication. */
export interface ScoreToSend extends ScoreKey {
  /** 0 or more; above the maximum is allowed. */
  scoreGiven: number;
  scoreMaximum: number;
  comment?: string | undefined;
  at: Date;
}

type Sender = Pick<Queue, 'send'>;

/**
 * Puts a score into the outbox, in the caller's transaction if it is one, with the job that sends it. Gives false, and keeps
 * nothing, where the platform takes no scores for this activity (row 79). Throws `score-not-final` for what would erase a
 * grade: no score without a number of points ever leaves (rule 33).
 */
export async function enqueueScore(db: Db, queue: Sender, score: ScoreToSend): Promise<boolean> {
  if (!Number.isFinite(score.scoreGiven) || score.scoreGiven < 0 || !(score.scoreMaximum > 0)) {
    throw new AppError('score-not-final', 'Only a score of 0 or more points can be sent.', { status: 500 });
  }
  if (!db.isTransaction) {
    return await db.transaction().execute((transaction) => enqueueScore(transaction, queue, score));
  }
  const publication = await findGradedPublication(db, score.publicationId);
  if (publication?.scopes.includes(scope.score) !== true) return false;
  const { scored_at: scoredAt } = await insertScore(
    db,
    { ...score, comment: score.comment ?? null },
    score.at,
  );
  await sendJob(queue, score, { transaction: db, delayMs: scoredAt.getTime() - score.at.getTime() });
  return true;
}

async function sendJob(
  queue: Sender,
  { publicationId, learnerId }: ScoreKey,
  { transaction, delayMs = 0 }: { transaction?: Db; delayMs?: number } = {},
): Promise<void> {
  await queue.send(
    'submit-scores',
    { publicationId, learnerId },
    {
      key: `${publicationId} ${learnerId}`,
      ...(transaction === undefined ? {} : { transaction }),
      ...(delayMs > 0 ? { startAfterSeconds: Math.ceil(delayMs / 1000) } : {}),
    },
  );
}

const busyDelayMs = 3_000;

/** Sends the newest waiting score of a key, one sender at a time over all processes (rule 35). The job `submit-scores`. */
export async function submitScores(
  lti: Lti,
  queue: Sender,
  key: ScoreKey,
  signal?: AbortSignal,
): Promise<void> {
  const done = await withExclusiveLock(lti.db, lockName('score-send', key), async () => {
    await sendWaiting(lti, queue, key, signal);
  });
  if (done === undefined) await sendJob(queue, key, { delayMs: busyDelayMs });
}

/** Ends when nothing waits, or what waits must wait longer; a score that came meanwhile is sent, too. */
async function sendWaiting(
  lti: Lti,
  queue: Sender,
  key: ScoreKey,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const score = await findScoreToSend(lti.db, key);
    if (score === undefined) return;
    const outcome = score.next_try_at > lti.now() ? undefined : await trySend(lti, score, signal);
    if (outcome !== undefined) await settleScore(lti.db, score.id, outcome);
    const nextTryAt = outcome === undefined ? score.next_try_at : waitsUntil(outcome);
    if (nextTryAt !== undefined) {
      await sendJob(queue, key, { delayMs: nextTryAt.getTime() - lti.now().getTime() });
      return;
    }
  }
}

function waitsUntil(outcome: ScoreOutcome): Date | undefined {
  return outcome.state === 'waiting' ? outcome.nextTryAt : undefined;
}

/** One try. The row, and so content and timestamp, is the same in every try: a cut-off one can be repeated as it was. */
async function trySend(
  lti: Lti,
  score: WaitingScore,
  signal: AbortSignal | undefined,
): Promise<ScoreOutcome> {
  const publication = await findGradedPublication(lti.db, score.publication_id);
  if (publication === undefined) return dead('The activity is not here any more.');
  const { perhapsTaken } = await markSending(lti.db, score);
  const attempt = { ...score, tries: score.tries + 1, perhaps_taken: perhapsTaken };
  const outcome = await send(lti, publication, attempt, signal);
  const failed = outcome.state === 'waiting' || outcome.state === 'dead';
  await notePlatformCheck(lti.db, publication.platform, 'score', {
    now: lti.now(),
    ok: !failed,
    ...(failed ? { message: outcome.reason } : {}),
  });
  return outcome;
}

async function send(
  lti: Lti,
  publication: GradedPublication,
  score: WaitingScore,
  signal: AbortSignal | undefined,
): Promise<ScoreOutcome> {
  if (!publication.active) return dead('Launches from this LMS are switched off here.');
  if (!publication.scopes.includes(scope.score)) return dead('The LMS takes no scores for this activity.');
  let posting = false;
  try {
    const lineItemUrl = await requireLineItem(lti, publication, score.score_maximum);
    const caller = { ...publication, scopes: [scope.score] };
    const granted = await lti.serviceTokens.get(caller);
    if (!granted.scopes.includes(scope.score)) return dead('The LMS does not let scores be sent.');
    posting = true;
    const answer = await callWithToken(lti, caller, scoresUrl(lineItemUrl), {
      method: 'POST',
      headers: { 'content-type': mediaType.score, accept: '*/*' },
      body: JSON.stringify(scoreBody(publication, score)),
      ...(signal === undefined ? {} : { signal }),
    });
    if (isGone(answer)) await setLineItem(lti.db, publication.id, null);
    return readAnswer(lti, score, answer);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return outcomeOf(lti, score, error, posting);
  }
}

/** Rule 32: `/scores` goes on the path, the query stays (Moodle's type_id). */
export function scoresUrl(lineItemUrl: string): string {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`;
  return url.href;
}

/** Rule 33: always final, always with points; anything else would erase a grade. */
function scoreBody(publication: GradedPublication, score: WaitingScore): Record<string, unknown> {
  const isRegrade = publication.platform.productFamily === 'canvas' && score.changesGrade;
  return {
    userId: score.subject,
    timestamp: score.scored_at.toISOString(),
    scoreGiven: score.score_given,
    scoreMaximum: score.score_maximum,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    ...(score.comment === null ? {} : { comment: score.comment }),
    // Canvas counts every score as a new submission unless told otherwise.
    ...(isRegrade ? { 'https://canvas.instructure.com/lti/submission': { new_submission: false } } : {}),
  };
}

function isGone({ status }: PlatformAnswer): boolean {
  return status === 404 || status === 410;
}

/** Rule 35. */
function readAnswer(lti: Lti, score: WaitingScore, answer: PlatformAnswer): ScoreOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { state: 'sent', at: lti.now() };
  if (status === 409 || (status === 400 && saysOlder(answer.text))) {
    // Nobody else makes timestamps for this column: what the platform has is this very score.
    if (score.perhaps_taken) return { state: 'sent', at: lti.now() };
    return { state: 'superseded', reason: 'The LMS holds a newer grade.' };
  }
  const reason = `The LMS refused the score (${status}).`;
  if (status === 401) return waiting(lti, score, { reason, perhapsTaken: score.perhaps_taken });
  if (status === 429) {
    const retryAfterMs = retryAfter(lti, answer.header('retry-after'));
    return waiting(lti, score, { reason, perhapsTaken: score.perhaps_taken, retryAfterMs });
  }
  if (status >= 500 || status === 408) {
    const retryAfterMs = retryAfter(lti, answer.header('retry-after'));
    return waiting(lti, score, { reason: `The LMS failed (${status}).`, perhapsTaken: true, retryAfterMs });
  }
  return dead(reason);
}

/** Canvas answers 400 to an older timestamp; nothing but its words tells that from other faults. */
function saysOlder(text: string): boolean {
  return /timestamp/i.test(text) && /(older|earlier|newer|later|before|after)/i.test(text);
}

function outcomeOf(lti: Lti, score: WaitingScore, error: AppError, posting: boolean): ScoreOutcome {
  const again = { reason: error.message, perhapsTaken: score.perhaps_taken };
  if (error instanceof PlatformUnreachableError) {
    return waiting(lti, score, { ...again, perhapsTaken: score.perhaps_taken || posting });
  }
  if (error instanceof TokenRefusedError) return waiting(lti, score, again);
  if (error instanceof NoLineItemError && error.temporary) return waiting(lti, score, again);
  if (error instanceof ServiceRefusedError) {
    const { status } = error.answer;
    const retryAfterMs = retryAfter(lti, error.answer.header('retry-after'));
    if (status >= 500 || status === 429 || status === 401)
      return waiting(lti, score, { ...again, retryAfterMs });
  }
  return dead(error.message);
}

const firstDelayMs = 2_000;
const maxDelayMs = 3600_000;
const maxRetryAfterMs = 24 * 3600_000;
/** With delays up to an hour: about four days. */
const maxTries = 100;

function waiting(
  lti: Lti,
  score: WaitingScore,
  again: { reason: string; perhapsTaken: boolean; retryAfterMs?: number | undefined },
): ScoreOutcome {
  if (score.tries >= maxTries) return dead(again.reason);
  const backOffMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (score.tries - 1));
  const delayMs = Math.max(backOffMs, again.retryAfterMs ?? 0);
  const { reason, perhapsTaken } = again;
  return { state: 'waiting', reason, perhapsTaken, nextTryAt: new Date(lti.now().getTime() + delayMs) };
}

/** Seconds, or a date. */
function retryAfter(lti: Lti, header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - lti.now().getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxRetryAfterMs) : undefined;
}

function dead(reason: string): ScoreOutcome {
  return { state: 'dead', reason };
}

const overdueMs = 60_000;
const maxSwept = 1_000;

/** Finds scores whose job got lost and gives each a new one. To be called every minute or so. */
export async function sweepScores(lti: Lti, queue: Sender): Promise<number> {
  const keys = await listOverdueScores(lti.db, new Date(lti.now().getTime() - overdueMs), maxSwept);
  for (const key of keys) await sendJob(queue, key);
  return keys.length;
}

/** Sends a refused or delayed score of the organisation again, as it was. Throws `score-not-newest` or `NotFoundError`. */
export async function resendScore(
  lti: Lti,
  queue: Sender,
  organisationId: string,
  scoreId: number,
): Promise<void> {
  const key = await reviveScore(lti.db, organisationId, scoreId, lti.now());
  if (key === undefined) {
    throw new LtiRequestError('score-not-newest', 'This score was sent, or a newer one took its place.', {
      status: 409,
    });
  }
  await sendJob(queue, key);
}
