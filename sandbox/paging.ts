import type { Request } from 'express';
import type { SandboxContext } from './context.ts';
import { SandboxError } from './sandbox-error.ts';

/** One page of a list, and the address of the next. */
export interface Page<Member> {
  members: Member[];
  next?: string;
}

/** Cuts a list by the request's `limit` and `from`; the next address keeps all other parameters. */
export function pageOf<Member>(
  ctx: SandboxContext,
  request: Request,
  all: readonly Member[],
  defaultLimit: number,
): Page<Member> {
  const limit = readCount(request, 'limit', defaultLimit);
  const from = readCount(request, 'from', 0);
  const members = all.slice(from, from + limit);
  if (from + limit >= all.length) return { members };
  const next = new URL(request.originalUrl, ctx.origin);
  next.searchParams.set('limit', String(limit));
  next.searchParams.set('from', String(from + limit));
  return { members, next: next.href };
}

/** The `Link` header of a next page (RFC 8288). */
export function nextLink(url: string): string {
  return `<${url}>; rel="next"`;
}

function readCount(request: Request, name: 'limit' | 'from', fallback: number): number {
  const given = request.query[name];
  if (given === undefined) return fallback;
  const count = typeof given === 'string' && /^\d{1,6}$/.test(given) ? Number(given) : -1;
  if (count < 0 || (name === 'limit' && count === 0))
    throw new SandboxError(400, 'invalid-page', `${name} must be a whole number.`);
  return count;
}
