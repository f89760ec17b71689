import type { ToldLaunch } from '../../storage/known-launches.ts';
import { useState } from '../../storage/used-states.ts';
import type { Lti } from '../lti.ts';
import { readPlacement } from '../tool-addresses.ts';
import { claim, messageType } from '../vocabulary.ts';
import { mapRoles } from './map-roles.ts';
import type { OpenedSession } from './open-launch.ts';
import { contextOf, identityOf, learnMs, newSession, resourceLinkOf, servicesOf } from './told-launch.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/**
 * Uses the launch's state up and, where its course and link are known just as it tells them and its platform is active and
 * still as it was when the launch was verified, opens its session in the same statement: most launches bring nothing new.
 * `used` false: the state was used before.
 */
export async function openKnownLaunch(
  lti: Lti,
  launch: VerifiedLaunch,
  { storageTarget }: { storageTarget: string | null },
): Promise<{ used: boolean; session: OpenedSession | undefined }> {
  const { secret, ...session } = newSession(lti, launch, learnMs);
  const told = storageTarget === null ? toldBy(launch, session) : undefined;
  if (told === undefined) return { used: await useState(lti.db, launch.state), session: undefined };
  const { used, launchId } = await lti.openKnown(told);
  if (launchId === undefined) return { used, session: undefined };
  const { expiresAt } = session;
  return { used, session: { kind: 'opened', page: 'learn', cookieless: false, launchId, secret, expiresAt } };
}

/** Undefined for what is never opened so: other messages than a link's, somebody anonymous, no course. */
function toldBy(
  { platform, claims, targetLinkUri, state }: VerifiedLaunch,
  session: Omit<ToldLaunch['launch'], 'role'>,
): ToldLaunch | undefined {
  const learner = identityOf(claims);
  const context = contextOf(claims);
  const isLink = claims[claim.messageType] === messageType.resourceLink;
  if (!isLink || learner === undefined || context === undefined) return undefined;
  const placed = readPlacement(targetLinkUri, claims[claim.custom]);
  const { id, title } = resourceLinkOf(claims);
  return {
    state: { stateHash: state.stateHash, expiresAt: state.expiresAt },
    launch: { ...session, role: mapRoles(claims[claim.roles]) },
    platform: {
      issuer: platform.issuer,
      clientId: platform.client_id,
      jwksUrl: platform.jwks_url,
    },
    deploymentId: claims[claim.deploymentId],
    learner,
    context,
    placed: placed && { moduleId: placed.moduleId, chapterId: placed.chapterId ?? null },
    publication: { resourceLinkId: id, title, ...servicesOf(claims) },
  };
}
