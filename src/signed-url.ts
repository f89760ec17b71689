import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../domain/app-error.ts';

/** How long a media address works: long enough to watch a chapter in one sitting. */
const validForMs = 6 * 3600_000;
/** Addresses made within the same quarter of an hour are equal, so that browsers can cache. */
const roundToMs = 15 * 60_000;

/** `path` with the time it ends and a signature over both. */
export function signMediaUrl(key: Buffer, path: string, now: Date): string {
  const expires = Math.ceil((now.getTime() + validForMs) / roundToMs) * roundToMs;
  return `${path}?expires=${expires}&signature=${signatureOf(key, path, String(expires))}`;
}

/** Throws `media-url-expired` or `media-url-invalid`, both 403. */
export function verifyMediaUrl(
  key: Buffer,
  path: string,
  query: { expires?: unknown; signature?: unknown },
  now: Date,
): void {
  const { expires, signature } = query;
  if (typeof expires !== 'string' || typeof signature !== 'string') throw invalid();
  const given = Buffer.from(signature, 'base64url');
  const right = Buffer.from(signatureOf(key, path, expires), 'base64url');
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw invalid();
  if (Number(expires) <= now.getTime()) {
    throw new AppError('media-url-expired', 'This address has expired. Reload the page.', { status: 403 });
  }
}

function signatureOf(key: Buffer, path: string, expires: string): string {
  return createHmac('sha256', key).update(`${path}\n${expires}`).digest('base64url');
}

function invalid(): AppError {
  return new AppError('media-url-invalid', 'This address is not valid. Reload the page.', { status: 403 });
}
