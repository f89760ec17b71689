import type { KnownLaunch, ToldLaunch } from '../../storage/known-launches.ts';
import { useState } from '../../storage/used-states.ts';
import type { Lti } from '../lti.ts';
import { readPlacement } from '../tool-addresses.ts';
import { claim, messageType } from '../vocabulary.ts';
import { mapRoles } from './map-roles.ts';
import { contextOf, identityOf, newSession, resourceLinkOf, servicesOf } from './told-launch.ts';
import type { VerifiedLaunch } from './verify-launch.ts';

/** A session and its secret, for the browser. */
export interface KnownSession {
  launchId: string;
  secret: string;
  expiresAt: Date;
}

/**
 * Uses the launch's state up and, where its course and link are known just as it tells them, opens its session in the same
 * statement: most launches bring nothing new. `used` false: the state was used before.
 */
export async function openKnownLaunch(
  lti: Lti,
  launch: VerifiedLaunch,
  lastsMs: number,
): Promise<{ used: boolean; session: KnownSession | undefined }> {
  const { secret, ...session } = newSession(lti, launch, lastsMs);
  const told = toldBy(launch, session);
  if (told === undefined) return { used: await useState(lti.db, launch.state), session: undefined };
  const { used, launchId }: KnownLaunch = await lti.launching.openKnown(told);
  const { expiresAt } = session;
  return { used, session: launchId === undefined ? undefined : { launchId, secret, expiresAt } };
}

/** Undefined for what is never opened so: other messages than a link's, somebody anonymous, no course. */
function toldBy(
  { claims, targetLinkUri, state }: VerifiedLaunch,
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
    deploymentId: claims[claim.deploymentId],
    learner,
    context,
    placed: placed && { moduleId: placed.moduleId, chapterId: placed.chapterId ?? null },
    publication: { resourceLinkId: id, title, ...servicesOf(claims) },
  };
}
