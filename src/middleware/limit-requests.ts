import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { AppError } from '../../domain/app-error.ts';

/** How often one network address may ask, and what it is told when it asks more often (429). */
interface Limit {
  perMinute: number;
  code: string;
  sentence: string;
  /** Only what is refused counts: guesses. */
  onlyFailures?: boolean;
}

/** Refuses requests above the limit, as an `AppError`, which becomes a problem or a page like any other. */
export function limitRequests({ perMinute, code, sentence, onlyFailures = false }: Limit): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: onlyFailures,
    handler: (_req, _res, next) => {
      next(new AppError(code, sentence, { status: 429 }));
    },
  });
}
