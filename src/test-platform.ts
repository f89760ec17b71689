import { AppError } from '../domain/app-error.ts';
import { readRoster } from '../lti/services/memberships.ts';
import { scope, wantedScopes } from '../lti/vocabulary.ts';
import { findPlatform, notePlatformCheck, setGrantedScopes } from '../storage/platforms.ts';
import type { PlatformWithDeployments } from '../storage/platforms.ts';
import type { PlatformCheckName } from '../storage/schema/platforms.ts';
import { findRosterOfPlatform } from '../storage/rosters.ts';
import type { Context } from './context.ts';
import { ltiOf } from './lti.ts';

/**
 * Tries what can be tried without a browser, and notes how each part went: the platform's keys, what its token endpoint
 * really grants, and the roster of the course that was launched last. Throws `NotFoundError`.
 */
export async function testPlatform(ctx: Context, organisationId: string, platformId: string): Promise<void> {
  const platform = await findPlatform(ctx.db, organisationId, platformId);
  const note = (name: PlatformCheckName, outcome: Outcome) =>
    notePlatformCheck(ctx.db, { ...platform, checks: {} }, name, { now: ctx.now(), ...outcome });
  await note('keys', await tryKeys(ctx, platform));
  const granted = await askGranted(ctx, platform);
  if (granted === undefined) return;
  if (granted.scopes !== undefined) await setGrantedScopes(ctx.db, platform.id, granted.scopes);
  const score = refusalOf(granted, scope.score, 'scores to the gradebook');
  if (score !== undefined) await note('score', score);
  const roster = refusalOf(granted, scope.memberships, 'a look at who is in the course');
  if (roster === undefined) await tryRoster(ctx, platform.id);
  else await note('roster', roster);
}

interface Outcome {
  ok: boolean;
  message?: string;
}

async function tryKeys(ctx: Context, { jwks_url: jwksUrl }: PlatformWithDeployments): Promise<Outcome> {
  try {
    const count = await ltiOf(ctx).platformKeys.refresh(jwksUrl);
    return count > 0
      ? { ok: true }
      : { ok: false, message: 'The key set holds no RSA key of 2048 bits or more.' };
  } catch (error) {
    return { ok: false, message: sentenceOf(error) };
  }
}

interface Granted {
  /** Undefined: no token was given, `message` says why. */
  scopes?: readonly string[];
  message?: string;
}

/** Undefined where no deployment is known yet: a token is asked for on behalf of one. */
async function askGranted(ctx: Context, platform: PlatformWithDeployments): Promise<Granted | undefined> {
  const deployment = platform.deployments.find(({ state }) => state === 'active');
  if (deployment === undefined) return undefined;
  const lti = ltiOf(ctx);
  const request = {
    platform: {
      id: platform.id,
      organisationId: platform.organisation_id,
      clientId: platform.client_id,
      tokenUrl: platform.token_url,
      tokenAudience: platform.token_audience,
    },
    deploymentId: deployment.deployment_id,
    scopes: wantedScopes,
  };
  try {
    const { scopes, accessToken } = await lti.serviceTokens.get(request);
    // Asked anew each time: what is granted may have changed.
    lti.serviceTokens.forget(request, accessToken);
    return { scopes };
  } catch (error) {
    return { message: sentenceOf(error) };
  }
}

function refusalOf(granted: Granted, wanted: string, what: string): Outcome | undefined {
  if (granted.scopes?.includes(wanted) === true) return undefined;
  const message = granted.message ?? `The LMS does not grant ${what}. Allow it in the tool’s settings there.`;
  return { ok: false, message };
}

/** It notes by itself how it went. */
async function tryRoster(ctx: Context, platformId: string): Promise<void> {
  const course = await findRosterOfPlatform(ctx.db, platformId);
  if (course === undefined) return;
  await readRoster(ltiOf(ctx), course).catch((error: unknown) => sentenceOf(error));
}

function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}
