import type { Request } from 'express';
import { requireScope } from './access-tokens.ts';
import type { Grant, SandboxContext } from './context.ts';
import { findCourse, findResourceLink, findTool, findUser } from './directory.ts';
import type { Enrolment, ResourceLink } from './nouns.ts';
import { pageOf } from './paging.ts';
import { SandboxError } from './sandbox-error.ts';
import { requireAccept } from './service-body.ts';
import { claim, mediaType, roleUris, scope } from './vocabulary.ts';

/** The roster's address of a course. */
export function membershipsUrl(ctx: SandboxContext, courseId: string): string {
  return `${ctx.origin}/nrps/courses/${courseId}/memberships`;
}

/** A page of the roster with the Link relations that go with it. */
export interface Roster {
  body: Record<string, unknown>;
  next?: string;
  differences: string;
}

/** NRPS §2: members by role, by resource link (`rlid`), since an earlier look (`since`), in pages. */
export function readRoster(ctx: SandboxContext, request: Request): Roster {
  const grant = requireScope(ctx, request, scope.memberships);
  requireAccept(ctx, request, mediaType.memberships);
  const course = findCourse(ctx, String(request.params['courseId']));
  const link = requestedLink(ctx, request, course.id);
  const page = pageOf(ctx, request, selectEnrolments(ctx, request, course.id), ctx.rosterPageSize);
  const url = membershipsUrl(ctx, course.id);
  const next = spoiltNext(ctx, request, page.next);
  return {
    body: {
      id: url,
      context: { id: course.id, label: course.label, title: course.title },
      members: page.members.map((enrolment) => presentMember(ctx, grant, enrolment, link)),
    },
    ...(next === undefined ? {} : { next }),
    differences: `${url}?since=${lastChange(ctx)}`,
  };
}

function selectEnrolments(ctx: SandboxContext, request: Request, courseId: string): Enrolment[] {
  const { role, since } = request.query;
  return ctx.state.enrolments.filter(
    (enrolment) =>
      enrolment.courseId === courseId &&
      (since === undefined ? enrolment.status !== 'Deleted' : enrolment.changed > Number(since)) &&
      (role === undefined ||
        enrolment.roles.some(
          (own) => own === role || (typeof role === 'string' && roleUris(own).includes(role)),
        )),
  );
}

function requestedLink(ctx: SandboxContext, request: Request, courseId: string): ResourceLink | undefined {
  const { rlid } = request.query;
  if (rlid === undefined) return undefined;
  const link = findResourceLink(ctx, typeof rlid === 'string' ? rlid : '');
  if (link.courseId !== courseId)
    throw new SandboxError(404, 'not-found', 'rlid names no activity of this course.');
  return link;
}

function presentMember(
  ctx: SandboxContext,
  grant: Grant,
  enrolment: Enrolment,
  link: ResourceLink | undefined,
) {
  const user = findUser(ctx, enrolment.userId);
  const tool = findTool(ctx, grant.clientId);
  return {
    user_id: user.id,
    roles: ctx.profile.shortRosterRoles ? enrolment.roles : enrolment.roles.flatMap(roleUris),
    ...(ctx.faults.rosterWithoutStatus === true ? {} : { status: enrolment.status }),
    ...(tool.sharesName ? { name: user.name, given_name: user.givenName, family_name: user.familyName } : {}),
    ...(tool.sharesEmail ? { email: user.email } : {}),
    ...(link === undefined
      ? {}
      : { message: [{ [claim.messageType]: 'LtiResourceLinkRequest', [claim.custom]: link.custom }] }),
  };
}

function spoiltNext(ctx: SandboxContext, request: Request, next: string | undefined): string | undefined {
  const { nextPage } = ctx.faults;
  return nextPage === 'loop' ? new URL(request.originalUrl, ctx.origin).href : (nextPage ?? next);
}

function lastChange(ctx: SandboxContext): number {
  return Math.max(0, ...ctx.state.enrolments.map((enrolment) => enrolment.changed));
}
