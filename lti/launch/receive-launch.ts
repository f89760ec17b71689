import { AppError } from '../../domain/app-error.ts';
import { findLoginHints } from '../../storage/login-hints.ts';
import { notePlatformCheck } from '../../storage/platforms.ts';
import { isUsedState, useState } from '../../storage/used-states.ts';
import { readReturnUrl } from './launch-claims.ts';
import type { Lti } from '../lti.ts';
import { LaunchError } from '../lti-error.ts';
import { openKnownLaunch } from './open-known-launch.ts';
import { openLaunch, type OpenedLaunch } from './open-launch.ts';
import { webAddress } from './web-address.ts';
import { platformStorage, storageSlot, type StorageSlot } from './platform-storage.ts';
import { loginInNewWindow } from './start-login.ts';
import {
  checkBinding,
  checkClaims,
  readLaunchForm,
  readLogin,
  readPlatformAgain,
  unknownState,
  verifyIdToken,
  type LaunchForm,
  type LaunchPost,
  type ReturnedLogin,
} from './verify-launch.ts';

/** What the browser is to be shown. */
export type LaunchOutcome = (OpenedLaunch | RefusedLaunch | UnprovenLaunch) & {
  /** Who may frame the answer: the platform's pages, or nobody while no platform is known. */
  frameOrigins: readonly string[];
  /** The login whose cookie is used up. */
  state: string | undefined;
};

/** A launch that came to nothing. */
export interface RefusedLaunch {
  kind: 'refused';
  error: AppError;
  /** Back to the LMS with the reason for its page (LTI Core §5.4.4). */
  returnUrl: string | undefined;
  /** The browser should go there at once. */
  sendBack: boolean;
  /** The login anew in a window of its own, where cookies may help (rule 10). */
  newWindowUrl: string | undefined;
}

/** The browser brought no cookie, and its login named the platform's storage: the page fetches the secret there. */
export interface UnprovenLaunch {
  kind: 'unproven';
  slot: StorageSlot;
  /** What the platform posted, to be posted again with the secret; nothing of it has been looked at. */
  form: Readonly<Record<string, string>>;
  newWindowUrl: string;
}

/** Answers what a platform made a browser post to our redirect address: a launch, or its own refusal. */
export async function receiveLaunch(lti: Lti, post: LaunchPost): Promise<LaunchOutcome> {
  let returned: ReturnedLogin | undefined;
  let payload: unknown;
  let form: LaunchForm | undefined;
  try {
    form = readLaunchForm(post.form);
    returned = await readLogin(lti, form.state);
    const binding = post.bindingOf(form.state);
    if (binding === undefined) {
      const unproven = await findUnproven(lti, returned, form);
      if (unproven !== undefined) return unproven;
    }
    checkBinding(returned, binding);
    payload = await readAnswer(lti, returned, form);
    const storageTarget = post.fromStorage === true ? returned.login.storageTarget : null;
    const opened = await open(lti, returned, { payload, form, storageTarget });
    await notePlatformCheck(lti.db, returned.platform, checkOf(opened), { now: lti.now(), ok: true });
    return { ...opened, frameOrigins: returned.platform.frame_origins, state: form.state };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Rule 14: whatever comes of a launch, its state is used up.
    if (returned !== undefined) await useState(lti.db, returned.login);
    // Only what the platform signed says anything about the platform.
    if (returned !== undefined && payload !== undefined) await noteRefusal(lti, returned, error);
    return {
      ...(await refuse(lti, error, { returned, payload })),
      frameOrigins: returned?.platform.frame_origins ?? [],
      state: form?.state,
    };
  }
}

/**
 * Most launches bring nothing new, and one statement opens them. For the others the platform is read anew, and every check
 * of the message done once more: nothing that was kept in memory opens a session.
 */
async function open(
  lti: Lti,
  returned: ReturnedLogin,
  { payload, form, storageTarget }: { payload: unknown; form: LaunchForm; storageTarget: string | null },
): Promise<OpenedLaunch> {
  const known = await openKnownLaunch(lti, checkClaims(lti, returned, payload), { storageTarget });
  if (!known.used) throw unknownState();
  if (known.session !== undefined) return known.session;
  const again = await readPlatformAgain(lti, returned);
  const launch = checkClaims(lti, again, await readAnswer(lti, again, form));
  return await openLaunch(lti, launch, { storageTarget });
}

/** Rule 9. The state stays good: it is used up when the secret comes. Throws `state-unknown` where it has been. */
async function findUnproven(
  lti: Lti,
  returned: ReturnedLogin,
  form: LaunchForm,
): Promise<LaunchOutcome | undefined> {
  const { login, platform } = returned;
  // The cookie goes with its first use: who goes back a page and posts again is not told of cookies.
  if (await isUsedState(lti.db, login.stateHash)) throw unknownState();
  const storage = platformStorage(platform, login.storageTarget);
  const newWindowUrl = await restart(lti, returned);
  if (storage === undefined || newWindowUrl === undefined) return undefined;
  const { state, id_token: idToken, error, error_description: description } = form;
  const fields = { state, id_token: idToken, error, error_description: description };
  return {
    kind: 'unproven',
    slot: storageSlot(storage, state),
    form: Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    newWindowUrl,
    frameOrigins: platform.frame_origins,
    state: undefined,
  };
}

function checkOf(opened: OpenedLaunch): 'launch' | 'deepLink' {
  return opened.kind === 'opened' && opened.page === 'pick' ? 'deepLink' : 'launch';
}

/** The verified payload; the platform's own refusal (error=login_required and the like) is thrown. */
async function readAnswer(lti: Lti, returned: ReturnedLogin, form: LaunchForm): Promise<unknown> {
  if (form.error !== undefined) {
    throw new LaunchError('platform-refused', sentenceOfRefusal(form.error, form.error_description));
  }
  if (form.id_token === undefined) {
    throw new LaunchError('token-missing', 'The LMS answered without a launch message.');
  }
  const { platform } = returned;
  try {
    const payload = await verifyIdToken(lti, returned, form.id_token);
    await notePlatformCheck(lti.db, platform, 'keys', { now: lti.now(), ok: true });
    return payload;
  } catch (error) {
    if (error instanceof LaunchError && error.code === 'platform-keys-unavailable') {
      const message = error.cause instanceof AppError ? error.cause.message : error.message;
      await notePlatformCheck(lti.db, platform, 'keys', { now: lti.now(), ok: false, message });
    }
    throw error;
  }
}

function sentenceOfRefusal(error: string, description = ''): string {
  if (error === 'login_required')
    return 'You are not signed in to the LMS in this browser. Sign in there and try again.';
  const said = (description || error).slice(0, 300);
  return `The LMS refused the launch. It says: ${said}`;
}

async function noteRefusal(lti: Lti, { platform }: ReturnedLogin, error: AppError): Promise<void> {
  await notePlatformCheck(lti.db, platform, 'launch', { now: lti.now(), ok: false, message: error.message });
}

async function refuse(
  lti: Lti,
  error: AppError,
  { returned, payload }: { returned: ReturnedLogin | undefined; payload: unknown },
): Promise<RefusedLaunch> {
  const returnUrl = payload === undefined ? undefined : returnAddress(payload, error);
  return {
    kind: 'refused',
    error,
    returnUrl,
    // Rule 22.
    sendBack: error instanceof LaunchError && error.sendBack && returnUrl?.startsWith('https:') === true,
    newWindowUrl:
      error.code === 'browser-cookie-missing' && returned !== undefined
        ? await restart(lti, returned)
        : undefined,
  };
}

function returnAddress(payload: unknown, error: AppError): string | undefined {
  const address = webAddress(readReturnUrl(payload));
  if (address === null) return undefined;
  const url = new URL(address);
  url.searchParams.set('lti_errormsg', error.message);
  return url.href;
}

/** Not every platform takes a login twice (Moodle does not); this is for browsers that do not say when they are framed. */
async function restart(lti: Lti, { login, platform }: ReturnedLogin): Promise<string | undefined> {
  const hints = login.hints ?? (await findLoginHints(lti.db, login.stateHash));
  if (hints === undefined) return undefined;
  return loginInNewWindow(lti, {
    iss: platform.issuer,
    client_id: platform.client_id,
    login_hint: hints.loginHint,
    target_link_uri: login.targetLinkUri,
    ...(hints.messageHint === null ? {} : { lti_message_hint: hints.messageHint }),
    ...(login.deploymentHint === null ? {} : { lti_deployment_id: login.deploymentHint }),
  });
}
