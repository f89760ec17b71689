import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Sets a cookie that survives inside the frame of an LMS on another site, where other third-party cookies are dropped:
 * `Partitioned` (CHIPS; LTI.md rule 8, MOODLE.md §1). Name and value are of our making: hex, base64url, `-` and `_`.
 */
export function setFramedCookie(res: ServerResponse, name: string, value: string, expires: Date): void {
  res.appendHeader(
    'Set-Cookie',
    `${name}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; Secure; Partitioned; SameSite=None`,
  );
}

/** Takes one back. */
export function clearFramedCookie(res: ServerResponse, name: string): void {
  setFramedCookie(res, name, '', new Date(0));
}

/** The value of a cookie that the browser sent, not checked; undefined without one. */
export function readCookie(req: IncomingMessage, name: string): string | undefined {
  const start = `${name}=`;
  for (const cookie of (req.headers.cookie ?? '').split(';')) {
    const trimmed = cookie.trim();
    if (trimmed.startsWith(start)) return trimmed.slice(start.length);
  }
  return undefined;
}
