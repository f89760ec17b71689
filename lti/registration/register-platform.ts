import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import { findOpenInvite, insertInvite, returnInvite, takeInvite } from '../../storage/invites.ts';
import { insertPlatform, renewPlatform, type NewPlatform } from '../../storage/platforms.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import { fetchConfiguration, type PlatformConfiguration } from './platform-configuration.ts';
import { hashSecret, newSecret } from '../keys/secrets.ts';
import { toolAddresses } from '../tool-addresses.ts';
import { configuration, wantedScopes } from '../vocabulary.ts';
import {
  describeTool,
  readGranted,
  refusedScopes,
  sealRegistration,
  type GrantedRegistration,
} from './tool-registration.ts';

const inviteMs = 7 * 24 * 3600_000;

/** The address to paste into an LMS: good for one registration within a week. */
export async function createInvite(
  lti: Lti,
  organisationId: string,
): Promise<{ url: string; expiresAt: Date }> {
  const invite = newSecret();
  const expiresAt = new Date(lti.now().getTime() + inviteMs);
  await insertInvite(lti.db, { organisationId, tokenHash: hashSecret(invite), expiresAt });
  return { url: `${toolAddresses(lti.publicUrl).registerUrl}?invite=${invite}`, expiresAt };
}

const requestSchema = z.object({
  invite: z.string().min(1).max(200),
  openid_configuration: z.url({ protocol: /^https?$/ }).max(2000),
  registration_token: z.string().min(1).max(8000).optional(),
  /** Origin of the LMS page around ours, where it was told. */
  lms_origin: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .catch(undefined),
});
export type RegistrationRequest = z.infer<typeof requestSchema>;

/** What is about to happen, for the page that asks whether it should. Throws `LtiRequestError`; uses nothing up. */
export async function reviewRegistration(
  lti: Lti,
  parameters: unknown,
): Promise<{ request: RegistrationRequest; organisationName: string; platformHost: string }> {
  const request = readRequest(parameters);
  const invite = await findOpenInvite(lti.db, hashSecret(request.invite), lti.now());
  if (invite === undefined) throw inviteNotUsable();
  return {
    request,
    organisationName: invite.organisationName,
    platformHost: new URL(request.openid_configuration).host,
  };
}

/** What came of a registration. */
export interface Registered {
  platformId: string;
  platformName: string;
  /** It was here before, and stays as approved as it was. */
  isRenewed: boolean;
  /** Of the scopes asked for, those that the platform says it did not grant. */
  refusedScopes: readonly string[];
  /** Its deployment is known already; else it is learnt on the first launch. */
  hasDeployment: boolean;
}

/** Registers us with a platform and keeps it, pending (LTI Dynamic Registration 1.0; rules 38–41). Throws `LtiRequestError`. */
export async function registerPlatform(lti: Lti, parameters: unknown): Promise<Registered> {
  const request = readRequest(parameters);
  const tokenHash = hashSecret(request.invite);
  const organisationId = await takeInvite(lti.db, tokenHash, lti.now());
  if (organisationId === undefined) throw inviteNotUsable();
  try {
    return await register(lti, request, organisationId);
  } catch (error) {
    // Nothing was kept: the administrator may try again with the same address.
    await returnInvite(lti.db, tokenHash);
    throw error;
  }
}

function readRequest(parameters: unknown): RegistrationRequest {
  const parsed = requestSchema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  throw new LtiRequestError(
    'registration-malformed',
    'This address is for an LMS: paste it where the LMS asks for a tool’s registration address.',
    { status: 400 },
  );
}

function inviteNotUsable(): LtiRequestError {
  return new LtiRequestError(
    'invite-not-usable',
    'This registration address was used already or is too old. Make a new one under Platforms.',
    { status: 403 },
  );
}

async function register(lti: Lti, request: RegistrationRequest, organisationId: string): Promise<Registered> {
  const platform = await fetchConfiguration(lti, request.openid_configuration, request.registration_token);
  const scopes = wantedScopes.filter((scope) => platform.scopes_supported?.includes(scope) ?? true);
  const granted = await postRegistration(lti, {
    ...{ platform, scopes, organisationId },
    token: request.registration_token,
  });
  const productFamily = platform[configuration.platform]?.product_family_code ?? null;
  const platformName = nameOf(productFamily, request.openid_configuration);
  const told: NewPlatform = {
    organisationId,
    name: platformName,
    productFamily,
    issuer: platform.issuer,
    clientId: granted.client_id,
    authUrl: platform.authorization_endpoint,
    tokenUrl: platform.token_endpoint,
    jwksUrl: platform.jwks_uri,
    tokenAudience: platform.authorization_server ?? platform.token_endpoint,
    frameOrigins: frameOriginsOf(lti, [
      platform.issuer,
      request.openid_configuration,
      platform.authorization_endpoint,
      request.lms_origin,
    ]),
    state: 'pending',
    registeredBy: 'dynamic',
    allowAnonymous: false,
    deploymentId: granted[configuration.tool]?.deployment_id,
    registration: sealRegistration(lti, granted),
  };
  const added = await insertPlatform(lti.db, told);
  const platformId = added ?? (await renewPlatform(lti.db, told));
  if (platformId === undefined) {
    throw new LtiRequestError(
      'platform-registered-already',
      'The LMS gave a client id that is registered here already. What was there stays as it is.',
      { status: 409 },
    );
  }
  return {
    platformId,
    platformName,
    isRenewed: added === undefined,
    refusedScopes: refusedScopes(scopes, granted.scope),
    hasDeployment: granted[configuration.tool]?.deployment_id !== undefined,
  };
}

/** Rule 40: asks, and reads back what was granted. */
async function postRegistration(
  lti: Lti,
  asked: {
    platform: PlatformConfiguration;
    organisationId: string;
    scopes: readonly string[];
    token: string | undefined;
  },
): Promise<GrantedRegistration> {
  const answer = await lti
    .fetchPlatform(asked.platform.registration_endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(asked.token === undefined ? {} : { authorization: `Bearer ${asked.token}` }),
      },
      body: JSON.stringify(describeTool(lti.publicUrl, asked)),
    })
    .catch((cause: unknown) => {
      if (!(cause instanceof AppError)) throw cause;
      throw new LtiRequestError(
        'registration-unreachable',
        `The LMS took no registration. ${cause.message}`,
        { cause },
      );
    });
  return readGranted(answer);
}

function nameOf(productFamily: string | null, configurationUrl: string): string {
  const { host } = new URL(configurationUrl);
  if (productFamily === null || productFamily === '') return host;
  return `${productFamily.charAt(0).toUpperCase()}${productFamily.slice(1)} (${host})`;
}

/** Who may frame our pages, until an administrator says otherwise. */
export function frameOriginsOf(
  lti: Pick<Lti, 'allowPrivateNetworks'>,
  addresses: readonly (string | undefined)[],
): string[] {
  const origins = addresses.flatMap((address) => {
    const url = URL.parse(address ?? '');
    const fit = url?.protocol === 'https:' || (lti.allowPrivateNetworks && url?.protocol === 'http:');
    return url !== null && fit ? [url.origin] : [];
  });
  return [...new Set(origins)];
}
