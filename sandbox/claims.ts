import type { SandboxContext } from './context.ts';
import {
  findCourse,
  findEnrolment,
  findResourceLink,
  findTool,
  findUser,
  firstDeployment,
} from './directory.ts';
import { lineItemUrl, lineItemsUrl } from './line-items.ts';
import { membershipsUrl } from './memberships.ts';
import type { CourseRole, RegisteredTool, ResourceLink, SandboxUser } from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';
import type { Claims, ClaimSubject } from './types.ts';
import { administratorUris, claim, roleUris, scope, testUserUri } from './vocabulary.ts';

/** The honest claim set of a resource link launch, or of a deep linking request where no link is named (LTI Core §5.3, DL §4.4). */
export function honestClaims(ctx: SandboxContext, subject: ClaimSubject): Claims {
  const tool = findTool(ctx, subject.clientId);
  const user = findUser(ctx, subject.userId);
  const link =
    subject.resourceLinkId === undefined ? undefined : findResourceLink(ctx, subject.resourceLinkId);
  const courseId = link?.courseId ?? subject.courseId;
  if (courseId === undefined) throw new SandboxError(400, 'no-course', 'Name a resource link or a course.');
  const claims = {
    ...tokenClaims(ctx, subject),
    ...identityClaims(tool, user),
    ...courseClaims(ctx, courseId, user),
    ...platformClaims(ctx, courseId, subject.documentTarget ?? 'iframe'),
    ...serviceClaims(ctx, tool, courseId, link),
    [claim.version]: '1.3.0',
    [claim.deploymentId]: subject.deploymentId ?? link?.deploymentId ?? firstDeployment(tool),
    ...(link === undefined
      ? deepLinkingClaims(ctx, tool, courseId, subject)
      : resourceLinkClaims(tool, user, link)),
    ...reviewClaims(ctx, tool, courseId, subject),
    ...ctx.profile.extraClaims,
  };
  const { omittedClaims } = ctx.profile;
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !omittedClaims.includes(name)));
}

/** What a place in the LMS takes, as members of the deep linking settings; by default the profile's first. */
export function placementSettings(ctx: SandboxContext, name: string | undefined): Claims {
  const { placements } = ctx.profile;
  const placement = name === undefined ? Object.values(placements)[0] : placements[name];
  if (placement === undefined)
    throw new SandboxError(404, 'not-found', `This LMS has no place called ${name ?? ''}.`);
  const { acceptTypes, acceptMultiple, acceptMediaTypes } = placement;
  return {
    accept_types: [...acceptTypes],
    accept_multiple: acceptMultiple,
    ...(acceptMediaTypes === undefined ? {} : { accept_media_types: acceptMediaTypes }),
  };
}

/** The deep linking settings before a test changes them; `data` comes with the one-time key (Deep Linking §4.4.1). */
export function deepLinkingSettings(ctx: SandboxContext, courseId: string, key: string): Claims {
  const { profile } = ctx;
  return {
    deep_link_return_url: `${ctx.origin}/deep-link/return?course=${encodeURIComponent(courseId)}&key=${key}`,
    ...placementSettings(ctx, undefined),
    accept_presentation_document_targets: [...profile.acceptPresentationDocumentTargets],
    auto_create: false,
    ...(profile.acceptLineItem === null ? {} : { accept_lineitem: profile.acceptLineItem }),
    ...(profile.sendsDeepLinkData ? { data: `sandbox:${key}:"verbatim" & ünchanged` } : {}),
  };
}

function tokenClaims(ctx: SandboxContext, subject: ClaimSubject): Claims {
  const iat = Math.floor(ctx.now() / 1000);
  return {
    iss: ctx.issuer,
    aud: subject.clientId,
    sub: subject.userId,
    nonce: subject.nonce,
    iat,
    exp: iat + ctx.profile.idTokenSeconds,
  };
}

function identityClaims(tool: RegisteredTool, user: SandboxUser): Claims {
  return {
    ...(tool.sharesName ? { name: user.name, given_name: user.givenName, family_name: user.familyName } : {}),
    ...(tool.sharesEmail ? { email: user.email } : {}),
  };
}

function courseClaims(ctx: SandboxContext, courseId: string, user: SandboxUser): Claims {
  const course = findCourse(ctx, courseId);
  return {
    [claim.roles]: rolesIn(ctx, courseId, user),
    [claim.context]: {
      id: course.id,
      label: course.label,
      title: course.title,
      type: [ctx.profile.contextType],
    },
    [claim.lis]: { person_sourcedid: `person-${user.id}`, course_section_sourcedid: `course-${course.id}` },
  };
}

/** An administrator comes as Instructor of every course and as administrator of the site, as in Moodle. */
function rolesIn(ctx: SandboxContext, courseId: string, user: SandboxUser): string[] {
  const enrolled = findEnrolment(ctx, courseId, user.id)?.roles ?? [];
  const inCourse: readonly CourseRole[] =
    enrolled.length === 0 && user.isAdministrator ? ['Instructor'] : enrolled;
  const { learnerExtras, teacherExtras } = ctx.profile;
  return [
    ...inCourse.flatMap(roleUris),
    ...(inCourse.includes('Learner') ? learnerExtras : teacherExtras),
    ...(user.isTestStudent === true ? [testUserUri] : []),
    ...(user.isAdministrator ? administratorUris : []),
  ];
}

function platformClaims(ctx: SandboxContext, courseId: string, documentTarget: 'iframe' | 'window'): Claims {
  return {
    [claim.launchPresentation]: {
      locale: 'en',
      document_target: documentTarget,
      return_url: `${ctx.origin}/launch/return?course=${encodeURIComponent(courseId)}`,
    },
    [claim.toolPlatform]: {
      guid: new URL(ctx.origin).host,
      product_family_code: ctx.profile.productFamilyCode,
      version: '1',
      name: ctx.profile.productName,
    },
  };
}

function serviceClaims(
  ctx: SandboxContext,
  tool: RegisteredTool,
  courseId: string,
  link: ResourceLink | undefined,
): Claims {
  const gradeScopes = tool.scopes.filter((granted) => granted !== scope.memberships);
  const ags = {
    scope: gradeScopes,
    lineitems: lineItemsUrl(ctx, tool, courseId),
    ...ownLineItem(ctx, tool, link),
  };
  const nrps = { context_memberships_url: membershipsUrl(ctx, courseId), service_versions: ['2.0'] };
  return {
    ...(gradeScopes.length > 0 ? { [claim.ags]: ags } : {}),
    ...(tool.scopes.includes(scope.memberships) ? { [claim.nrps]: nrps } : {}),
  };
}

/** `lineitem` is there when the link has exactly one column (AGS §3.1). */
function ownLineItem(ctx: SandboxContext, tool: RegisteredTool, link: ResourceLink | undefined): Claims {
  const [only, ...others] = ctx.state.lineItems.filter(
    (item) => link !== undefined && item.resourceLinkId === link.id,
  );
  return only === undefined || others.length > 0 ? {} : { lineitem: lineItemUrl(ctx, tool, only) };
}

function resourceLinkClaims(tool: RegisteredTool, user: SandboxUser, link: ResourceLink): Claims {
  return {
    [claim.messageType]: 'LtiResourceLinkRequest',
    [claim.targetLinkUri]: link.url,
    [claim.resourceLink]: {
      id: link.id,
      title: link.title,
      ...(link.text === undefined ? {} : { description: link.text }),
    },
    [claim.custom]: substitute({ ...link.custom, ...tool.custom }, user, link.courseId, link),
  };
}

function deepLinkingClaims(
  ctx: SandboxContext,
  tool: RegisteredTool,
  courseId: string,
  subject: ClaimSubject,
): Claims {
  const settings = {
    ...deepLinkingSettings(ctx, courseId, subject.returnKey ?? 'none'),
    ...subject.settings,
  };
  return {
    [claim.messageType]: 'LtiDeepLinkingRequest',
    [claim.targetLinkUri]: tool.deepLinkingUri ?? tool.targetLinkUri,
    [claim.deepLinkingSettings]: Object.fromEntries(
      Object.entries(settings).filter(([, value]) => value !== undefined),
    ),
    [claim.custom]: substitute(tool.custom, findUser(ctx, subject.userId), courseId, undefined),
  };
}

/** A look at somebody's work comes with their id and the column (LTI Submission Review 1.0 §3). */
function reviewClaims(
  ctx: SandboxContext,
  tool: RegisteredTool,
  courseId: string,
  { forUserId }: ClaimSubject,
): Claims {
  if (forUserId === undefined) return {};
  const learner = findUser(ctx, forUserId);
  return {
    [claim.messageType]: 'LtiSubmissionReviewRequest',
    [claim.forUser]: {
      user_id: learner.id,
      person_sourcedid: `person-${learner.id}`,
      roles: rolesIn(ctx, courseId, learner),
      ...identityClaims(tool, learner),
    },
  };
}

function substitute(
  custom: Readonly<Record<string, string>>,
  user: SandboxUser,
  courseId: string,
  link: ResourceLink | undefined,
): Claims {
  const values = new Map([
    ['$User.id', user.id],
    ['$User.username', user.email],
    ['$Person.name.full', user.name],
    ['$Context.id', courseId],
    ['$ResourceLink.id', link?.id ?? ''],
    ['$ResourceLink.title', link?.title ?? ''],
  ]);
  return Object.fromEntries(
    Object.entries(custom).map(([name, value]) => [name, values.get(value) ?? value] as const),
  );
}
