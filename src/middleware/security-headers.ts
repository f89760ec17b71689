import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const directives = (frameAncestors: readonly string[], mediaOrigins: readonly string[]): string =>
  Object.entries({
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
    'form-action': ["'self'"],
    'frame-ancestors': frameAncestors.length > 0 ? frameAncestors : ["'none'"],
  })
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');

/**
 * Headers for every answer. No page may be framed unless its route calls `allowFraming`; there is no
 * X-Frame-Options, which cannot name an LMS (LTI.md rule 13).
 */
export function createSecurityHeaders(options: {
  https: boolean;
  mediaOrigins: readonly string[];
}): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: false,
      frameguard: false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: options.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    }),
    (_req, res, next) => {
      res.locals['mediaOrigins'] = options.mediaOrigins;
      res.setHeader('Content-Security-Policy', directives([], options.mediaOrigins));
      next();
    },
  ];
}

/** Lets the page be framed by these origins, and keep its opener (registration and new-window launches need it). */
export function allowFraming(
  res: Response,
  origins: readonly string[],
  formAction: readonly string[] = [],
): void {
  const locals: unknown = res.locals['mediaOrigins'];
  const mediaOrigins = Array.isArray(locals) ? locals.filter((origin) => typeof origin === 'string') : [];
  const policy = directives(origins, mediaOrigins);
  res.setHeader(
    'Content-Security-Policy',
    formAction.length > 0
      ? policy.replace("form-action 'self'", `form-action 'self' ${formAction.join(' ')}`)
      : policy,
  );
  res.setHeader('Cross-Origin-Opener-Policy', 'unsafe-none');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}
