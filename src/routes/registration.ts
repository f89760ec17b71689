import { Router, type Request } from 'express';
import { registerPlatform, reviewRegistration } from '../../lti/registration/register-platform.ts';
import type { Context } from '../context.ts';
import { ltiOf } from '../lti.ts';
import { sendPage } from '../pages/page.ts';
import { confirmRegistrationPage, registeredPage } from '../pages/registration-pages.ts';

/**
 * The LMS frames this before we know it. The one-time invite in the address is what protects the page: who does not have
 * it can show nothing that a click could confirm.
 */
const anybody = ['*'];

/** /lti/register: dynamic registration, begun by an LMS, confirmed on a page, approved in the studio. */
export function createRegistrationRouter(ctx: Context): Router {
  const lti = ltiOf(ctx);
  const router = Router();

  router.get('/lti/register', async (req, res) => {
    const review = await reviewRegistration(lti, { ...req.query, lms_origin: refererOrigin(ctx, req) });
    sendPage(res, 200, confirmRegistrationPage(review), anybody);
  });

  router.post('/lti/register', async (req, res) => {
    const registered = await registerPlatform(lti, req.body);
    ctx.log.info({ platformId: registered.platformId }, 'platform registered itself');
    sendPage(res, 200, registeredPage(registered, `${ctx.publicUrl}/platforms`), anybody);
  });

  return router;
}

/** The page around ours: not always the issuer's host, and so worth asking the administrator about. */
function refererOrigin(ctx: Context, req: Request): string | undefined {
  const origin = URL.parse(req.get('referer') ?? '')?.origin;
  return origin === new URL(ctx.publicUrl).origin || origin === 'null' ? undefined : origin;
}
