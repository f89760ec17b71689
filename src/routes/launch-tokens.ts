import express, { Router } from 'express';
import { redeemCodeSchema, type LaunchBearer, type LaunchStorage } from '../../domain/api/launch.ts';
import { NotFoundError } from '../../domain/app-error.ts';
import { issueBearer, redeemLaunchCode } from '../../lti/launch/launch-session.ts';
import { platformStorage } from '../../lti/launch/platform-storage.ts';
import { findLaunchStorage } from '../../storage/launch-sessions.ts';
import type { Context } from '../context.ts';
import { ltiOf } from '../lti.ts';
import { LaunchEndedError, launchOf, requireLaunch } from '../middleware/launch-session.ts';
import { pathId } from '../path-id.ts';

/** How a page without cookies comes to its bearer token, and keeps it over a reload (LTI.md rule 12). */
export function createLaunchTokensRouter(ctx: Context): Router {
  const lti = ltiOf(ctx);
  const router = Router();
  router.use('/launches', (_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.post('/launches/:launchId/token', express.json({ limit: '1kb' }), async (req, res) => {
    const launchId = pathId(req, 'launch', 'launchId');
    const bearer = await redeemLaunchCode(lti, launchId, redeemCodeSchema.parse(req.body).code);
    if (bearer === undefined) throw new LaunchEndedError();
    res.json(present(bearer));
  });

  router.post('/launches/:launchId/token/renew', requireLaunch(ctx), async (req, res) => {
    res.json(present(await issueBearer(lti, launchOf(req).id)));
  });

  // No secret: every page in the LMS can see where it keeps things.
  router.get('/launches/:launchId/storage', async (req, res) => {
    const found = await findLaunchStorage(ctx.db, pathId(req, 'launch', 'launchId'), ctx.now());
    const storage = found && platformStorage({ auth_url: found.authUrl }, found.storageTarget);
    if (storage === undefined) throw new NotFoundError('storage');
    res.json(storage satisfies LaunchStorage);
  });

  return router;
}

function present({ token, expiresAt }: { token: string; expiresAt: Date }): LaunchBearer {
  return { token, expiresAt: expiresAt.toISOString() };
}
