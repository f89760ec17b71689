import express, { Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { findCourse, findEnrolment, findResourceLink, findTool, findUser, mayTeach } from '../directory.ts';
import { buildGradebook } from '../gradebook.ts';
import type { ResourceLink, SandboxCourse, SandboxUser } from '../nouns.ts';
import {
  activityPage,
  countOf,
  coursePage,
  coursesPage,
  pickerPage,
  signInPage,
} from '../pages/course-pages.ts';
import type { CoursePage } from '../pages/course-pages.ts';
import { gradebookPage, scoreText } from '../pages/gradebook-page.ts';
import type { Html } from '../pages/html.ts';
import { notice } from '../pages/layout.ts';
import { frameData, platformStorage, storageFramePage, storageFramePath } from '../pages/platform-storage.ts';
import { SandboxError } from '../sandbox-error.ts';
import { standingIn } from '../scorm/scorm-packages.ts';
import { requireUser, signInBrowser } from '../sessions.ts';

const signInForm = z.object({ userId: z.string(), return: z.string().optional() });

/** Signing in, courses, activities, gradebook. */
export function createCourseRouter(ctx: SandboxContext): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });
  const around = () => ({ frame: frameData(ctx), storage: platformStorage(ctx) });

  router.get('/', (_request, response) => response.redirect('/courses'));
  router.get('/sign-in', (request, response) => {
    response.send(
      signInPage(ctx.state.users, (user) => describeUser(ctx, user), ownPath(request.query['return'])),
    );
  });
  router.post('/sign-in', form, (request, response) => {
    const given = signInForm.parse(request.body);
    signInBrowser(ctx, response, findUser(ctx, given.userId).id);
    response.redirect(303, ownPath(given.return));
  });

  router.get(storageFramePath, (_request, response) => {
    response.send(storageFramePage(ctx));
  });

  router.get('/courses', (request, response) => {
    const user = requireUser(ctx, request);
    response.send(coursesPage(user, coursesOf(ctx, user)));
  });
  router.get('/courses/:courseId', (request, response) => {
    const { user, course } = openCourse(ctx, request);
    response.send(coursePage(viewCourse(ctx, user, course, said(request))));
  });
  router.get('/courses/:courseId/links/:linkId', (request, response) => {
    const { user, course } = openCourse(ctx, request);
    const link = findResourceLink(ctx, request.params.linkId);
    response.send(activityPage(user, course, link, findTool(ctx, link.clientId), around()));
  });
  router.get('/courses/:courseId/add/:clientId', (request, response) => {
    const { user, course } = openCourse(ctx, request);
    if (!mayTeach(ctx, course.id, user))
      throw new SandboxError(403, 'not-teacher', 'Only teachers add content.');
    response.send(pickerPage(user, course, findTool(ctx, request.params.clientId), around()));
  });
  router.get('/courses/:courseId/gradebook', (request, response) => {
    const { user, course } = openCourse(ctx, request);
    const whole = buildGradebook(ctx, course.id);
    const rows = mayTeach(ctx, course.id, user)
      ? whole.rows
      : whole.rows.filter((row) => row.user.id === user.id);
    response.send(gradebookPage(user, { ...whole, rows }));
  });
  return router;
}

function openCourse(ctx: SandboxContext, request: Request): { user: SandboxUser; course: SandboxCourse } {
  const user = requireUser(ctx, request);
  const course = findCourse(ctx, String(request.params['courseId']));
  if (!user.isAdministrator && findEnrolment(ctx, course.id, user.id) === undefined) {
    throw new SandboxError(403, 'not-enrolled', 'You are not in this course.');
  }
  return { user, course };
}

function coursesOf(ctx: SandboxContext, user: SandboxUser) {
  return ctx.state.courses
    .map((course) => ({ course, enrolment: findEnrolment(ctx, course.id, user.id) }))
    .filter(({ enrolment }) => user.isAdministrator || enrolment !== undefined)
    .map(({ course, enrolment }) => ({
      course,
      role: enrolment === undefined ? 'Administrator' : roleWords(enrolment.roles),
      activities: ctx.state.resourceLinks.filter((link) => link.courseId === course.id).length,
    }));
}

function viewCourse(
  ctx: SandboxContext,
  user: SandboxUser,
  course: SandboxCourse,
  message: Html | undefined,
): CoursePage {
  return {
    user,
    course,
    teaches: mayTeach(ctx, course.id, user),
    links: ctx.state.resourceLinks
      .filter((link) => link.courseId === course.id)
      .map((link) => viewLink(ctx, user, link)),
    scos: viewScos(ctx, user, course),
    pickers: ctx.state.tools.filter((tool) => tool.state === 'active' && tool.deepLinkingUri !== undefined),
    said: message,
  };
}

function viewScos(ctx: SandboxContext, user: SandboxUser, course: SandboxCourse): CoursePage['scos'] {
  const packages = ctx.scorm.packages.filter(({ courseId }) => courseId === course.id);
  return packages.flatMap(({ id, items }) =>
    items.map(({ identifier, title }) => ({
      href: `/scorm/${id}/items/${identifier}`,
      title,
      standing: standingIn(ctx.scorm.record(id, identifier, user.id)),
    })),
  );
}

function viewLink(ctx: SandboxContext, user: SandboxUser, link: ResourceLink): CoursePage['links'][number] {
  const lineItem = ctx.state.lineItems.find((item) => item.resourceLinkId === link.id);
  const result = ctx.state.results.find((own) => own.lineItemId === lineItem?.id && own.userId === user.id);
  const score =
    lineItem === undefined || result?.resultScore === undefined
      ? undefined
      : scoreText(result.resultScore, lineItem);
  return { link, toolName: findTool(ctx, link.clientId).name, lineItem, score };
}

function describeUser(ctx: SandboxContext, user: SandboxUser): string {
  if (user.isAdministrator) return 'Runs this LMS';
  const enrolments = ctx.state.enrolments.filter(
    (enrolment) => enrolment.userId === user.id && enrolment.status !== 'Deleted',
  );
  const words = enrolments.map(
    (enrolment) => `${roleWords(enrolment.roles)} in ${findCourse(ctx, enrolment.courseId).title}`,
  );
  return words.join(', ') || 'In no course';
}

function roleWords(roles: readonly string[]): string {
  return roles.map((role) => role.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')).join(' and ');
}

function said(request: Request): Html | undefined {
  const { added } = request.query;
  if (typeof added === 'string' && /^\d{1,3}$/.test(added)) {
    return notice('good', `${countOf(Number(added), 'activity', 'activities')} added.`);
  }
  return undefined;
}

/** A path of this LMS, never another site's address. */
function ownPath(given: unknown): string {
  return typeof given === 'string' && /^\/(?![/\\])/.test(given) ? given : '/courses';
}
