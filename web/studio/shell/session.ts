import { signal } from '@preact/signals';
import { sessionSchema, type Session } from '../../../domain/api/account.ts';
import { createApi, nothing, ApiError, type Api } from '../../ui/api.ts';

/** Who is signed in; undefined until the service has said so. */
export const session = signal<Session | undefined>(undefined);

/** True once a request found the session ended: the page stays, and a dialog asks to sign in again. */
export const sessionEnded = signal(false);

const plainApi = createApi({
  headers: () => ({ 'x-csrf-token': session.value?.csrfToken ?? '' }),
  onSignedOut: () => {
    if (session.value?.user) sessionEnded.value = true;
  },
});

/** The studio's client: carries the CSRF token, and fetches a fresh one when another tab has made it stale. */
export const api: Api = {
  get: plainApi.get,
  post: (path, answer, request) => withFreshToken(() => plainApi.post(path, answer, request)),
  put: (path, answer, request) => withFreshToken(() => plainApi.put(path, answer, request)),
  patch: (path, answer, request) => withFreshToken(() => plainApi.patch(path, answer, request)),
  delete: (path, answer, request) => withFreshToken(() => plainApi.delete(path, answer, request)),
};

/** Asks the service who is signed in. */
export async function loadSession(): Promise<void> {
  const loaded = await plainApi.get('/api/session', sessionSchema);
  session.value = loaded;
  if (loaded.user) sessionEnded.value = false;
}

/** Signs in; throws `ApiError` when the address or password is wrong. */
export async function signIn(email: string, password: string): Promise<void> {
  startSession(await api.post('/api/session', sessionSchema, { body: { email, password } }));
}

/** Takes in the session that signing in, setting up or redeeming a link answered with. */
export function startSession(started: Session): void {
  session.value = started;
  sessionEnded.value = false;
}

/** Signs out in this browser. */
export async function signOut(): Promise<void> {
  await api.delete('/api/session', nothing);
  await loadSession();
}

/** Fetches a fresh CSRF token. Where the session has ended meanwhile, the page stays and asks to sign in again. */
export async function refreshToken(): Promise<void> {
  const loaded = await plainApi.get('/api/session', sessionSchema);
  const before = session.value;
  const hasEnded = before?.user && !loaded.user;
  session.value = hasEnded ? { ...before, csrfToken: loaded.csrfToken } : loaded;
  if (hasEnded) sessionEnded.value = true;
}

async function withFreshToken<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403 || !error.code.includes('csrf')) throw error;
    await refreshToken();
    return send();
  }
}
