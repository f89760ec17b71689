import type { IncomingMessage, ServerResponse } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';
import { AppError } from '../domain/app-error.ts';
import { clientAddress } from './client-address.ts';

const windowMs = 60_000;
/** Networks that are counted apart in one minute; more than that is no school, and is counted afresh. */
const maxCounted = 100_000;

/**
 * Counts the logins of a network address in each minute; above the limit it throws `too-many-logins` (429). It stands before
 * every launch, so it counts in place, without the store and headers of limitRequests. A whole school may stand behind one address.
 */
export function createLoginLimit(options: {
  perMinute: number;
  now: () => Date;
}): (req: IncomingMessage, res: ServerResponse) => void {
  const counts = new Map<string, number>();
  let window = NaN;

  return (req, res) => {
    const nowMs = options.now().getTime();
    const current = Math.floor(nowMs / windowMs);
    if (current !== window || counts.size >= maxCounted) counts.clear();
    window = current;
    const address = ipKeyGenerator(clientAddress(req));
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count <= options.perMinute) return;
    res.setHeader('Retry-After', Math.ceil(((current + 1) * windowMs - nowMs) / 1000));
    throw new AppError('too-many-logins', 'Too many launches from your network. Wait a minute.', {
      status: 429,
    });
  };
}
