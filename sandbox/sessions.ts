import type { Request, Response } from 'express';
import { randomKey } from './context.ts';
import type { SandboxContext } from './context.ts';
import type { SandboxUser } from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';

/** Starts a session; gives the `Cookie` header value that carries it. */
export function startSession(ctx: SandboxContext, userId: string): string {
  const id = randomKey();
  ctx.sessions.set(id, userId);
  return `${cookieName(ctx)}=${id}`;
}

/**
 * Signs a browser in. The cookie is Lax: a frame that comes back from the tool's site does not bring it, so the pages that
 * tools send browsers to repost themselves once, as Moodle's do.
 */
export function signInBrowser(ctx: SandboxContext, response: Response, userId: string): void {
  const secure = ctx.origin.startsWith('https:') ? '; Secure' : '';
  response.setHeader('Set-Cookie', `${startSession(ctx, userId)}; Path=/; HttpOnly; SameSite=Lax${secure}`);
}

/** Who is signed in, if anybody. */
export function currentUser(ctx: SandboxContext, request: Request): SandboxUser | undefined {
  const userId = ctx.sessions.get(sessionId(ctx, request) ?? '');
  return ctx.state.users.find((user) => user.id === userId);
}

/** Who is signed in; a 401, which pages turn into the sign-in page, when nobody is. */
export function requireUser(ctx: SandboxContext, request: Request): SandboxUser {
  const user = currentUser(ctx, request);
  if (user === undefined) throw new SandboxError(401, 'not-signed-in', 'Choose who you are first.');
  return user;
}

/** The signed-in administrator. */
export function requireAdministrator(ctx: SandboxContext, request: Request): SandboxUser {
  const user = requireUser(ctx, request);
  if (!user.isAdministrator)
    throw new SandboxError(403, 'not-administrator', 'Only an administrator may do this.');
  return user;
}

/** Cookies know no ports: the name keeps two sandboxes on one host apart. */
function cookieName(ctx: SandboxContext): string {
  return `sandbox_session_${new URL(ctx.origin).port}`;
}

function sessionId(ctx: SandboxContext, request: Request): string | undefined {
  const name = cookieName(ctx);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}
