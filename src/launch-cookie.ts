import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookie, setFramedCookie } from './framed-cookies.ts';

/** Gives the browser the launch's secret (`newToken()`; `launches.secret_hash` keeps its `hashToken`). */
export function setLaunchCookie(
  res: ServerResponse,
  launchId: string,
  secret: string,
  expiresAt: Date,
): void {
  setFramedCookie(res, launchCookieName(launchId), secret, expiresAt);
}

/** The secret that the browser sent for this launch, or undefined. Its value is not checked here. */
export function readLaunchCookie(req: IncomingMessage, launchId: string): string | undefined {
  return readCookie(req, launchCookieName(launchId));
}

/** The cookie's name. One cookie a launch, so that several activities open side by side in one browser. */
function launchCookieName(launchId: string): string {
  return `launch_${launchId}`;
}
