import { z } from 'zod';
import { insertLoginHints } from '../../storage/login-hints.ts';
import { findPlatformsByIssuer, notePlatformCheck } from '../../storage/platforms.ts';
import type { PlatformRow } from '../../storage/schema.ts';
import type { Lti } from '../lti.ts';
import { LoginError } from '../lti-error.ts';
import { isOurTarget, toolAddresses } from '../tool-addresses.ts';
import { bindingCookieName, type BindingCookie } from './binding.ts';
import { longestState, sealLogin } from './login-state.ts';
import { platformStorage, storageSlot, type StorageSlot } from './platform-storage.ts';

/** A login initiation as the browser brought it. */
export interface LoginRequest {
  /** Query or form, not yet looked at. */
  parameters: unknown;
  /** The browser says that it is shown in a frame (Sec-Fetch-Dest). */
  inFrame: boolean;
  /** A cookie of ours was seen to come back in this frame. */
  cookiesWork: boolean;
}

/** What the browser is to do. */
export type LoginOutcome =
  | { kind: 'to-platform'; url: string; cookie: BindingCookie }
  /** In a frame: come back to the check page, with a cookie that shows whether cookies survive. */
  | { kind: 'check-cookies'; url: string };

/** What a frame in which no cookie survives is to do (rules 9 and 10). */
export type CookielessLogin = { newWindowUrl: string } & (
  | { kind: 'new-window' }
  /** Keep the secret with the platform, and then go to `url`. */
  | { kind: 'keep-secret'; slot: StorageSlot; secret: string; url: string; frameOrigins: readonly string[] }
);

const stateMs = 10 * 60_000;
/**
 * With the hints in it. It goes on in an address, beside the hints themselves; some servers take no more than 2,048 characters
 * of query.
 */
const longestWithHints = 800;

/** Answers a third-party initiated login (Security Framework §5.1.1.1–2). Throws `LoginError`; nothing is kept then. */
export async function startLogin(lti: Lti, request: LoginRequest): Promise<LoginOutcome> {
  const login = readLogin(request.parameters);
  checkTarget(lti, login);
  const platform = await findRegistration(lti, login);
  if (request.inFrame && !request.cookiesWork) {
    return { kind: 'check-cookies', url: loginAddress(lti, login, '/check') };
  }
  const { state, secret, expiresAt, url } = await sendToPlatform(lti, platform, login);
  return { kind: 'to-platform', url, cookie: { name: bindingCookieName(state), value: secret, expiresAt } };
}

/**
 * The way on in a frame where cookies do not survive: the platform's own storage where the login names one, else a new
 * window. Throws `LoginError`.
 */
export async function loginWithoutCookies(lti: Lti, parameters: unknown): Promise<CookielessLogin> {
  const newWindowUrl = loginInNewWindow(lti, parameters);
  const login = readLogin(parameters);
  const platform = await findRegistration(lti, login);
  const storage = platformStorage(platform, login.lti_storage_target);
  if (storage === undefined) return { kind: 'new-window', newWindowUrl };
  const { state, secret, url } = await sendToPlatform(lti, platform, login);
  return {
    kind: 'keep-secret',
    slot: storageSlot(storage, state),
    ...{ secret, url, newWindowUrl },
    frameOrigins: platform.frame_origins,
  };
}

/**
 * The same login for a window of its own, where our cookies are first-party (rule 10). It is offered before the browser
 * has gone to the platform: a Moodle launch id works once only. Throws `LoginError`.
 */
export function loginInNewWindow(lti: Lti, parameters: unknown): string {
  const login = readLogin(parameters);
  checkTarget(lti, login);
  // A window of its own has no frame of the LMS around it.
  return loginAddress(lti, { ...login, lti_storage_target: undefined }, '');
}

// Rule 1. A parameter given twice arrives as an array and is refused.
const loginSchema = z.object({
  iss: z.string().min(1).max(500),
  login_hint: z.string().min(1).max(4000),
  target_link_uri: z.string().min(1).max(2000),
  client_id: z.string().max(500).optional(),
  lti_deployment_id: z.string().max(255).optional(),
  // Canvas says it so.
  deployment_id: z.string().max(255).optional(),
  lti_message_hint: z.string().max(8000).optional(),
  lti_storage_target: z.string().max(255).optional(),
});
type Login = z.infer<typeof loginSchema>;

function readLogin(parameters: unknown): Login {
  const parsed = loginSchema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
  throw malformed(names);
}

function malformed(names: string): LoginError {
  return new LoginError(
    'login-malformed',
    `The LMS began the launch in a way that cannot be answered: ${names} is missing, too long or given twice.`,
  );
}

/** Rule 6: only our own launch address; the signed claim decides in the end and must equal it. */
function checkTarget(lti: Lti, login: Login): void {
  if (isOurTarget(lti.publicUrl, login.target_link_uri)) return;
  throw new LoginError(
    'target-not-ours',
    'The link in the course points somewhere else than to this service. Its address must begin with ' +
      `${toolAddresses(lti.publicUrl).launchUrl}.`,
  );
}

/** Rule 2: without client_id, only where the issuer has exactly one registration. */
async function findRegistration(lti: Lti, login: Login): Promise<PlatformRow> {
  const { iss: issuer, client_id: clientId } = login;
  const [platform, another] =
    clientId === undefined
      ? await findPlatformsByIssuer(lti.db, issuer)
      : [await lti.platforms.ofClient({ issuer, clientId })];
  if (platform === undefined) {
    throw new LoginError(
      'platform-unknown',
      'This LMS is not registered here. An administrator of this service can register it under Platforms.',
    );
  }
  if (another !== undefined) {
    throw new LoginError(
      'client-id-needed',
      'This LMS is registered here more than once, and did not say as which client it launches.',
    );
  }
  checkPlatformActive(platform);
  return platform;
}

/** Throws `platform-pending` or `platform-disabled` (403). */
export function checkPlatformActive(platform: PlatformRow): void {
  if (platform.state === 'active') return;
  if (platform.state === 'pending') {
    throw new LoginError(
      'platform-pending',
      'This LMS is registered but not approved yet. An administrator of this service must approve it under Platforms.',
      403,
    );
  }
  throw new LoginError('platform-disabled', 'Launches from this LMS are switched off here.', 403);
}

interface SentLogin {
  state: string;
  /** What the browser must show again, by cookie or from the platform's storage. */
  secret: string;
  expiresAt: Date;
  url: string;
}

async function sendToPlatform(lti: Lti, platform: PlatformRow, login: Login): Promise<SentLogin> {
  const hints = { loginHint: login.login_hint, messageHint: login.lti_message_hint ?? null };
  const told = {
    platformId: platform.id,
    targetLinkUri: login.target_link_uri,
    deploymentHint: login.lti_deployment_id ?? login.deployment_id ?? null,
    storageTarget: login.lti_storage_target ?? null,
    expiresAt: new Date(lti.now().getTime() + stateMs),
  };
  const whole = sealLogin(lti.stateKey, { ...told, hints });
  const isLong = whole.state.length > longestWithHints;
  const sealed = isLong ? sealLogin(lti.stateKey, { ...told, hints: null }) : whole;
  const { state, stateHash, nonce, binding: secret } = sealed;
  if (state.length > longestState) throw malformed('target_link_uri');
  const { expiresAt } = told;
  if (isLong) await insertLoginHints(lti.db, { ...hints, stateHash, expiresAt });
  await notePlatformCheck(lti.db, platform, 'login', { now: lti.now(), ok: true });
  return { state, secret, expiresAt, url: authUrl(lti, platform, login, { state, nonce }) };
}

/** Rules 3, 4 and 5. */
function authUrl(
  lti: Lti,
  platform: PlatformRow,
  login: Login,
  { state, nonce }: { state: string; nonce: string },
): string {
  // The endpoint may have a query of its own; it stays.
  const url = new URL(platform.auth_url);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.client_id,
    redirect_uri: toolAddresses(lti.publicUrl).redirectUri,
    login_hint: login.login_hint,
    ...(login.lti_message_hint === undefined ? {} : { lti_message_hint: login.lti_message_hint }),
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function loginAddress(lti: Lti, login: Login, page: '' | '/check'): string {
  const url = new URL(toolAddresses(lti.publicUrl).loginUrl + page);
  for (const [name, value] of Object.entries(login)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
