import { setTimeout as delay } from 'node:timers/promises';
import { notePlatformCheck } from '../../storage/platforms.ts';
import { findGradedPublication, type GradedPublication } from '../../storage/publications.ts';
import {
  claimScores,
  releaseScores,
  settleScore,
  type ClaimedScore,
  type ScoreOutcome,
} from '../../storage/score-claims.ts';
import type { ScoreKey } from '../../storage/scores.ts';
import type { Lti } from '../lti.ts';
import { dead, sendScore } from './send-score.ts';

/** In flight at a time in one worker, and to one platform from all workers together: some LMSs limit their callers. */
const maxInFlight = 32;
const maxPerPlatform = 8;
/** How often a worker looks for scores that have become due. */
const lookEveryMs = 500;
/** While some are in flight it looks again as soon as one has landed, but not for each of a volley. */
const gatherMs = 5;

/** Sends scores in the background until it is stopped. */
export interface ScoreSender {
  /** Aborts what is in flight: it is sent again, the same, by whoever comes next. */
  stop(): Promise<void>;
}

/** Starts the sender of one worker. `senderId` is that worker's presence; `onError` hears of a database that is away. */
export function startScoreSender(
  lti: Lti,
  options: { senderId: number; onError: (error: unknown) => void },
): ScoreSender {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await sendRound(lti, options.senderId, signal).catch(options.onError);
      await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function sendRound(lti: Lti, senderId: number, signal: AbortSignal): Promise<void> {
  // Nothing of ours is in flight between rounds: what looks so was cut off by a database that went away.
  await releaseScores(lti.db, senderId);
  await sendDueScores(lti, { senderId, signal });
}

/**
 * Sends the scores that are due, and those that become due meanwhile, many at a time: one in flight for each learner and
 * column over all processes, the newest first of all (rule 35). Ends when nothing is due and nothing in flight.
 */
export async function sendDueScores(
  lti: Lti,
  options: { senderId: number; only?: ScoreKey; signal?: AbortSignal },
): Promise<void> {
  const { senderId, only, signal } = options;
  const inFlight = new Set<Promise<void>>();
  const notes: Notes = new Map();
  const failures: unknown[] = [];
  for (;;) {
    const free = signal?.aborted === true || failures.length > 0 ? 0 : maxInFlight - inFlight.size;
    const limits = { limit: free, limitPerPlatform: maxPerPlatform };
    const claimed = free > 0 ? await claimScores(lti.db, { senderId, now: lti.now(), only, ...limits }) : [];
    for (const score of claimed) {
      const flight: Promise<void> = fly(lti, score, notes, signal)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => inFlight.delete(flight));
      inFlight.add(flight);
    }
    if (inFlight.size === 0) break;
    await Promise.race([...inFlight, delay(lookEveryMs, undefined, { ref: false })]);
    await delay(gatherMs);
    if (notes.size > 0) await writeNotes(lti, notes);
  }
  if (failures.length > 0) throw failures[0];
}

async function fly(
  lti: Lti,
  score: ClaimedScore,
  notes: Notes,
  signal: AbortSignal | undefined,
): Promise<void> {
  const publication = await findGradedPublication(lti.db, score.publication_id);
  const outcome =
    publication === undefined
      ? dead('The activity is not here any more.')
      : await sendScore(lti, publication, score, signal);
  await settleScore(lti.db, score, outcome);
  if (publication !== undefined)
    notes.set(publication.platform.id, { platform: publication.platform, outcome });
}

/** How the last try at each platform ended. */
type Notes = Map<string, { platform: GradedPublication['platform']; outcome: ScoreOutcome }>;

async function writeNotes(lti: Lti, notes: Notes): Promise<void> {
  const written = [...notes.values()];
  notes.clear();
  for (const { platform, outcome } of written) {
    const failed = outcome.state === 'waiting' || outcome.state === 'dead';
    const message = failed ? { message: outcome.reason } : {};
    await notePlatformCheck(lti.db, platform, 'score', { now: lti.now(), ok: !failed, ...message });
  }
}
