import express, { type Express, type RequestHandler, type Router } from 'express';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import { createSecurityHeaders } from './middleware/security-headers.ts';
import { createSignIn } from './middleware/sign-in.ts';
import { createMetrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { createErrorHandler, notFound } from './problem.ts';
import { createAccountsRouter } from './routes/accounts.ts';
import { createAttachmentsRouter } from './routes/attachments.ts';
import { createChaptersRouter } from './routes/chapters.ts';
import { createDeletionsRouter } from './routes/deletions.ts';
import { createEmbedRouter, createEmbedsRouter } from './routes/embed.ts';
import { createExportsRouter } from './routes/exports.ts';
import { createGuidesRouter } from './routes/guides.ts';
import { createLaunchTokensRouter } from './routes/launch-tokens.ts';
import { createLearnRouter } from './routes/learn.ts';
import { createLtiRouter } from './routes/lti.ts';
import { createMediaRouter } from './routes/media.ts';
import { createModulesRouter } from './routes/modules.ts';
import { createPickerRouter } from './routes/picker.ts';
import { createPagesRouter } from './routes/pages.ts';
import { createPlatformsRouter } from './routes/platforms.ts';
import { createQuizzesRouter } from './routes/quizzes.ts';
import { createSessionRouter } from './routes/session.ts';
import { createRecordingsRouter } from './routes/recordings.ts';
import { createRenditionsRouter } from './routes/renditions.ts';
import { createScoresRouter } from './routes/scores.ts';
import { createTranscriptsRouter } from './routes/transcripts.ts';
import { createUploadsRouter } from './routes/uploads.ts';

/** The whole HTTP service on a context, and what it must close. */
export interface App {
  express: Express;
  close(): Promise<void>;
}

/** Builds the service: headers, health, LTI, the API, and the pages, in this order. */
export function createApp(ctx: Context): App {
  const app = express();
  const signIn = createSignIn(ctx);
  const metrics = createMetrics(ctx);
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(logRequests(ctx));
  app.use(metrics.observe);
  app.use(
    createSecurityHeaders({ https: ctx.publicUrl.startsWith('https://'), mediaOrigins: mediaOrigins(ctx) }),
  );
  app.use(createHealthRouter(ctx));
  app.get('/metrics', metrics.expose);
  app.use(createLtiRouter(ctx));

  app.get('/api/openapi.json', (_req, res) => {
    res.json(describeApi(ctx.publicUrl));
  });
  // Launches have sessions of their own (middleware/launch-session.ts): no sign-in, no CSRF token.
  app.use('/api', createLaunchTokensRouter(ctx));
  app.use('/api', createLearnRouter(ctx));
  app.use('/api', createPickerRouter(ctx));
  app.use(createEmbedRouter(ctx));
  app.use('/api', express.json({ limit: '1mb' }), signIn.middleware);
  app.use('/api', createAccountsRouter(ctx, signIn));
  app.use('/api', createRecordingsRouter(ctx));
  app.use('/api', createTranscriptsRouter(ctx));
  app.use('/api', createDeletionsRouter(ctx));
  app.use('/api', createUploadsRouter(ctx));
  app.use('/api', createModulesRouter(ctx));
  app.use('/api', createExportsRouter(ctx));
  app.use('/api', createEmbedsRouter(ctx));
  app.use('/api', createChaptersRouter(ctx));
  app.use('/api', createQuizzesRouter(ctx));
  app.use('/api', createSessionRouter(ctx));
  app.use('/api', createAttachmentsRouter(ctx));
  app.use('/api', createPlatformsRouter(ctx));
  app.use('/api', createScoresRouter(ctx));
  app.use('/api', notFound);

  app.use(createMediaRouter(ctx));
  app.use(createRenditionsRouter(ctx));
  app.use(createGuidesRouter(ctx));
  app.use(createPagesRouter(ctx));
  app.use(notFound);
  app.use(createErrorHandler(ctx.log));
  return { express: app, close: () => signIn.close() };
}

/** One line a request. Addresses without their query: invitations and signatures stand there. */
function logRequests({ log }: Context): RequestHandler {
  if (!log.isLevelEnabled('error')) return (_req, _res, next) => next();
  return (req, res, next) => {
    const beganMs = performance.now();
    const { method, originalUrl } = req;
    res.once('close', () => {
      const status = res.statusCode;
      const level = status >= 500 ? 'error' : 'info';
      if (isNoise(originalUrl) || !log.isLevelEnabled(level)) return;
      const responseTime = Math.round(performance.now() - beganMs);
      const said = res.writableFinished ? 'request completed' : 'request aborted';
      log[level](
        { req: { method, path: originalUrl.split('?', 1)[0] }, res: { status }, responseTime },
        said,
      );
    });
    next();
  };
}

/** /healthz: the process answers. /readyz: it can also reach its database. */
function createHealthRouter(ctx: Context): Router {
  const router = express.Router();
  router.get('/healthz', (_req, res) => {
    res.json({ ok: true });
  });
  router.get('/readyz', async (_req, res) => {
    await sql`select 1`.execute(ctx.db);
    res.json({ ok: true });
  });
  return router;
}

/** Where media may come from besides us: an S3 server that the browser is redirected to. */
function mediaOrigins(ctx: Context): string[] {
  const { blobs } = ctx.config;
  if (blobs.kind === 'disk') return [];
  return [
    blobs.endpoint
      ? new URL(blobs.endpoint).origin
      : `https://${blobs.bucket}.s3.${blobs.region}.amazonaws.com`,
  ];
}

function isNoise(url: string | undefined): boolean {
  return url === undefined || /^\/(healthz|readyz|metrics|assets\/)/.test(url);
}
