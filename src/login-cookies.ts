import type { CookieOptions, Request, Response } from 'express';
import { bindingCookieName, type BindingCookie } from '../lti/launch/binding.ts';

/** What survives in a frame of another site (LTI.md rule 8). */
const framed: CookieOptions = {
  httpOnly: true,
  secure: true,
  sameSite: 'none',
  partitioned: true,
  path: '/',
};
const probeName = 'lti_frame';
const probeMs = 24 * 3600_000;

/** Ties the launch that is beginning to this browser. */
export function setBindingCookie(res: Response, { name, value, expiresAt }: BindingCookie): void {
  res.cookie(name, value, { ...framed, expires: expiresAt });
}

/** The binding that this browser was given for a state. */
export function readBindingCookie(req: Request, state: string): string | undefined {
  return readCookie(req, bindingCookieName(state));
}

/** It is used once. */
export function clearBindingCookie(res: Response, state: string): void {
  res.clearCookie(bindingCookieName(state), framed);
}

/** Leaves a cookie that tells, on the next request from this frame, that cookies survive in it. */
export function setProbeCookie(res: Response): void {
  res.cookie(probeName, '1', { ...framed, maxAge: probeMs });
}

/** Whether it came back. */
export function hasProbeCookie(req: Request): boolean {
  return readCookie(req, probeName) !== undefined;
}

function readCookie(req: Request, name: string): string | undefined {
  const start = `${name}=`;
  const cookies = (req.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
}
