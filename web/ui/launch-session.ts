import type { LaunchBearer, LaunchStorage } from '../../domain/api/launch.ts';
import type { ApiOptions } from './api.ts';

/**
 * Who a launch's page is to the service: by cookie, which needs nothing here; or, in a frame without cookies, by a bearer
 * token that the address's one-time code is exchanged for. The token lives in this page's memory. For a reload it is kept
 * in the tab where the browser allows it, else in the LMS's page.
 */
export function openLaunchSession(launchId: string): Pick<ApiOptions, 'headers' | 'session'> {
  const root = `/api/launches/${launchId}`;
  const key = `afterclass_launch_${launchId}`;
  let token: string | undefined;
  let recovering: Promise<boolean> | undefined;
  const ready = begin();

  return {
    headers: () => ({ 'x-launch': launchId, ...(token && { authorization: `Bearer ${token}` }) }),
    session: {
      ready: () => ready,
      recover: () => (recovering ??= recover()),
    },
  };

  async function begin(): Promise<void> {
    const code = new URLSearchParams(location.hash.slice(1)).get('code');
    if (code === null) {
      token = tab.get(key);
      return;
    }
    history.replaceState(history.state, '', location.pathname + location.search);
    take(await ask<LaunchBearer>(`${root}/token`, { code }));
  }

  /** After a reload in a frame that keeps nothing: the LMS may still have the token. */
  async function recover(): Promise<boolean> {
    const before = token;
    const storage = await ask<LaunchStorage>(`${root}/storage`);
    if (storage === undefined) return false;
    const { getData } = await import('/lti/assets/platform-storage.js');
    token = await getData(storage, key);
    return token !== undefined && token !== before;
  }

  function take(bearer: LaunchBearer | undefined): void {
    if (bearer === undefined) return;
    token = bearer.token;
    window.setTimeout(() => void renew(), (Date.parse(bearer.expiresAt) - Date.now()) / 2);
    if (!tab.set(key, bearer.token)) void keepWithLms(bearer.token);
  }

  async function renew(): Promise<void> {
    take(await ask<LaunchBearer>(`${root}/token/renew`, {}));
  }

  async function keepWithLms(value: string): Promise<void> {
    const storage = await ask<LaunchStorage>(`${root}/storage`);
    if (storage === undefined) return;
    const { putData } = await import('/lti/assets/platform-storage.js');
    await putData(storage, key, value);
  }

  /** Our own server's answer, taken at its word; undefined for any refusal: the page's own requests say why. */
  async function ask<T>(path: string, body?: object): Promise<T | undefined> {
    const answer = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        'x-launch': launchId,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => undefined);
    return answer?.ok === true ? ((await answer.json()) as T) : undefined;
  }
}

/** This tab's memory, where a browser gives one to a page in a frame. */
const tab = {
  get(key: string): string | undefined {
    try {
      return sessionStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(key: string, value: string): boolean {
    try {
      sessionStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  },
};
