import type { Request } from 'express';
import { z } from 'zod';
import type { SandboxContext } from './context.ts';
import { learnersOf } from './directory.ts';
import { openLineItem } from './line-items.ts';
import { activityProgresses, gradingProgresses } from './nouns.ts';
import type { LineItem, Result } from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';
import { parseJson, readJson } from './service-body.ts';
import type { ReceivedScore } from './types.ts';
import { mediaType, scope } from './vocabulary.ts';

const submissionExtension = 'https://canvas.instructure.com/lti/submission';

const scoreBody = z
  .object({
    userId: z.string().min(1),
    timestamp: z.iso.datetime({ offset: true }),
    activityProgress: z.enum(activityProgresses),
    gradingProgress: z.enum(gradingProgresses),
    scoreGiven: z.number().nonnegative().exactOptional(),
    scoreMaximum: z.number().positive().exactOptional(),
    comment: z.string().exactOptional(),
    [submissionExtension]: z.object({ new_submission: z.boolean().default(true) }).exactOptional(),
  })
  .refine(
    (score) => score.scoreGiven === undefined || score.scoreMaximum !== undefined,
    'scoreMaximum must come with scoreGiven',
  );

type Score = z.infer<typeof scoreBody>;

/**
 * AGS §3.4 with the profile's habits. Strictly, as in Moodle: the timestamp must be newer in whole seconds, and a post that
 * is not FullyGraded or has no scoreGiven erases what stood. Every post is logged, refused ones too.
 */
export function receiveScore(ctx: SandboxContext, request: Request): void {
  const log = (entry: Pick<ReceivedScore, 'clientId' | 'outcome' | 'status'>) =>
    ctx.scores.push({
      receivedAt: new Date(ctx.now()).toISOString(),
      lineItemId: String(request.params['itemId']),
      body: parseJson(request.body),
      ...entry,
    });
  let clientId = '';
  try {
    const { item, grant } = openLineItem(ctx, request, scope.score);
    clientId = grant.clientId;
    const outcome = keepScore(ctx, item, readJson(ctx, request, mediaType.score, scoreBody));
    log({ clientId, outcome, status: 200 });
  } catch (error) {
    log({ clientId, outcome: 'refused', status: error instanceof SandboxError ? error.status : 500 });
    throw error;
  }
}

function keepScore(ctx: SandboxContext, item: LineItem, score: Score): ReceivedScore['outcome'] {
  if (!learnersOf(ctx, item.courseId).some((learner) => learner.id === score.userId)) {
    throw new SandboxError(
      ctx.profile.ungradableStatus,
      'not-gradable',
      'userId is no active learner of this course.',
    );
  }
  const former = ctx.state.results.find(
    (result) => result.lineItemId === item.id && result.userId === score.userId,
  );
  const { timestampStepMs: step, olderTimestampStatus, erasesUncounted } = ctx.profile;
  if (former !== undefined && stepsOf(score.timestamp, step) <= stepsOf(former.timestamp, step)) {
    throw new SandboxError(
      olderTimestampStatus,
      'older-timestamp',
      'A score with the same or a newer timestamp is already kept.',
    );
  }
  const result = toResult(ctx, item, score, former);
  if (result.resultScore === undefined && former !== undefined && !erasesUncounted) return 'noted';
  ctx.state.results = [...ctx.state.results.filter((other) => other !== former), result];
  ctx.save();
  if (result.resultScore !== undefined) return 'kept';
  return former?.resultScore === undefined ? 'noted' : 'erased';
}

function toResult(ctx: SandboxContext, item: LineItem, score: Score, former: Result | undefined): Result {
  const { userId, timestamp, activityProgress, gradingProgress, comment } = score;
  const resultScore = finalScore(ctx, item, score);
  return {
    lineItemId: item.id,
    userId,
    timestamp,
    activityProgress,
    gradingProgress,
    receivedAt: new Date(ctx.now()).toISOString(),
    ...(resultScore === undefined ? {} : { resultScore }),
    ...(comment === undefined ? {} : { comment }),
    ...(ctx.profile.countsSubmissions ? { submissions: countSubmissions(score, former) } : {}),
  };
}

/** Canvas takes every score for a new submission unless it is told otherwise. */
function countSubmissions(score: Score, former: Result | undefined): number {
  const isNew = score[submissionExtension]?.new_submission ?? true;
  return (former?.submissions ?? 0) + (isNew ? 1 : 0);
}

function finalScore(ctx: SandboxContext, item: LineItem, score: Score): number | undefined {
  if (
    !ctx.profile.countedProgress.includes(score.gradingProgress) ||
    score.scoreGiven === undefined ||
    score.scoreMaximum === undefined
  )
    return undefined;
  const share = score.scoreGiven / score.scoreMaximum;
  return (ctx.profile.clampsScores ? Math.min(1, share) : share) * item.scoreMaximum;
}

function stepsOf(timestamp: string, stepMs: number): number {
  return Math.floor(Date.parse(timestamp) / stepMs);
}
