import type { Request, RequestHandler } from 'express';
import { AppError } from '../../domain/app-error.ts';
import { findLaunchSession, type LaunchSession } from '../../storage/launch-sessions.ts';
import type { Context } from '../context.ts';
import { isBearerOfLaunch } from '../../storage/launch-tokens.ts';
import { readLaunchCookie } from '../launch-cookie.ts';
import { verifyMediaUrl } from '../signed-url.ts';
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
 * secret, or its page sends the launch's bearer token. The header `x-launch` must name the launch too: another site's
 * form cannot send it. Throws `launch-ended`.
 */
export function requireLaunch(ctx: Context): RequestHandler {
  return async (req, _res, next) => {
    const launch = await readLaunch(ctx, req);
    if (launch === undefined || req.get('x-launch') !== launch.id) throw new LaunchEndedError();
    launchOfRequest.set(req, launch);
    next();
  };
}

/** For downloads, which are links: a browser sends no header with them. The signed address is enough, or the cookie. */
export function requireLaunchOfLink(ctx: Context): RequestHandler {
  return async (req, _res, next) => {
    const isSigned = 'signature' in req.query;
    if (isSigned)
      verifyMediaUrl(
        ctx.deriveKey('media-url'),
        req.originalUrl.split('?', 1)[0] ?? '',
        req.query,
        ctx.now(),
      );
    const launch = isSigned ? await findOpenLaunch(ctx, req) : await readLaunch(ctx, req);
    if (launch === undefined) throw new LaunchEndedError();
    launchOfRequest.set(req, launch);
    next();
  };
}

async function readLaunch(ctx: Context, req: Request): Promise<LaunchSession | undefined> {
  const launch = await findOpenLaunch(ctx, req);
  if (launch === undefined) return undefined;
  const [, bearer] = /^Bearer ([\w-]+)$/i.exec(req.get('authorization') ?? '') ?? [];
  if (bearer !== undefined) {
    const token = { tokenHash: hashToken(bearer), launchId: launch.id };
    return (await isBearerOfLaunch(ctx.db, token, ctx.now())) ? launch : undefined;
  }
  const secret = readLaunchCookie(req, launch.id);
  return secret !== undefined && sameHash(launch.secretHash, hashToken(secret)) ? launch : undefined;
}

async function findOpenLaunch(ctx: Context, req: Request): Promise<LaunchSession | undefined> {
  const { launchId } = req.params;
  if (typeof launchId !== 'string' || !isUuid(launchId)) return undefined;
  const launch = await findLaunchSession(ctx.db, launchId);
  return launch !== undefined && launch.expiresAt > ctx.now() ? launch : undefined;
}

/** The launch is not known to this browser, has ended, or was never there: the three are not told apart. */
export class LaunchEndedError extends AppError {
  constructor() {
    super(
      'launch-ended',
      'This page has lost its link to your course, or it was open for too long. Open the activity again from your course.',
      { status: 401 },
    );
  }
}
