import { z } from 'zod';
import { honestClaims } from './claims.ts';
import { randomKey } from './context.ts';
import type { PendingLaunch, SandboxContext } from './context.ts';
import { findTool } from './directory.ts';
import { findLaunch } from './launches.ts';
import { applyChanges, mintToken } from './mint.ts';
import { SandboxError } from './sandbox-error.ts';
import type { AuthResponse, MintChanges } from './types.ts';

const deepLinkMs = 60 * 60_000;

/** One value each: a parameter given twice arrives as an array and is refused. */
const authRequestSchema = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.literal('openid'),
  nonce: z.string().min(1).max(512),
  login_hint: z.string(),
  lti_message_hint: z.string(),
  response_type: z.string().optional(),
  response_mode: z.string().optional(),
  prompt: z.string().optional(),
  state: z.string().optional(),
});

type AuthRequest = z.infer<typeof authRequestSchema>;

/**
 * Checks an authentication request and answers with the form that goes to the tool (Security Framework §5.1.1.2–3).
 * What cannot be answered to a registered redirect_uri is thrown and shown as a page.
 */
export function answerAuthRequest(
  ctx: SandboxContext,
  parameters: unknown,
  signedInAs: string | undefined,
  changes: MintChanges = {},
): AuthResponse {
  const request = readAuthRequest(parameters);
  const launch = findLaunch(ctx, request.lti_message_hint);
  const tool = findTool(ctx, launch.clientId);
  if (!tool.redirectUris.includes(request.redirect_uri)) {
    throw new SandboxError(
      400,
      'redirect-uri-not-registered',
      `redirect_uri ${request.redirect_uri} is not one that the tool registered.`,
    );
  }
  const refusal = refuse(request, launch, signedInAs);
  if (refusal !== undefined) return formPost(request, refusal);
  ctx.launches.delete(request.lti_message_hint);
  return formPost(request, { id_token: idToken(ctx, request, launch, changes) });
}

/** Who began the launch that an authentication request belongs to. */
export function launchingUser(ctx: SandboxContext, parameters: unknown): string {
  return findLaunch(ctx, readAuthRequest(parameters).lti_message_hint).userId;
}

function readAuthRequest(parameters: unknown): AuthRequest {
  const parsed = authRequestSchema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new SandboxError(
    400,
    'invalid-auth-request',
    `The authentication request is missing or misstates: ${names}.`,
  );
}

/** Checks in the order of the specification's parameters; the first that fails is answered. */
function refuse(
  request: AuthRequest,
  launch: PendingLaunch,
  signedInAs: string | undefined,
): Record<string, string> | undefined {
  if (request.client_id !== launch.clientId)
    return denial('unauthorized_client', 'The launch was begun for another client_id.');
  if (request.response_type !== 'id_token')
    return denial('unsupported_response_type', 'response_type must be id_token.');
  if (request.response_mode !== 'form_post')
    return denial('invalid_request', 'response_mode must be form_post.');
  if (request.prompt !== 'none') return denial('invalid_request', 'prompt must be none.');
  if (request.state === undefined) return denial('invalid_request', 'state is missing.');
  if (signedInAs === undefined)
    return denial('login_required', 'Nobody is signed in to the LMS in this browser.');
  if (request.login_hint !== launch.userId || signedInAs !== launch.userId) {
    return denial(
      'access_denied',
      'The launch was begun by somebody else than login_hint names or than is signed in.',
    );
  }
  return undefined;
}

function denial(error: string, description: string): Record<string, string> {
  return { error, error_description: description };
}

function formPost(request: AuthRequest, form: Record<string, string>): AuthResponse {
  return {
    action: request.redirect_uri,
    form: { ...form, ...(request.state === undefined ? {} : { state: request.state }) },
  };
}

function idToken(
  ctx: SandboxContext,
  request: AuthRequest,
  launch: PendingLaunch,
  changes: MintChanges,
): string {
  const returnKey = randomKey();
  const honest = honestClaims(ctx, { ...launch, nonce: request.nonce, returnKey });
  if (launch.resourceLinkId === undefined) {
    ctx.deepLinks.set(returnKey, { ...launch, expiresMs: ctx.now() + deepLinkMs });
  }
  const faulty = applyChanges(honest, ctx.faults.idToken);
  return mintToken(ctx.keys, { ...faulty, ...applyChanges(faulty.claims, changes) });
}
