import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import { receiveLaunch } from '../../lti/launch/receive-launch.ts';
import { loginWithoutCookies, type CookielessLogin } from '../../lti/launch/start-login.ts';
import { canvasConfiguration } from '../../lti/registration/canvas-configuration.ts';
import { answerLaunch, answerLogin, sendRefusal } from '../answer-launch.ts';
import type { Context } from '../context.ts';
import { keepOpener } from '../launch-door.ts';
import { hasProbeCookie } from '../login-cookies.ts';
import type { createLoginLimit } from '../login-limit.ts';
import { ltiOf } from '../lti.ts';
import { pathId } from '../path-id.ts';
import { newWindowPage } from '../pages/launch-pages.ts';
import { sendPage, servePageAssets } from '../pages/page.ts';
import { keepSecretPage } from '../pages/storage-pages.ts';
import { isForm } from '../read-form.ts';
import { createRegistrationRouter } from './registration.ts';

/** /lti/login, /lti/jwks, /lti/register and more that platforms and their browsers call; what they post to begin and end a launch
 * is answered before (launch-door.ts). */
export function createLtiRouter(ctx: Context, limitLogins: ReturnType<typeof createLoginLimit>): Router {
  const lti = ltiOf(ctx);
  const router = Router();
  router.use('/lti/assets', servePageAssets());

  router.get(['/lti/jwks', '/lti/jwks/:organisationId'], async (req, res) => {
    const isOne = 'organisationId' in req.params;
    const jwks = await lti.toolKeys.publicJwks(
      isOne ? pathId(req, 'organisation', 'organisationId') : undefined,
    );
    res
      .set('Cache-Control', 'public, max-age=300')
      .set('Cross-Origin-Resource-Policy', 'cross-origin')
      .json(jwks);
  });

  router.get('/lti/canvas/:organisationId', (req, res) => {
    res.json(canvasConfiguration(ctx.publicUrl, pathId(req, 'organisation', 'organisationId')));
  });

  router.use(
    '/lti',
    urlencoded({ extended: false, limit: '256kb', parameterLimit: 100 }),
    (_req, res, next) => {
      keepOpener(res);
      next();
    },
  );
  router.get('/lti/login', async (req, res) => {
    limitLogins(req, res);
    await answerLogin(ctx, req, res, req.query);
  });
  router.get('/lti/login/check', async (req, res) => {
    limitLogins(req, res);
    if (hasProbeCookie(req)) await answerLogin(ctx, req, res, req.query);
    else sendCookielessLogin(res, await loginWithoutCookies(lti, req.query));
  });
  router.post('/lti/launch/proof', requireForm, requireOwnPage(ctx), async (req, res) => {
    const bindingOf = () => secretOf(req.body);
    await answerLaunch(ctx, res, await receiveLaunch(lti, { form: req.body, bindingOf, fromStorage: true }));
  });
  router.all('/lti/launch', (_req, res, next) => {
    res.set('Allow', 'POST');
    next(new AppError('post-needed', 'Open this activity from your course in the LMS.', { status: 405 }));
  });
  router.use(createRegistrationRouter(ctx));
  router.use('/lti', (error: unknown, _req: Request, res: Response, next: (error: unknown) => void) => {
    if (!(error instanceof AppError)) next(error);
    else sendRefusal(ctx, res, { error });
  });
  return router;
}

const requireForm: RequestHandler = (req, _res, next) => {
  if (!isForm(req)) throw new AppError('form-needed', 'A launch is posted as a form.', { status: 400 });
  next();
};

/** The secret is posted by our own page: no other site can have it taken from the LMS's storage and tried here. */
function requireOwnPage(ctx: Context): RequestHandler {
  const { origin } = new URL(ctx.publicUrl);
  return (req, _res, next) => {
    if (req.get('origin') === origin) next();
    else
      throw new AppError('not-from-here', 'This launch was not continued by its own page.', { status: 403 });
  };
}

const proofSchema = z.object({ secret: z.string().min(1).max(200) });

function secretOf(form: unknown): string | undefined {
  return proofSchema.safeParse(form).data?.secret;
}

function sendCookielessLogin(res: Response, login: CookielessLogin): void {
  if (login.kind === 'new-window') sendPage(res, 200, newWindowPage(login.newWindowUrl), ['*']);
  else sendPage(res, 200, keepSecretPage(login), login.frameOrigins);
}
