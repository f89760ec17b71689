import { randomInt } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { nextId, randomKey } from './context.ts';
import type { SandboxContext } from './context.ts';
import { firstDeployment } from './directory.ts';
import { endpointsOf } from './endpoints.ts';
import { webAddress } from './nouns.ts';
import type { RegisteredTool } from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';
import type { NewTool } from './types.ts';
import { configuration, supportedScopes } from './vocabulary.ts';

const tokenMs = 60 * 60_000;

const messageSchema = z.object({ type: z.string(), target_link_uri: webAddress.optional() });

/** What Moodle requires of a tool's registration, and reads of it. */
const registrationSchema = z.object({
  application_type: z.literal('web').optional(),
  response_types: z.array(z.string()).refine((types) => types.includes('id_token'), 'must contain id_token'),
  grant_types: z.array(z.string()).optional(),
  initiate_login_uri: webAddress,
  redirect_uris: z.array(webAddress).min(1),
  client_name: z.string().trim().min(1).max(200),
  jwks_uri: webAddress,
  token_endpoint_auth_method: z.literal('private_key_jwt'),
  scope: z.string().default(''),
  [configuration.tool]: z.object({
    domain: z.string(),
    description: z.string().optional(),
    target_link_uri: webAddress,
    custom_parameters: z.record(z.string(), z.string()).default({}),
    claims: z.array(z.string()).default([]),
    messages: z.array(messageSchema).default([]),
  }),
});

type Registration = z.infer<typeof registrationSchema>;

/** The openid-configuration with the LTI part (Dynamic Registration §3.4). */
export function describePlatform(ctx: SandboxContext): Record<string, unknown> {
  const { authorization, token, jwks, registration } = endpointsOf(ctx);
  return {
    issuer: ctx.issuer,
    authorization_endpoint: authorization,
    token_endpoint: token,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    jwks_uri: jwks,
    registration_endpoint: registration,
    scopes_supported: ['openid', ...supportedScopes],
    response_types_supported: ['id_token'],
    response_modes_supported: ['form_post'],
    grant_types_supported: ['implicit', 'client_credentials'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'aud', 'sub', 'name', 'given_name', 'family_name', 'email'],
    ...(ctx.tokenAudience === token ? {} : { authorization_server: ctx.tokenAudience }),
    [configuration.platform]: {
      product_family_code: ctx.profile.productFamilyCode,
      version: '1',
      messages_supported: [
        { type: 'LtiResourceLinkRequest' },
        { type: 'LtiDeepLinkingRequest' },
        { type: 'LtiSubmissionReviewRequest' },
      ],
      variables: ['User.id', 'Person.name.full', 'Context.id', 'ResourceLink.id', 'ResourceLink.title'],
    },
  };
}

/** The address an administrator's frame opens: the tool's, with this platform's configuration and a one-time token. */
export function registrationUrl(ctx: SandboxContext, toolUrl: string): string {
  const url = new URL(toolUrl);
  const token = randomKey();
  ctx.registrationTokens.set(token, ctx.now() + tokenMs);
  url.searchParams.set('openid_configuration', `${ctx.origin}/.well-known/openid-configuration`);
  url.searchParams.set('registration_token', token);
  return url.href;
}

/** Answers a tool's registration; the tool is pending until an administrator activates it (Dynamic Registration §3.5–3.6). */
export function registerDynamically(ctx: SandboxContext, request: Request): Record<string, unknown> {
  const token = requireRegistrationToken(ctx, request);
  const registration = readRegistration(request.body);
  ctx.registrationTokens.delete(token);
  const tool = addTool(ctx, toNewTool(registration));
  tool.registrationToken = randomKey();
  ctx.save();
  return describeTool(ctx, tool, registration);
}

/** Takes a tool's new configuration in place of the old (RFC 7592 §2.2); it stays as approved as it was. */
export function updateRegistration(ctx: SandboxContext, request: Request): Record<string, unknown> {
  const tool = ctx.state.tools.find(({ clientId }) => clientId === request.params['clientId']);
  if (tool?.registrationToken === undefined || bearerOf(request) !== tool.registrationToken) {
    throw new SandboxError(401, 'invalid_token', 'The token is not the one of this registration.');
  }
  const registration = readRegistration(request.body);
  const named = z.object({ client_id: z.literal(tool.clientId) }).safeParse(request.body);
  if (!named.success) {
    throw new SandboxError(400, 'invalid_client_metadata', 'client_id must be the one of this registration.');
  }
  Object.assign(tool, toNewTool(registration), { state: tool.state, registrationToken: randomKey() });
  ctx.save();
  return describeTool(ctx, tool, registration);
}

/** Keeps a tool under a fresh client id and deployment id. */
export function addTool(ctx: SandboxContext, tool: NewTool): RegisteredTool {
  const added: RegisteredTool = {
    clientId: tool.clientId ?? newClientId(),
    deploymentIds: [nextId(ctx)],
    state: tool.state ?? 'active',
    name: tool.name,
    ...(tool.description === undefined ? {} : { description: tool.description }),
    initiateLoginUri: tool.initiateLoginUri,
    redirectUris: [...tool.redirectUris],
    targetLinkUri: tool.targetLinkUri,
    jwksUri: tool.jwksUri,
    ...(tool.deepLinkingUri === undefined ? {} : { deepLinkingUri: tool.deepLinkingUri }),
    scopes: [...(tool.scopes ?? supportedScopes)],
    custom: { ...tool.custom },
    sharesName: tool.sharesName ?? true,
    sharesEmail: tool.sharesEmail ?? true,
  };
  ctx.state.tools.push(added);
  ctx.save();
  return added;
}

/** Removes a tool with everything it placed. */
export function removeTool(ctx: SandboxContext, clientId: string): void {
  const { state } = ctx;
  const gone = new Set(state.lineItems.filter((item) => item.clientId === clientId).map((item) => item.id));
  state.results = state.results.filter((result) => !gone.has(result.lineItemId));
  state.lineItems = state.lineItems.filter((item) => item.clientId !== clientId);
  state.resourceLinks = state.resourceLinks.filter((link) => link.clientId !== clientId);
  state.tools = state.tools.filter((tool) => tool.clientId !== clientId);
  ctx.save();
}

function requireRegistrationToken(ctx: SandboxContext, request: Request): string {
  const token = bearerOf(request);
  const expiresMs = ctx.registrationTokens.get(token);
  if (expiresMs === undefined || expiresMs < ctx.now()) {
    throw new SandboxError(
      401,
      'invalid_token',
      'The registration token is missing, unknown, expired or used.',
    );
  }
  return token;
}

function bearerOf(request: Request): string {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token;
}

function readRegistration(body: unknown): Registration {
  const parsed = registrationSchema.safeParse(body);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`).join(', ');
    throw new SandboxError(400, 'invalid_client_metadata', `Missing or wrong required attribute: ${names}.`);
  }
  const settings = parsed.data[configuration.tool];
  if (new URL(settings.target_link_uri).host !== settings.domain) {
    throw new SandboxError(
      400,
      'domain_targetlinkuri_mismatch',
      'domain must be the host, port included, of target_link_uri.',
    );
  }
  return parsed.data;
}

function toNewTool(registration: Registration): NewTool {
  const settings = registration[configuration.tool];
  const picker = settings.messages.find((message) => message.type === 'LtiDeepLinkingRequest');
  const nameClaims = ['name', 'given_name', 'family_name'];
  return {
    name: registration.client_name,
    ...(settings.description === undefined ? {} : { description: settings.description }),
    initiateLoginUri: registration.initiate_login_uri,
    redirectUris: registration.redirect_uris,
    targetLinkUri: settings.target_link_uri,
    jwksUri: registration.jwks_uri,
    ...(picker === undefined ? {} : { deepLinkingUri: picker.target_link_uri ?? settings.target_link_uri }),
    scopes: registration.scope.split(' ').filter((asked) => supportedScopes.includes(asked)),
    custom: settings.custom_parameters,
    sharesName: settings.claims.some((name) => nameClaims.includes(name)),
    sharesEmail: settings.claims.includes('email'),
    state: 'pending',
  };
}

function describeTool(
  ctx: SandboxContext,
  tool: RegisteredTool,
  registration: Registration,
): Record<string, unknown> {
  return {
    ...registration,
    client_id: tool.clientId,
    registration_client_uri: `${endpointsOf(ctx).registration}/${tool.clientId}`,
    registration_access_token: tool.registrationToken,
    scope: tool.scopes.join(' '),
    [configuration.tool]: {
      ...registration[configuration.tool],
      ...(ctx.profile.namesDeployment ? { deployment_id: firstDeployment(tool) } : {}),
      version: '1.3.0',
    },
  };
}

function newClientId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return Array.from({ length: 15 }, () => letters[randomInt(letters.length)]).join('');
}
