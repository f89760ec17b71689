import type { Request, RequestHandler } from 'express';
import { AppError } from '../../domain/app-error.ts';
import { findLaunchSession, type LaunchSession } from '../../storage/launch-sessions.ts';
import type { Context } from '../context.ts';
import { readLaunchCookie } from '../launch-cookie.ts';
import { hashToken, sameHash } from '../tokens.ts';
import { isUuid } from '../uuid.ts';

const launchOfRequest = new WeakMap<Request, LaunchSession>();

/** The launch that this request belongs to; only behind `requireLaunch`. */
export function launchOf(req: Request): LaunchSession {
  const launch = launchOfRequest.get(req);
  if (launch === undefined) throw new LaunchEndedError();
  return launch;
}

/**
 * Lets in only the browser that made the launch named in the path (`:launchId`): its cookie holds the launch's
 * secret. The header `x-launch` must name the launch too: another site's form cannot send it. Throws `launch-ended`.
 */
export function requireLaunch(ctx: Context): RequestHandler {
  return async (req, _res, next) => {
    const launch = await readLaunch(ctx, req);
    if (launch === undefined || req.get('x-launch') !== launch.id) throw new LaunchEndedError();
    launchOfRequest.set(req, launch);
    next();
  };
}

/** As `requireLaunch`, without the header, which a browser does not send for a link. For downloads only. */
export function requireLaunchOfLink(ctx: Context): RequestHandler {
  return async (req, _res, next) => {
    const launch = await readLaunch(ctx, req);
    if (launch === undefined) throw new LaunchEndedError();
    launchOfRequest.set(req, launch);
    next();
  };
}

async function readLaunch(ctx: Context, req: Request): Promise<LaunchSession | undefined> {
  const { launchId } = req.params;
  if (typeof launchId !== 'string' || !isUuid(launchId)) return undefined;
  const secret = readLaunchCookie(req, launchId);
  if (secret === undefined) return undefined;
  const launch = await findLaunchSession(ctx.db, launchId);
  if (launch === undefined || launch.expiresAt <= ctx.now()) return undefined;
  return sameHash(launch.secretHash, hashToken(secret)) ? launch : undefined;
}

/** The launch is not known to this browser, has ended, or was never there: the three are not told apart. */
class LaunchEndedError extends AppError {
  constructor() {
    super(
      'launch-ended',
      'This page has lost its link to your course, or it was open for too long. Open the activity again from your course.',
      { status: 401 },
    );
  }
}
