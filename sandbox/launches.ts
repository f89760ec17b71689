import { nextId, randomKey } from './context.ts';
import type { PendingLaunch, SandboxContext } from './context.ts';
import { findCourse, findResourceLink, findTool, findUser, firstDeployment } from './directory.ts';
import { SandboxError } from './sandbox-error.ts';
import type { LoginInitiation, NewDeepLinking, NewLaunch, NewSubmissionReview } from './types.ts';
import { placementSettings } from './claims.ts';

const launchMs = 10 * 60_000;

/** Starts a resource link launch: what the browser posts to the tool's login address (Security Framework §5.1.1.1). */
export function beginLaunch(ctx: SandboxContext, launch: NewLaunch): LoginInitiation {
  const link = findResourceLink(ctx, launch.resourceLinkId);
  return initiateLogin(ctx, link.url, {
    userId: launch.userId,
    courseId: link.courseId,
    clientId: link.clientId,
    deploymentId: link.deploymentId,
    resourceLinkId: link.id,
    documentTarget: launch.documentTarget ?? 'iframe',
    settings: {},
    expiresMs: ctx.now() + launchMs,
  });
}

/** Starts a launch of the tool's picker. */
export function beginDeepLinking(ctx: SandboxContext, picking: NewDeepLinking): LoginInitiation {
  const tool = findTool(ctx, picking.clientId);
  findCourse(ctx, picking.courseId);
  return initiateLogin(ctx, tool.deepLinkingUri ?? tool.targetLinkUri, {
    userId: picking.userId,
    courseId: picking.courseId,
    clientId: tool.clientId,
    deploymentId: picking.deploymentId ?? firstDeployment(tool),
    documentTarget: 'iframe',
    settings: { ...placementSettings(ctx, picking.placement), ...picking.settings },
    expiresMs: ctx.now() + launchMs,
  });
}

/** Starts a submission review: a look at one person's work, from the gradebook. */
export function beginSubmissionReview(ctx: SandboxContext, review: NewSubmissionReview): LoginInitiation {
  const link = findResourceLink(ctx, review.resourceLinkId);
  return initiateLogin(ctx, link.url, {
    userId: review.userId,
    forUserId: review.forUserId,
    courseId: link.courseId,
    clientId: link.clientId,
    deploymentId: link.deploymentId,
    resourceLinkId: link.id,
    documentTarget: 'iframe',
    settings: {},
    expiresMs: ctx.now() + launchMs,
  });
}

/** The launch that a hint names, while it may still be authorised. */
export function findLaunch(ctx: SandboxContext, hint: string): PendingLaunch {
  const launch = ctx.launches.get(hint);
  if (launch === undefined || launch.expiresMs < ctx.now()) {
    throw new SandboxError(
      400,
      'unknown-launch',
      'lti_message_hint names no launch that was begun here, or it was used or is too old.',
    );
  }
  return launch;
}

function initiateLogin(ctx: SandboxContext, targetLinkUri: string, launch: PendingLaunch): LoginInitiation {
  const tool = findTool(ctx, launch.clientId);
  findUser(ctx, launch.userId);
  const { profile } = ctx;
  const hint = newHint(ctx, launch);
  ctx.launches.set(hint, launch);
  const parameters: Record<string, string> = {
    iss: ctx.issuer,
    target_link_uri: targetLinkUri,
    login_hint: launch.userId,
    lti_message_hint: hint,
    client_id: tool.clientId,
    lti_deployment_id: launch.deploymentId,
    ...(profile.sendsPlainDeploymentId ? { deployment_id: launch.deploymentId } : {}),
    ...(profile.storageTarget === undefined ? {} : { lti_storage_target: profile.storageTarget }),
    ...profile.loginExtras,
  };
  const omitted: readonly string[] = profile.loginOmits;
  const form = Object.entries(parameters).filter(([name]) => !omitted.includes(name));
  return { url: tool.initiateLoginUri, form: Object.fromEntries(form) };
}

/** Moodle's hint is JSON, others' are tokens; either must come back byte for byte. */
function newHint(ctx: SandboxContext, { resourceLinkId }: PendingLaunch): string {
  if (ctx.profile.messageHint === 'opaque') return randomKey();
  return JSON.stringify({ cmid: resourceLinkId ?? nextId(ctx), launchid: `ltilaunch_${randomKey()}` });
}
