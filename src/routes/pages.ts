import path from 'node:path';
import compression from 'compression';
import express, { Router, type RequestHandler } from 'express';
import { AppError } from '../../domain/app-error.ts';
import { frameOriginsOfLaunch } from '../../storage/launch-sessions.ts';
import type { Context } from '../context.ts';
import { allowFraming } from '../middleware/security-headers.ts';
import { isUuid } from '../uuid.ts';

const built = path.resolve(import.meta.dirname, '../../dist/web');

/** The browser's pages: built assets, the studio for every path of its own, the two pages that an LMS frames, and public ones. */
export function createPagesRouter(ctx: Context): Router {
  const router = Router();
  router.use(compression());
  router.use(
    '/assets',
    express.static(path.join(built, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  );
  router.get('/learn/:launchId', framedPage(ctx, 'learn'));
  router.get('/pick/:launchId', framedPage(ctx, 'picker'));
  router.get('/embed/:key', embeddedPage(ctx));
  router.get(studioPaths, page('studio'));
  return router;
}

const studioPaths = [
  '/',
  '/set-up',
  '/welcome',
  '/sign-in',
  '/settings',
  '/platforms',
  '/recordings/*splat',
  '/modules/*splat',
];

/** Framed by the LMS of that launch and by nobody else. */
function framedPage(ctx: Context, name: 'learn' | 'picker'): RequestHandler {
  const answer = page(name);
  return async (req, res, next) => {
    const { launchId } = req.params;
    const origins =
      typeof launchId === 'string' && isUuid(launchId) ? await frameOriginsOfLaunch(ctx.db, launchId) : [];
    allowFraming(res, origins, origins);
    answer(req, res, next);
  };
}

/** Framed by anybody: it shows what a trainer made public. It says where to ask how it is embedded (oEmbed 1.0 §4). */
function embeddedPage(ctx: Context): RequestHandler {
  const answer = page('embed');
  return (req, res, next) => {
    const url = encodeURIComponent(`${ctx.publicUrl}${req.path}`);
    const link = (format: string, type: string) =>
      `<${ctx.publicUrl}/oembed?url=${url}&format=${format}>; rel="alternate"; type="${type}"`;
    res.set('link', `${link('json', 'application/json+oembed')}, ${link('xml', 'text/xml+oembed')}`);
    res.set('x-robots-tag', 'noindex');
    allowFraming(res, ['*']);
    answer(req, res, next);
  };
}

function page(name: 'studio' | 'learn' | 'picker' | 'embed'): RequestHandler {
  return (_req, res, next) => {
    res.sendFile(
      path.join(built, name, 'index.html'),
      { headers: { 'Cache-Control': 'no-store' } },
      (error) => {
        if (!error) return;
        next(
          new AppError('pages-not-built', 'The pages are not built. Run: npm run build', {
            status: 503,
            cause: error,
          }),
        );
      },
    );
  };
}
