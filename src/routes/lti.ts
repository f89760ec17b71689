import { randomUUID } from 'node:crypto';
import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import { LtiRequestError } from '../../lti/lti-error.ts';
import { issueLaunchCode } from '../../lti/launch/launch-session.ts';
import { receiveLaunch, type LaunchOutcome } from '../../lti/launch/receive-launch.ts';
import { loginWithoutCookies, startLogin, type CookielessLogin } from '../../lti/launch/start-login.ts';
import { canvasConfiguration } from '../../lti/registration/canvas-configuration.ts';
import type { Context } from '../context.ts';
import { setLaunchCookie } from '../launch-cookie.ts';
import {
  clearBindingCookie,
  hasProbeCookie,
  readBindingCookie,
  setBindingCookie,
  setProbeCookie,
} from '../login-cookies.ts';
import { ltiOf } from '../lti.ts';
import { pathId } from '../path-id.ts';
import { limitRequests } from '../middleware/limit-requests.ts';
import { allowFraming } from '../middleware/security-headers.ts';
import { newWindowPage, placesNothingPage, refusedPage } from '../pages/launch-pages.ts';
import { sendPage, servePageAssets } from '../pages/page.ts';
import { fetchSecretPage, keepSecretPage } from '../pages/storage-pages.ts';
import { createRegistrationRouter } from './registration.ts';

/** Nothing but a sentence is on these pages: while no platform is known, anybody may frame them. */
const anybody = ['*'];

/** /lti/login, /lti/launch, /lti/jwks and /lti/register: what platforms and their browsers call. */
export function createLtiRouter(ctx: Context): Router {
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

  router.use('/lti', keepOpener, urlencoded({ extended: false, limit: '256kb', parameterLimit: 100 }));
  router
    .route('/lti/login')
    .all(limitLogins(ctx))
    .get((req, res) => login(req, res, req.query))
    .post((req, res) => login(req, res, req.body));
  router.get('/lti/login/check', limitLogins(ctx), async (req, res) => {
    if (hasProbeCookie(req)) await login(req, res, req.query);
    else sendCookielessLogin(res, await loginWithoutCookies(lti, req.query));
  });
  router.post('/lti/launch/proof', requireForm, requireOwnPage(ctx), async (req, res) => {
    const bindingOf = () => secretOf(req.body);
    await answerLaunch(ctx, res, await receiveLaunch(lti, { form: req.body, bindingOf, fromStorage: true }));
  });
  router
    .route('/lti/launch')
    .post(requireForm, async (req, res) => {
      const bindingOf = (state: string) => readBindingCookie(req, state);
      await answerLaunch(ctx, res, await receiveLaunch(lti, { form: req.body, bindingOf }));
    })
    .all((_req, res, next) => {
      res.set('Allow', 'POST');
      next(new AppError('post-needed', 'Open this activity from your course in the LMS.', { status: 405 }));
    });
  router.use(createRegistrationRouter(ctx));
  router.use('/lti', (error: unknown, _req: Request, res: Response, next: (error: unknown) => void) => {
    if (!(error instanceof AppError)) next(error);
    else sendRefusal(ctx, res, { error, frameOrigins: anybody });
  });
  return router;

  async function login(req: Request, res: Response, parameters: unknown): Promise<void> {
    const outcome = await startLogin(lti, {
      parameters,
      inFrame: isFramed(req),
      cookiesWork: hasProbeCookie(req),
    });
    if (outcome.kind === 'check-cookies') setProbeCookie(res);
    else setBindingCookie(res, outcome.cookie);
    seeOther(res, outcome.url);
  }
}

/** Redirects count too: a strict opener policy on one of them would cut a new window from its opener. */
const keepOpener: RequestHandler = (_req, res, next) => {
  allowFraming(res, []);
  res.set('Cache-Control', 'no-store');
  next();
};

/** A whole school may stand behind one address. */
function limitLogins({ config }: Context): RequestHandler {
  return limitRequests({
    perMinute: config.loginsPerMinute,
    code: 'too-many-logins',
    sentence: 'Too many launches from your network. Wait a minute.',
  });
}

const requireForm: RequestHandler = (req, _res, next) => {
  if (req.is('application/x-www-form-urlencoded') !== false) {
    next();
    return;
  }
  throw new AppError('form-needed', 'A launch is posted as a form.', { status: 400 });
};

const frames = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe']);

function isFramed(req: Request): boolean {
  return frames.has(req.get('sec-fetch-dest') ?? '');
}

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
  if (login.kind === 'new-window') sendPage(res, 200, newWindowPage(login.newWindowUrl), anybody);
  else sendPage(res, 200, keepSecretPage(login), login.frameOrigins);
}

async function answerLaunch(ctx: Context, res: Response, outcome: LaunchOutcome): Promise<void> {
  if (outcome.state !== undefined) clearBindingCookie(res, outcome.state);
  switch (outcome.kind) {
    case 'opened': {
      const address = `${ctx.publicUrl}/${outcome.page}/${outcome.launchId}`;
      if (outcome.cookieless) {
        // The fragment stays in the browser, and the code is good once, for a minute.
        seeOther(res, `${address}#code=${await issueLaunchCode(ltiOf(ctx), outcome.launchId)}`);
        return;
      }
      setLaunchCookie(res, outcome.launchId, outcome.secret, outcome.expiresAt);
      seeOther(res, address);
      return;
    }
    case 'unproven': {
      // With "no-referrer" the form would be posted without its origin.
      res.set('Referrer-Policy', 'same-origin');
      sendPage(res, 200, fetchSecretPage(outcome), outcome.frameOrigins);
      return;
    }
    case 'places-nothing': {
      sendPage(res, 200, placesNothingPage(outcome.role), outcome.frameOrigins);
      return;
    }
    case 'refused': {
      if (outcome.sendBack && outcome.returnUrl !== undefined) {
        ctx.log.info({ code: outcome.error.code }, 'launch sent back');
        seeOther(res, outcome.returnUrl);
        return;
      }
      const frameOrigins = outcome.frameOrigins.length > 0 ? outcome.frameOrigins : anybody;
      sendRefusal(ctx, res, { ...outcome, frameOrigins });
    }
  }
}

/** Without a page: no browser shows one, and Express weighs languages and types for it. The address is a URL's `href`. */
function seeOther(res: Response, url: string): void {
  res.status(303).set('Location', url).end();
}

/** Logs the reason, never the token; the page's reference finds it. */
function sendRefusal(
  ctx: Context,
  res: Response,
  refusal: {
    error: AppError;
    frameOrigins: readonly string[];
    returnUrl?: string | undefined;
    newWindowUrl?: string | undefined;
  },
): void {
  const { error, returnUrl, newWindowUrl } = refusal;
  const reference = randomUUID().slice(0, 8);
  ctx.log.info({ code: error.code, reference, cause: causeOf(error) }, 'launch or login refused');
  const page = refusedPage({
    title: titleOf(error),
    sentence: error.message,
    code: error.code,
    reference,
    returnUrl,
    newWindowUrl,
  });
  sendPage(res, error.status, page, refusal.frameOrigins);
}

function titleOf(error: AppError): string {
  return error instanceof LtiRequestError
    ? 'This LMS could not be connected'
    : 'This activity could not be opened';
}

/** Only our own errors are quoted: a parser's message may quote the token. */
function causeOf(error: AppError): string | undefined {
  const { cause } = error;
  if (cause instanceof AppError) return cause.message;
  return cause instanceof Error ? cause.name : undefined;
}
