import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

/** A fresh launch secret (base64url of 32 random bytes) and the hash that `launches.secret_hash` keeps. */
export function newLaunchSecret(): { secret: string; secretHash: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, secretHash: hashLaunchSecret(secret) };
}

/** SHA-256 of a launch secret as its cookie carries it. */
export function hashLaunchSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The cookie's name. One cookie a launch, so that several activities open side by side in one browser. */
export function launchCookieName(launchId: string): string {
  return `launch_${launchId}`;
}

/**
 * Gives the browser the launch's secret. `Partitioned` (CHIPS) is what survives inside the frame of an LMS on
 * another site, where other third-party cookies are dropped (LTI.md §2.2, MOODLE.md §1).
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
