import type { IncomingMessage, ServerResponse } from 'node:http';
import { bindingCookieName, type BindingCookie } from '../lti/launch/binding.ts';
import { clearFramedCookie, readCookie, setFramedCookie } from './framed-cookies.ts';

const probeName = 'lti_frame';
const probeMs = 24 * 3600_000;

/** Ties the launch that is beginning to this browser. */
export function setBindingCookie(res: ServerResponse, { name, value, expiresAt }: BindingCookie): void {
  setFramedCookie(res, name, value, expiresAt);
}

/** The binding that this browser was given for a state. */
export function readBindingCookie(req: IncomingMessage, state: string): string | undefined {
  return readCookie(req, bindingCookieName(state));
}

/** It is used once. */
export function clearBindingCookie(res: ServerResponse, state: string): void {
  clearFramedCookie(res, bindingCookieName(state));
}

/** Leaves a cookie that tells, on the next request from this frame, that cookies survive in it. */
export function setProbeCookie(res: ServerResponse, now: Date): void {
  setFramedCookie(res, probeName, '1', new Date(now.getTime() + probeMs));
}

/** Whether it came back. */
export function hasProbeCookie(req: IncomingMessage): boolean {
  return readCookie(req, probeName) !== undefined;
}
