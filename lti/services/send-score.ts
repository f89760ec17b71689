import { AppError } from '../../domain/app-error.ts';
import { setLineItem, type GradedPublication } from '../../storage/publications.ts';
import type { ClaimedScore, ScoreOutcome } from '../../storage/score-claims.ts';
import type { Lti } from '../lti.ts';
import { mediaType, scope } from '../vocabulary.ts';
import { PlatformUnreachableError, type PlatformAnswer } from './fetch-platform.ts';
import { callWithToken, NoLineItemError, requireLineItem, ServiceRefusedError } from './line-items.ts';
import { TokenRefusedError } from './service-tokens.ts';

/**
 * One try (rule 35). The row, and so content and timestamp, is the same in every try: a cut-off one can be repeated as it
 * was. What an LMS or the way to it does wrong is told by the outcome, never thrown.
 */
export async function sendScore(
  lti: Lti,
  publication: GradedPublication,
  score: ClaimedScore,
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
function scoreBody(publication: GradedPublication, score: ClaimedScore): Record<string, unknown> {
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
function readAnswer(lti: Lti, score: ClaimedScore, answer: PlatformAnswer): ScoreOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { state: 'sent', at: lti.now() };
  if (status === 409 || (status === 400 && saysOlder(answer.text))) {
    // Nobody else makes timestamps for this column: what the platform has is this very score.
    if (score.perhaps_taken) return { state: 'sent', at: lti.now() };
    return { state: 'superseded', reason: 'The LMS holds a newer grade.' };
  }
  const reason = refusalOf(status);
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

/** What a refusal means, for a teacher who could mend it. */
function refusalOf(status: number): string {
  switch (status) {
    case 403:
      return 'The LMS does not allow scores to be sent for this activity (403). Its administrator can allow it.';
    case 404:
    case 410:
      return `The grade column was deleted in the LMS (${status}). Sending the score again makes a new one where the LMS lets it.`;
    case 422:
      return 'The LMS gives this learner no grade any more (422): they have left the course, or their attempts there are used up.';
    default:
      return `The LMS refused the score (${status}).`;
  }
}

/** Canvas answers 400 to an older timestamp; nothing but its words tells that from other faults. */
function saysOlder(text: string): boolean {
  return /timestamp/i.test(text) && /(older|earlier|newer|later|before|after)/i.test(text);
}

function outcomeOf(lti: Lti, score: ClaimedScore, error: AppError, posting: boolean): ScoreOutcome {
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

const maxRetryAfterMs = 24 * 3600_000;
/** With delays up to an hour: about four days. */
const maxTries = 100;

function waiting(
  lti: Lti,
  score: ClaimedScore,
  again: { reason: string; perhapsTaken: boolean; retryAfterMs?: number | undefined },
): ScoreOutcome {
  if (score.tries >= maxTries) return dead(again.reason);
  const { firstMs, longestMs } = lti.scoreRetry;
  const backOffMs = Math.min(longestMs, firstMs * 2 ** (score.tries - 1));
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

/** An outcome that waits for a person. */
export function dead(reason: string): ScoreOutcome {
  return { state: 'dead', reason };
}
