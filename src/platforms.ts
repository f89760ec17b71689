import type { z } from 'zod';
import type {
  addDeploymentSchema,
  addPlatformSchema,
  Platform,
  Platforms,
  updatePlatformSchema,
} from '../domain/api/platform.ts';
import { AppError } from '../domain/app-error.ts';
import { frameOriginsOf } from '../lti/registration/register-platform.ts';
import { clientName } from '../lti/registration/tool-registration.ts';
import { canvasConfigurationUrl, organisationJwksUrl, toolAddresses } from '../lti/tool-addresses.ts';
import { wantedScopes } from '../lti/vocabulary.ts';
import { insertDeployment } from '../storage/deployments.ts';
import {
  findPlatform,
  insertPlatform,
  listPlatforms,
  updatePlatform,
  type PlatformWithDeployments,
} from '../storage/platforms.ts';
import type { PlatformCheck } from '../storage/schema/platforms.ts';
import { listToolKeys } from '../storage/tool-keys.ts';
import type { Context } from './context.ts';
import { ltiOf } from './lti.ts';

/** Everything the page of platforms shows. */
export async function describePlatforms(ctx: Context, organisationId: string): Promise<Platforms> {
  const platforms = await listPlatforms(ctx.db, organisationId);
  const keys = await listToolKeys(ctx.db, organisationId, new Date(0));
  const { loginUrl, launchUrl, redirectUri, domain } = toolAddresses(ctx.publicUrl);
  return {
    platforms: platforms.map(presentPlatform),
    tool: {
      name: clientName,
      loginUrl,
      launchUrl,
      deepLinkingUrl: launchUrl,
      jwksUrl: organisationJwksUrl(ctx.publicUrl, organisationId),
      canvasConfigurationUrl: canvasConfigurationUrl(ctx.publicUrl, organisationId),
      domain,
      redirectUris: [redirectUri],
      scopes: [...wantedScopes],
    },
    keys: keys.map((key) => ({
      kid: key.kid,
      createdAt: key.createdAt.toISOString(),
      retiredAt: key.retiredAt?.toISOString() ?? null,
    })),
  };
}

/** One of the organisation's platforms, or `NotFoundError`. */
export async function describePlatform(
  ctx: Context,
  organisationId: string,
  platformId: string,
): Promise<Platform> {
  return presentPlatform(await findPlatform(ctx.db, organisationId, platformId));
}

/** Registers an LMS by hand, active at once, with its deployment. Throws `platform-registered-already` (409). */
export async function addPlatform(
  ctx: Context,
  organisationId: string,
  platform: z.infer<typeof addPlatformSchema>,
): Promise<Platform> {
  checkAddresses(ctx, platform);
  const { issuer, clientId, authUrl, tokenUrl, jwksUrl } = platform;
  const id = await insertPlatform(ctx.db, {
    ...{ organisationId, issuer, clientId, authUrl, tokenUrl, jwksUrl },
    name: platform.name || (URL.parse(issuer)?.host ?? issuer),
    productFamily: platform.productFamily || null,
    tokenAudience: platform.tokenAudience === '' ? tokenUrl : (platform.tokenAudience ?? tokenUrl),
    frameOrigins: frameOriginsOf(ltiOf(ctx), [issuer, authUrl, ...platform.frameOrigins]),
    state: 'active',
    registeredBy: 'hand',
    allowAnonymous: platform.allowAnonymous,
    deploymentId: platform.deploymentId,
  });
  if (id !== undefined) return await describePlatform(ctx, organisationId, id);
  throw registeredAlready();
}

/** Changes a platform: what it is called and known by, or whether it may launch. Throws `platform-registered-already` (409). */
export async function changePlatform(
  ctx: Context,
  organisationId: string,
  platformId: string,
  changes: z.infer<typeof updatePlatformSchema>,
): Promise<Platform> {
  checkAddresses(ctx, changes);
  const { frameOrigins } = changes;
  const outcome = await updatePlatform(ctx.db, organisationId, platformId, {
    ...changes,
    frameOrigins: frameOrigins && frameOriginsOf(ltiOf(ctx), frameOrigins),
  });
  if (outcome === 'taken') throw registeredAlready();
  ltiOf(ctx).platforms.forget(platformId);
  return await describePlatform(ctx, organisationId, platformId);
}

/** Adds a deployment that an administrator typed in, active at once. Throws `deployment-known-already` (409) and `NotFoundError`. */
export async function addDeployment(
  ctx: Context,
  organisationId: string,
  platformId: string,
  deployment: z.infer<typeof addDeploymentSchema>,
): Promise<Platform> {
  await describePlatform(ctx, organisationId, platformId);
  if (await insertDeployment(ctx.db, { platformId, ...deployment })) {
    return await describePlatform(ctx, organisationId, platformId);
  }
  throw new AppError('deployment-known-already', 'This LMS has a deployment with this id already.', {
    status: 409,
  });
}

function registeredAlready(): AppError {
  return new AppError(
    'platform-registered-already',
    'An LMS with this issuer and this client id is registered already. What was there stays as it is.',
    { status: 409 },
  );
}

type Addresses = Partial<Record<'authUrl' | 'tokenUrl' | 'jwksUrl', string | undefined>>;

function checkAddresses(ctx: Context, { authUrl, tokenUrl, jwksUrl }: Addresses): void {
  if (ctx.config.allowPrivateNetworks) return;
  const plain = [authUrl, tokenUrl, jwksUrl].find((url) => url !== undefined && !url.startsWith('https:'));
  if (plain === undefined) return;
  throw new AppError('address-not-https', `${plain} must begin with https://.`, { status: 422 });
}

function presentPlatform(platform: PlatformWithDeployments): Platform {
  const { checks } = platform;
  return {
    id: platform.id,
    name: platform.name,
    productFamily: platform.product_family,
    issuer: platform.issuer,
    clientId: platform.client_id,
    authUrl: platform.auth_url,
    tokenUrl: platform.token_url,
    jwksUrl: platform.jwks_url,
    tokenAudience: platform.token_audience,
    frameOrigins: platform.frame_origins,
    state: platform.state,
    registeredBy: platform.registered_by,
    allowAnonymous: platform.allow_anonymous,
    grantedScopes: platform.granted_scopes,
    createdAt: platform.created_at.toISOString(),
    deployments: platform.deployments.map((deployment) => ({
      id: deployment.id,
      deploymentId: deployment.deployment_id,
      label: deployment.label,
      state: deployment.state,
    })),
    checks: {
      keys: presentCheck(checks.keys),
      login: presentCheck(checks.login),
      launch: presentCheck(checks.launch),
      deepLink: presentCheck(checks.deepLink),
      score: presentCheck(checks.score),
      roster: presentCheck(checks.roster),
    },
    publicationCount: platform.publicationCount,
    hasRegistration: platform.registration_url !== null,
  };
}

function presentCheck(check: PlatformCheck | undefined): PlatformCheck | null {
  return check ?? null;
}
