import { Router } from 'express';
import type { z } from 'zod';
import {
  resendScoresSchema,
  unsentQuerySchema,
  type resentScoresSchema,
  type UnsentScore,
  type UnsentScores,
} from '../../domain/api/score.ts';
import { NotFoundError } from '../../domain/app-error.ts';
import { resendScore } from '../../lti/services/scores.ts';
import { listUnsentScores, reviveScores, type UnsentScore as UnsentScoreRow } from '../../storage/scores.ts';
import type { Context } from '../context.ts';
import { ltiOf } from '../lti.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';

/** Scores that did not reach their LMS, to be seen and sent again. */
export function createScoresRouter(ctx: Context): Router {
  const lti = ltiOf(ctx);
  const router = Router();
  router.use('/scores', requireUser);

  router.get('/scores/unsent', async (req, res) => {
    const { module } = unsentQuerySchema.parse(req.query);
    const scores = await listUnsentScores(ctx.db, signedIn(req).organisationId, module);
    res.json({ scores: scores.map(presentScore) } satisfies UnsentScores);
  });

  router.post('/scores/resend', async (req, res) => {
    const { moduleId } = resendScoresSchema.parse(req.body);
    const resent = await reviveScores(ctx.db, signedIn(req).organisationId, moduleId, ctx.now());
    res.status(202).json({ resent } satisfies z.infer<typeof resentScoresSchema>);
  });

  router.post('/scores/:id/resend', async (req, res) => {
    const id = Number(req.params.id);
    if (!Number.isSafeInteger(id)) throw new NotFoundError('score');
    await resendScore(lti, signedIn(req).organisationId, id);
    res.status(202).end();
  });

  return router;
}

function presentScore({ lastError, nextTryAt, createdAt, state, ...score }: UnsentScoreRow): UnsentScore {
  const isDead = state === 'dead';
  return {
    ...score,
    state: isDead ? 'dead' : 'waiting',
    reason: lastError ?? '',
    retryAt: isDead ? null : nextTryAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
