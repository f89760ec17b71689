import type { Request, Response } from 'express';

/**
 * Gives the browser the launch's secret (`newToken()`; `launches.secret_hash` keeps its `hashToken`). `Partitioned`
 * (CHIPS) is what survives inside the frame of an LMS on another site, where other third-party cookies are dropped
 * (LTI.md §2.2, MOODLE.md §1).
 */
export function setLaunchCookie(res: Response, launchId: string, secret: string, expiresAt: Date): void {
  res.cookie(launchCookieName(launchId), secret, {
    httpOnly: true,
    secure: true,
    sameSite: 'none',
    partitioned: true,
    path: '/',
    expires: expiresAt,
  });
}

/** The secret that the browser sent for this launch, or undefined. Its value is not checked here. */
export function readLaunchCookie(req: Request, launchId: string): string | undefined {
  const start = `${launchCookieName(launchId)}=`;
  const cookies = (req.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
}

/** The cookie's name. One cookie a launch, so that several activities open side by side in one browser. */
function launchCookieName(launchId: string): string {
  return `launch_${launchId}`;
}
