import type { LaunchRole } from '../../domain/person.ts';
import { findDeployment, insertPendingDeployment } from '../../storage/deployments.ts';
import { insertLaunch, type NewLaunch } from '../../storage/launches.ts';
import { findLearner, upsertLearner } from '../../storage/learners.ts';
import {
  findPlaceable,
  findPublication,
  upsertContext,
  upsertPublication,
  type Placeable,
} from '../../storage/publications.ts';
import type { DeploymentRow } from '../../storage/schema.ts';
import { readDeepLinkingSettings, type DeepLinkingSettings } from '../deep-linking/deep-linking-settings.ts';
import type { Lti } from '../lti.ts';
import { LaunchError } from '../lti-error.ts';
import { readPlacement } from '../tool-addresses.ts';
import { claim, messageType } from '../vocabulary.ts';
import type { LaunchClaims } from './launch-claims.ts';
import { mapRoles, mayReviewWork } from './map-roles.ts';
import { contextOf, identityOf, learnMs, newSession, resourceLinkOf, servicesOf } from './told-launch.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/** A session and its secret, for the browser. */
export interface OpenedSession {
  kind: 'opened';
  page: 'learn' | 'pick';
  launchId: string;
  secret: string;
  expiresAt: Date;
  /** The browser keeps no cookies for us here: the secret would be lost. */
  cookieless: boolean;
}

/** What a verified launch opens. */
export type OpenedLaunch =
  | OpenedSession
  /** The link in the course points at no module of ours yet. */
  | { kind: 'places-nothing'; role: LaunchRole };

/** Rule 23: settings are good for an hour. */
const pickMs = 3600_000;

/** Makes the session of a verified launch. Throws `LaunchError`; then no row is kept but a deployment to approve. */
export async function openLaunch(
  lti: Lti,
  launch: VerifiedLaunch,
  { storageTarget }: { storageTarget: string | null },
): Promise<OpenedLaunch> {
  const deployment = await requireDeployment(lti, launch);
  const role = mapRoles(launch.claims[claim.roles]);
  const where = { deployment, role, storageTarget };
  const type = launch.claims[claim.messageType];
  if (type === messageType.deepLinking) return await openPicker(lti, launch, where);
  if (type === messageType.submissionReview) return await openReview(lti, launch, where);
  return await openPublication(lti, launch, where);
}

interface Where {
  deployment: DeploymentRow;
  role: LaunchRole;
  storageTarget: string | null;
}

/** Rule 42: an unknown deployment waits for an administrator; it never joins an organisation by itself. */
async function requireDeployment(lti: Lti, { platform, claims }: VerifiedLaunch): Promise<DeploymentRow> {
  const deploymentId = claims[claim.deploymentId];
  const deployment = await findDeployment(lti.db, platform.id, deploymentId);
  if (deployment?.state === 'active') return deployment;
  if (deployment?.state === 'disabled') {
    throw new LaunchError(
      'deployment-disabled',
      'Launches from this part of the LMS are switched off here.',
      {
        status: 403,
      },
    );
  }
  if (deployment === undefined) await insertPendingDeployment(lti.db, platform.id, deploymentId);
  throw new LaunchError(
    deployment === undefined ? 'deployment-unknown' : 'deployment-pending',
    `This part of the LMS (deployment ${deploymentId}) is not approved yet. ` +
      'An administrator of this service must approve it under Platforms.',
    { status: deployment === undefined ? 401 : 403 },
  );
}

async function openPicker(
  lti: Lti,
  { platform, claims }: VerifiedLaunch,
  where: Where,
): Promise<OpenedLaunch> {
  // Rule 23.
  if (where.role !== 'trainer') {
    throw new LaunchError(
      'role-may-not-pick',
      'Only those who teach the course may choose activities for it.',
    );
  }
  const settings = readDeepLinkingSettings(claims[claim.deepLinkingSettings], {
    allowHttp: lti.allowPrivateNetworks,
  });
  const learnerId = await keepLearner(lti, platform.id, claims);
  const contextId = await keepContext(lti, where.deployment.id, claims);
  const row = { learnerId, contextId, publicationId: null, deepLinking: settings };
  return await keepLaunch(lti, { platform, claims }, where, row);
}

async function openPublication(lti: Lti, launch: VerifiedLaunch, where: Where): Promise<OpenedLaunch> {
  const { platform, claims } = launch;
  const placeable = await findPlaced(lti, launch, where.deployment.id);
  if (placeable === undefined) return { kind: 'places-nothing', role: where.role };
  const learnerId = await keepLearner(lti, platform.id, claims);
  const contextId = await keepContext(lti, where.deployment.id, claims);
  const publicationId = await keepPublication(lti, launch, { ...where, contextId, placeable });
  return await keepLaunch(lti, launch, where, { learnerId, contextId, publicationId, deepLinking: null });
}

/** A look at one learner's work: by who teaches or grades, or by that learner. Nothing can be done or graded in it. */
async function openReview(lti: Lti, launch: VerifiedLaunch, where: Where): Promise<OpenedLaunch> {
  const { platform, claims } = launch;
  const subject = claims[claim.forUser]?.user_id ?? '';
  if (!mayReviewWork(claims[claim.roles]) && claims.sub !== subject) {
    throw new LaunchError('review-not-yours', 'Only those who teach or grade may look at others’ work.', {
      status: 403,
    });
  }
  const publication = await findPublication(lti.db, where.deployment.id, resourceLinkOf(claims).id);
  if (publication === undefined) return { kind: 'places-nothing', role: where.role };
  return await keepLaunch(lti, launch, where, {
    learnerId: await keepLearner(lti, platform.id, claims),
    contextId: await keepContext(lti, where.deployment.id, claims),
    publicationId: publication.id,
    deepLinking: null,
    reviewedLearnerId: (await findLearner(lti.db, platform.id, subject)) ?? null,
  });
}

/** Rule 27: what the link names now, or was bound to by an earlier launch. Another organisation's is as good as none. */
async function findPlaced(
  lti: Lti,
  { platform, claims, targetLinkUri }: VerifiedLaunch,
  deploymentId: string,
): Promise<Placeable | undefined> {
  const named = readPlacement(targetLinkUri, claims[claim.custom]);
  const bound = named ?? (await findPublication(lti.db, deploymentId, resourceLinkOf(claims).id));
  if (bound === undefined) return undefined;
  const placeable = await findPlaceable(lti.db, platform.organisation_id, {
    moduleId: bound.moduleId,
    chapterId: bound.chapterId ?? undefined,
  });
  if (placeable === undefined) {
    throw new LaunchError('module-not-found', 'What this activity opened is not here any more.', {
      status: 404,
      sendBack: true,
    });
  }
  return placeable;
}

async function keepLearner(lti: Lti, platformId: string, claims: LaunchClaims): Promise<string | null> {
  const identity = identityOf(claims);
  return identity === undefined ? null : await upsertLearner(lti.db, platformId, identity, lti.now());
}

async function keepContext(lti: Lti, deploymentId: string, claims: LaunchClaims): Promise<string | null> {
  const context = contextOf(claims);
  return context === undefined ? null : await upsertContext(lti.db, { deploymentId, ...context });
}

async function keepPublication(
  lti: Lti,
  { platform, claims }: VerifiedLaunch,
  where: { deployment: DeploymentRow; contextId: string | null; placeable: Placeable },
): Promise<string> {
  const { placeable } = where;
  const link = resourceLinkOf(claims);
  return await upsertPublication(lti.db, {
    organisationId: platform.organisation_id,
    deploymentId: where.deployment.id,
    contextId: where.contextId,
    resourceLinkId: link.id,
    moduleId: placeable.moduleId,
    chapterId: placeable.chapterId,
    title: (link.title || placeable.chapterTitle) ?? placeable.moduleTitle,
    ...servicesOf(claims),
    launchedAt: lti.now(),
  });
}

async function keepLaunch(
  lti: Lti,
  { platform, claims }: Pick<VerifiedLaunch, 'platform' | 'claims'>,
  { deployment, role, storageTarget }: Where,
  row: Pick<NewLaunch, 'learnerId' | 'contextId' | 'publicationId'> & {
    reviewedLearnerId?: string | null;
    deepLinking: DeepLinkingSettings | null;
  },
): Promise<OpenedLaunch> {
  const picking = row.deepLinking !== null;
  const { secret, ...session } = newSession(lti, { platform, claims }, picking ? pickMs : learnMs);
  const launchId = await insertLaunch(lti.db, {
    ...row,
    ...session,
    deploymentId: deployment.id,
    role,
    storageTarget,
    reviewedLearnerId: row.reviewedLearnerId ?? null,
  });
  return {
    kind: 'opened',
    page: picking ? 'pick' : 'learn',
    launchId,
    secret,
    expiresAt: session.expiresAt,
    cookieless: storageTarget !== null,
  };
}
