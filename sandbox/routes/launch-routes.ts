import express, { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { answerAuthRequest } from '../authorization.ts';
import { randomKey } from '../context.ts';
import type { SandboxContext } from '../context.ts';
import { findDeepLink, placeItems, verifyReturn } from '../deep-linking.ts';
import type { VerifiedReturn } from '../deep-linking.ts';
import { findCourse, findEnrolment, findResourceLink, findTool, mayTeach } from '../directory.ts';
import { meter } from '../faults.ts';
import { beginDeepLinking, beginLaunch } from '../launches.ts';
import { placementPage, returnedPage } from '../pages/deep-link-pages.ts';
import { postOnPage } from '../pages/layout.ts';
import { SandboxError } from '../sandbox-error.ts';
import { currentUser, requireUser } from '../sessions.ts';

const parameterBag = z.record(z.string(), z.string());
const reposted = 'sandbox_repost';

/** What browsers pass through between the LMS and a tool: login initiation, authentication, the way back. */
export function createLaunchRouter(ctx: SandboxContext): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '2mb' });
  /** Returns that wait for the teacher's yes. */
  const placements = new Map<string, VerifiedReturn>();

  router.get('/launch/return', (request, response) => {
    const course = findCourse(ctx, textOf(request.query['course']) ?? '');
    response.send(
      returnedPage(course, [textOf(request.query['lti_errormsg']), textOf(request.query['lti_msg'])]),
    );
  });

  router.get('/launch/:linkId', (request, response) => {
    const user = requireUser(ctx, request);
    const link = findResourceLink(ctx, request.params.linkId);
    if (!user.isAdministrator && findEnrolment(ctx, link.courseId, user.id) === undefined) {
      throw new SandboxError(403, 'not-enrolled', 'You are not in this course.');
    }
    const documentTarget = request.query['target'] === 'window' ? 'window' : 'iframe';
    const login = beginLaunch(ctx, { userId: user.id, resourceLinkId: link.id, documentTarget });
    response.send(postOnPage(`Opening ${link.title}`, login.url, login.form));
  });

  router.get('/courses/:courseId/select/:clientId', (request, response) => {
    const user = requireUser(ctx, request);
    const { courseId, clientId } = request.params;
    if (!mayTeach(ctx, courseId, user))
      throw new SandboxError(403, 'not-teacher', 'Only teachers add content.');
    const login = beginDeepLinking(ctx, { userId: user.id, courseId, clientId });
    response.send(postOnPage(`Opening ${findTool(ctx, clientId).name}`, login.url, login.form));
  });

  router.all('/auth', meter(ctx, 'authorization'), form, (request, response) => {
    const given: unknown = request.method === 'POST' ? request.body : request.query;
    if (repostsForCookie(ctx, request, response, '/auth', given)) return;
    const answer = answerAuthRequest(ctx, given, currentUser(ctx, request)?.id);
    response
      .set('Cache-Control', 'no-store')
      .send(postOnPage('Opening the tool', answer.action, answer.form));
  });

  router.post('/deep-link/return', meter(ctx, 'deepLinkReturn'), form, async (request, response) => {
    if (repostsForCookie(ctx, request, response, request.originalUrl, request.body)) return;
    const user = requireUser(ctx, request);
    const key = textOf(request.query['key']) ?? '';
    if (findDeepLink(ctx, key).userId !== user.id) {
      throw new SandboxError(403, 'not-yours', 'Somebody else opened this picker.');
    }
    const jwt = textOf(parameterBag.safeParse(request.body).data?.['JWT']) ?? '';
    const verified = await verifyReturn(ctx, key, jwt);
    const placement = randomKey();
    placements.set(placement, verified);
    response.send(placementPage(findCourse(ctx, verified.courseId), verified, placement));
  });

  router.post('/deep-link/place', form, (request, response) => {
    const user = requireUser(ctx, request);
    const placement = parameterBag.safeParse(request.body).data?.['placement'] ?? '';
    const verified = placements.get(placement);
    if (verified?.userId !== user.id) {
      throw new SandboxError(400, 'placement-gone', 'This selection was added already, or was never made.');
    }
    placements.delete(placement);
    const placed = placeItems(ctx, verified);
    response.redirect(303, `/courses/${verified.courseId}?added=${placed.links.length}`);
  });
  return router;
}

/**
 * A frame that comes from the tool's site brings no Lax cookie. The page then posts the same parameters to itself once, which is
 * a same-site request and brings it; as Moodle's `repost` page does.
 */
function repostsForCookie(
  ctx: SandboxContext,
  request: Request,
  response: Response,
  action: string,
  given: unknown,
): boolean {
  const parameters = parameterBag.safeParse(given);
  if (currentUser(ctx, request) !== undefined || !parameters.success || reposted in parameters.data)
    return false;
  response.send(postOnPage('One moment', action, { ...parameters.data, [reposted]: 'yes' }));
  return true;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
