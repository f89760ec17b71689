import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../domain/app-error.ts';
import { LtiRequestError } from '../lti/lti-error.ts';
import { issueLaunchCode } from '../lti/launch/launch-session.ts';
import type { LaunchOutcome } from '../lti/launch/receive-launch.ts';
import { startLogin } from '../lti/launch/start-login.ts';
import type { Context } from './context.ts';
import { setLaunchCookie } from './launch-cookie.ts';
import { clearBindingCookie, hasProbeCookie, setBindingCookie, setProbeCookie } from './login-cookies.ts';
import { ltiOf } from './lti.ts';
import { placesNothingPage, refusedPage } from './pages/launch-pages.ts';
import { sendPage } from './pages/page.ts';
import { fetchSecretPage } from './pages/storage-pages.ts';

/** Nothing but a sentence is on these pages: while no platform is known, anybody may frame them. */
const anybody = ['*'];

/** Answers a login initiation, whose parameters came in its query or form. Throws `LoginError`. */
export async function answerLogin(
  ctx: Context,
  req: IncomingMessage,
  res: ServerResponse,
  parameters: unknown,
): Promise<void> {
  const outcome = await startLogin(ltiOf(ctx), {
    parameters,
    inFrame: frames.has(String(req.headers['sec-fetch-dest'])),
    cookiesWork: hasProbeCookie(req),
  });
  if (outcome.kind === 'check-cookies') setProbeCookie(res, ctx.now());
  else setBindingCookie(res, outcome.cookie);
  seeOther(res, outcome.url);
}

const frames = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe']);

/** Shows the browser what became of its launch. */
export async function answerLaunch(ctx: Context, res: ServerResponse, outcome: LaunchOutcome): Promise<void> {
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
      res.setHeader('Referrer-Policy', 'same-origin');
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

/** Without a page: no browser shows one. The address is a URL's `href`. */
function seeOther(res: ServerResponse, url: string): void {
  res.statusCode = 303;
  res.setHeader('Location', url);
  res.end();
}

/** Says on a page why nothing was opened. Logs the reason, never the token; the page's reference finds it. */
export function sendRefusal(
  ctx: Context,
  res: ServerResponse,
  refusal: {
    error: AppError;
    frameOrigins?: readonly string[];
    returnUrl?: string | undefined;
    newWindowUrl?: string | undefined;
  },
): void {
  const { error, returnUrl, newWindowUrl, frameOrigins = anybody } = refusal;
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
  sendPage(res, error.status, page, frameOrigins);
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
