import { z } from 'zod';
import type { PlatformRow } from '../../storage/schema.ts';
import type { UsedState } from '../../storage/used-states.ts';
import { readLaunchClaims, readTokenClaims, type LaunchClaims, type TokenClaims } from './launch-claims.ts';
import type { Lti } from '../lti.ts';
import { LaunchError } from '../lti-error.ts';
import { isSignedBy, readCompactToken } from '../keys/verify-rs256.ts';
import { longestState, sameText, unsealLogin, type Login, type SealedLogin } from './login-state.ts';
import { checkPlatformActive } from './start-login.ts';
import { claim, messageType } from '../vocabulary.ts';

/** What the platform made the browser post to us. */
export interface LaunchPost {
  /** The form, not yet looked at. */
  form: unknown;
  /** The value of the cookie that belongs to this state, if it came. */
  bindingOf: (state: string) => string | undefined;
  /** `bindingOf` gives what our own page fetched from the platform's storage. */
  fromStorage?: boolean;
}

/** A login of ours that came back. */
export interface ReturnedLogin {
  login: Login & SealedLogin;
  platform: PlatformRow;
}

/** A launch whose every check passed. */
export interface VerifiedLaunch {
  platform: PlatformRow;
  claims: LaunchClaims;
  targetLinkUri: string;
  /** It counts once: opening the launch uses it up. */
  state: UsedState;
}

const formSchema = z.object({
  state: z.string().min(1).max(longestState),
  id_token: z.string().min(1).max(200_000).optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});
export type LaunchForm = z.infer<typeof formSchema>;

/** Reads the form: one state and one id_token or error. Throws `form-malformed` (400) or `state-missing` (401). */
export function readLaunchForm(form: unknown): LaunchForm {
  const parsed = formSchema.safeParse(form);
  if (parsed.success) return parsed.data;
  const twice = Object.values(z.record(z.string(), z.unknown()).catch({}).parse(form)).some(Array.isArray);
  if (twice) {
    throw new LaunchError('form-malformed', 'The LMS posted a field twice.', { status: 400 });
  }
  throw new LaunchError('state-missing', 'This is no answer to a launch that began here.');
}

/** Rule 14, first: the login that the state holds, and its platform as it was at most a second ago. Throws `state-unknown` or `state-expired`. */
export async function readLogin(lti: Lti, state: string): Promise<ReturnedLogin> {
  const login = unsealLogin(lti.stateKey, state);
  const platform = login && (await lti.platforms.byId(login.platformId));
  if (login === undefined || platform === undefined) throw unknownState();
  if (login.expiresAt <= lti.now()) {
    throw new LaunchError(
      'state-expired',
      'This launch took too long. Open the activity again from your course.',
    );
  }
  return { login, platform };
}

/** The same login with its platform as it is now. Throws `state-unknown` where that is gone. */
export async function readPlatformAgain(lti: Lti, { login }: ReturnedLogin): Promise<ReturnedLogin> {
  const platform = await lti.platforms.byIdNow(login.platformId);
  if (platform === undefined) throw unknownState();
  return { login, platform };
}

/** The state was used, or is none of ours. */
export function unknownState(): LaunchError {
  return new LaunchError(
    'state-unknown',
    'This launch was used already, or did not begin here. Open the activity again from your course.',
  );
}

/** Rule 14, second: the browser is the one that began the login. Throws `browser-cookie-missing` or `browser-mismatch`. */
export function checkBinding(returned: ReturnedLogin, binding: string | undefined): void {
  if (binding === undefined) {
    throw new LaunchError(
      'browser-cookie-missing',
      'Your browser did not keep the cookie that this launch needs, or the launch began in another browser.',
    );
  }
  if (!sameText(binding, returned.login.binding)) {
    throw new LaunchError('browser-mismatch', 'This launch began in another browser.');
  }
}

/**
 * Rule 14, third: the id_token's payload, if the login's platform signed it. Nothing in the token chooses the platform, the
 * key set or the algorithm. Throws `LaunchError`, or `LoginError` where the platform is switched off.
 */
export async function verifyIdToken(
  lti: Lti,
  { platform }: ReturnedLogin,
  idToken: string,
): Promise<unknown> {
  checkPlatformActive(platform);
  return await verifySignature(lti, platform, idToken);
}

/** Rule 14, last: the claims (Security Framework §5.1.3, LTI Core §5.3). Throws `LaunchError` with one code a check. */
export function checkClaims(lti: Lti, { login, platform }: ReturnedLogin, payload: unknown): VerifiedLaunch {
  checkToken(readTokenClaims(payload), { login, platform, nowMs: lti.now().getTime() });
  const claims = readLaunchClaims(payload);
  const targetLinkUri = checkMessage(claims, login);
  checkSubject(claims, platform);
  return { platform, claims, targetLinkUri, state: login };
}

/** Rule 15: RS256 with a kid that the platform publishes; jku, x5u and jwk in the header are never looked at. */
async function verifySignature(lti: Lti, platform: PlatformRow, idToken: string): Promise<unknown> {
  const token = readCompactToken(idToken);
  const header = headerSchema.safeParse(token?.header).data;
  if (token === undefined || header === undefined) {
    throw new LaunchError('token-malformed', 'The launch message is no signed token.');
  }
  const { alg, kid, crit } = header;
  if (alg !== 'RS256') throw new LaunchError('algorithm-refused', 'The launch is not signed with RS256.');
  if (crit !== undefined)
    throw new LaunchError('header-refused', 'The launch needs an extension that is not known.');
  if (kid === undefined) throw new LaunchError('kid-missing', 'The launch does not say which key signed it.');
  const key = await lti.platformKeys.find(platform.jwks_url, kid);
  if (!isSignedBy(key, token)) {
    throw new LaunchError('signature-wrong', 'The launch is not signed by the LMS.');
  }
  try {
    return readPayload(token.payload);
  } catch (cause) {
    throw new LaunchError('token-malformed', 'The launch message cannot be read.', { cause });
  }
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair, which JSON can say by escapes only. */
function readPayload(json: string): unknown {
  if (!json.includes('\\u') || !/\\u(?:0000|d[89a-f])/i.test(json)) return JSON.parse(json);
  return JSON.parse(json, (_name, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value,
  );
}

const headerSchema = z.object({
  alg: z.string(),
  kid: z.string().min(1).max(500).optional(),
  crit: z.unknown().optional(),
});

const leewaySeconds = 60;
const maxAgeSeconds = 600;

/** Rule 17. */
function checkToken(
  token: TokenClaims,
  { login, platform, nowMs }: { login: ReturnedLogin['login']; platform: PlatformRow; nowMs: number },
): void {
  const now = nowMs / 1000;
  const checks: [passes: boolean, code: string, sentence: string][] = [
    [token.iss === platform.issuer, 'issuer-mismatch', 'The launch comes from another LMS than it began at.'],
    [
      token.aud.length > 0 && token.aud.every((audience) => audience === platform.client_id),
      'audience-mismatch',
      'The launch is meant for another tool.',
    ],
    [
      token.azp === undefined || token.azp === platform.client_id,
      'azp-mismatch',
      'The launch is meant for another tool.',
    ],
    [token.exp >= now - leewaySeconds, 'token-expired', 'This launch is too old. Open the activity again.'],
    [
      token.iat >= now - maxAgeSeconds - leewaySeconds,
      'token-too-old',
      'This launch is too old. Open the activity again.',
    ],
    [
      token.iat <= now + leewaySeconds,
      'token-from-future',
      'The clocks of the LMS and of this service differ too much.',
    ],
    [
      token.nbf === undefined || token.nbf <= now + leewaySeconds,
      'token-not-yet-valid',
      'The clocks of the LMS and of this service differ too much.',
    ],
    // Each nonce once: it belongs to the state, which counts once.
    [
      sameText(token.nonce, login.nonce),
      'nonce-mismatch',
      'The launch does not answer the login that began it.',
    ],
  ];
  for (const [passes, code, sentence] of checks) {
    if (!passes) throw new LaunchError(code, sentence);
  }
}

const understood = new Set<string>([
  messageType.resourceLink,
  messageType.deepLinking,
  messageType.submissionReview,
]);

/** Rule 18; gives the target that counts. */
function checkMessage(claims: LaunchClaims, login: Login): string {
  const type = claims[claim.messageType];
  if (!understood.has(type)) {
    throw new LaunchError('message-type-unsupported', 'The LMS sent a kind of launch that is not supported.');
  }
  if (type === messageType.submissionReview && claims[claim.forUser] === undefined) {
    throw new LaunchError('for-user-missing', 'The LMS did not say whose work is to be looked at.');
  }
  const isResourceLink = type !== messageType.deepLinking;
  if (isResourceLink && claims[claim.resourceLink] === undefined) {
    throw new LaunchError('resource-link-missing', 'The LMS did not say which activity was opened.');
  }
  // A deep linking request need not repeat the target.
  const target = claims[claim.targetLinkUri] ?? (isResourceLink ? undefined : login.targetLinkUri);
  if (target === undefined) {
    throw new LaunchError('target-missing', 'The LMS did not say what the activity points at.');
  }
  if (target !== login.targetLinkUri) {
    throw new LaunchError(
      'target-mismatch',
      'The activity points at something else than the launch began with.',
    );
  }
  return target;
}

/** Rule 19: nobody anonymous unless an administrator said so for this platform. */
function checkSubject(claims: LaunchClaims, platform: PlatformRow): void {
  if (claims.sub !== undefined || platform.allow_anonymous) return;
  throw new LaunchError(
    'subject-missing',
    'The LMS did not say who you are. An administrator can allow anonymous launches for it under Platforms.',
  );
}
