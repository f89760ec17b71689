import { fileURLToPath } from 'node:url';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import type { SandboxContext } from './context.ts';
import { html } from './pages/html.ts';
import { notice, page } from './pages/layout.ts';
import { createAdminRouter } from './routes/admin-routes.ts';
import { createCourseRouter } from './routes/course-routes.ts';
import { createLaunchRouter } from './routes/launch-routes.ts';
import { createPackageRouter } from './routes/package-routes.ts';
import { createServiceRouter } from './routes/service-routes.ts';
import { SandboxError } from './sandbox-error.ts';
import { currentUser } from './sessions.ts';

const assets = fileURLToPath(new URL('assets', import.meta.url));
const serverPaths = /^\/(ags|nrps|token|register|jwks|\.well-known)(\/|$)/;

/** The whole LMS as an Express app. */
export function createApp(ctx: SandboxContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(createSecurityHeaders(ctx));
  app.use(createPackageRouter(ctx));
  app.use('/assets', express.static(assets, { index: false }));
  app.use(createServiceRouter(ctx));
  app.use(createLaunchRouter(ctx));
  app.use(createCourseRouter(ctx));
  app.use(createAdminRouter(ctx));
  app.use(() => {
    throw new SandboxError(404, 'not-found', 'There is no such page.');
  });
  app.use(createErrorHandler(ctx));
  return app;
}

/** No form-action: forms go to tools, wherever those are. */
const policy = (ctx: SandboxContext) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    'frame-src http: https:',
    "base-uri 'none'",
    `frame-ancestors ${ctx.origin} ${ctx.serviceOrigin}`,
  ].join('; ');

function createSecurityHeaders(ctx: SandboxContext): RequestHandler {
  const contentPolicy = policy(ctx);
  return (_request, response, next) => {
    response.set('Content-Security-Policy', contentPolicy).set('X-Content-Type-Options', 'nosniff');
    next();
  };
}

function createErrorHandler(ctx: SandboxContext): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, code, message } = toRefusal(error);
    if (serverPaths.test(request.path)) {
      if (status === 401) response.set('WWW-Authenticate', `Bearer error="${code}"`);
      response.status(status).json({ error: code, error_description: message });
      return;
    }
    if (code === 'not-signed-in' && request.method === 'GET') {
      response.redirect(302, `/sign-in?return=${encodeURIComponent(request.originalUrl)}`);
      return;
    }
    const user = currentUser(ctx, request);
    response.status(status).send(
      page(
        { title: 'This did not work', user },
        html`${notice('bad', message)}
          <p class="quiet">Reason: <code>${code}</code></p>`,
      ),
    );
  };
}

function toRefusal(error: unknown): SandboxError {
  if (error instanceof SandboxError) return error;
  const status = statusOf(error);
  if (status !== undefined)
    return new SandboxError(status, 'bad-request', 'The request could not be read.', { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new SandboxError(500, 'sandbox-fault', `The sandbox itself failed: ${reason}`, { cause: error });
}

/** What Express's own parsers threw: they carry a 4xx status. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500
    ? error.status
    : undefined;
}
