import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** Policies by what they are made of; a platform's is asked for at every launch. */
const policies = new Map<string, string>();
const maxPolicies = 10_000;

function policyOf(
  frameAncestors: readonly string[],
  mediaOrigins: readonly string[],
  formAction: readonly string[] = [],
): string {
  const key = JSON.stringify([frameAncestors, mediaOrigins, formAction]);
  const known = policies.get(key);
  if (known !== undefined) return known;
  const policy = Object.entries({
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    // Shadow roots of the player bring their style elements along.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...mediaOrigins],
    'media-src': ["'self'", 'blob:', ...mediaOrigins],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...mediaOrigins],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'", ...formAction],
    'frame-ancestors': frameAncestors.length > 0 ? frameAncestors : ["'none'"],
  })
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
  if (policies.size >= maxPolicies) policies.clear();
  policies.set(key, policy);
  return policy;
}

/**
 * Headers for every answer. No page may be framed unless its route calls `allowFraming`; there is no
 * X-Frame-Options, which cannot name an LMS (LTI.md rule 13).
 */
export function createSecurityHeaders(options: {
  https: boolean;
  mediaOrigins: readonly string[];
}): RequestHandler {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: false,
      frameguard: false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: options.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    }),
  );
  headers.set('Content-Security-Policy', policyOf([], options.mediaOrigins));
  return (_req, res, next) => {
    res.locals['mediaOrigins'] = options.mediaOrigins;
    res.setHeaders(headers);
    next();
  };
}

/** What helmet sets: the same for every request, so that one is enough to ask it for. */
function headersOf(middleware: ReturnType<typeof helmet>): Map<string, string | number | readonly string[]> {
  const asked = new IncomingMessage(new Socket());
  const answer = new ServerResponse(asked);
  middleware(asked, answer, () => undefined);
  return new Map(Object.entries(answer.getHeaders()).map(([name, value]) => [name, value ?? '']));
}

/** Lets the page be framed by these origins, and keep its opener (registration and new-window launches need it). */
export function allowFraming(
  res: Response,
  origins: readonly string[],
  formAction: readonly string[] = [],
): void {
  const locals: unknown = res.locals['mediaOrigins'];
  const mediaOrigins = Array.isArray(locals) ? locals.filter((origin) => typeof origin === 'string') : [];
  res.setHeader('Content-Security-Policy', policyOf(origins, mediaOrigins, formAction));
  res.setHeader('Cross-Origin-Opener-Policy', 'unsafe-none');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}
