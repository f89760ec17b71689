import type { Identity } from '../../storage/learners.ts';
import type { LaunchedPublication } from '../../storage/publications.ts';
import { hashSecret, newSecret } from '../keys/secrets.ts';
import type { Lti } from '../lti.ts';
import { LaunchError } from '../lti-error.ts';
import { claim } from '../vocabulary.ts';
import type { LaunchClaims } from './launch-claims.ts';
import type { VerifiedLaunch } from './verify-launch.ts';
import { webAddress } from './web-address.ts';

/** Who launched; undefined for somebody anonymous. */
export function identityOf(claims: LaunchClaims): Identity | undefined {
  if (claims.sub === undefined) return undefined;
  const name = claims.name || `${claims.given_name} ${claims.family_name}`.trim();
  return { subject: claims.sub, name: name.slice(0, 300), email: claims.email.slice(0, 300) || null };
}

/** The course, its title "" where untold; undefined for a launch from outside of any. */
export function contextOf(
  claims: LaunchClaims,
): { contextId: string; title: string; rosterUrl: string | null } | undefined {
  const context = claims[claim.context];
  if (context === null || context === undefined) return undefined;
  return {
    contextId: context.id,
    title: (context.title || context.label).slice(0, 300),
    rosterUrl: claims[claim.nrps]?.context_memberships_url ?? null,
  };
}

/** The link in the course; throws `resource-link-missing`. */
export function resourceLinkOf(claims: LaunchClaims): { id: string; title: string } {
  const link = claims[claim.resourceLink];
  if (link === undefined) {
    throw new LaunchError('resource-link-missing', 'The LMS did not say which activity was opened.');
  }
  return { id: link.id, title: link.title.slice(0, 300) };
}

/** Rule 31: afresh from every launch. */
export function servicesOf(
  claims: LaunchClaims,
): Pick<LaunchedPublication, 'lineItemUrl' | 'lineItemsUrl' | 'scopes'> {
  const ags = claims[claim.ags];
  return {
    lineItemUrl: ags?.lineitem ?? null,
    lineItemsUrl: ags?.lineitems ?? null,
    scopes: ags?.scope ?? [],
  };
}

/** How long a learner's session lasts. */
export const learnMs = 12 * 3600_000;

/** What every launch's session has, with the secret that the browser is to keep. */
export function newSession(
  lti: Lti,
  { platform, claims }: Pick<VerifiedLaunch, 'platform' | 'claims'>,
  lastsMs: number,
) {
  const secret = newSecret();
  const createdAt = lti.now();
  const presentation = claims[claim.launchPresentation];
  return {
    secret,
    secretHash: hashSecret(secret),
    organisationId: platform.organisation_id,
    platformId: platform.id,
    messageType: claims[claim.messageType],
    returnUrl: webAddress(presentation?.return_url),
    locale: toldOrNull(presentation?.locale.slice(0, 35)),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + lastsMs),
  };
}

function toldOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
