import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import type { FetchPlatform } from '../services/fetch-platform.ts';
import { LaunchError } from '../lti-error.ts';

/** The public keys of platforms, by their key set's address (rule 16). */
export interface PlatformKeys {
  /** The RSA key of that kid: from the copy, or fetched. Throws `LaunchError` `kid-unknown` (401) or `platform-keys-unavailable` (503). */
  find(jwksUrl: string, kid: string): Promise<KeyObject>;
  /** Fetches the set anew, whatever its age, and gives the number of fit keys; throws what went wrong. */
  refresh(jwksUrl: string): Promise<number>;
}

/** After a fetch, an unknown kid is not looked for again for so long; short, so that a rotated key is soon taken. */
const cooldownMs = 3_000;
const defaultMaxAgeMs = 3600_000;
/** Whatever cache-control says. */
const maxAgeCapMs = 24 * 3600_000;
const maxKeySets = 5_000;

interface KeySet {
  keys: Map<string, KeyObject>;
  freshUntilMs: number;
  /** When the last fetch began, failed ones too. */
  triedMs: number;
  fetching: Promise<void> | undefined;
  failure: Error | undefined;
}

/** Key sets fetched when first asked for, kept by cache-control, used stale while the platform is down. */
export function createPlatformKeys(options: { fetchPlatform: FetchPlatform; now: () => Date }): PlatformKeys {
  const { fetchPlatform } = options;
  const nowMs = () => options.now().getTime();
  const sets = new Map<string, KeySet>();

  return {
    async find(jwksUrl, kid) {
      const set = setOf(jwksUrl);
      if (nowMs() >= set.freshUntilMs || !set.keys.has(kid)) await fetchUnlessJustTried(jwksUrl, set);
      const key = set.keys.get(kid);
      if (key !== undefined) return key;
      if (set.failure !== undefined) {
        throw new LaunchError(
          'platform-keys-unavailable',
          'The LMS’s keys could not be fetched. Try again shortly.',
          {
            status: 503,
            cause: set.failure,
          },
        );
      }
      throw new LaunchError('kid-unknown', 'The launch is signed with a key that the LMS does not publish.');
    },
    async refresh(jwksUrl) {
      const set = setOf(jwksUrl);
      await (set.fetching ?? startFetch(jwksUrl, set));
      if (set.failure !== undefined) throw set.failure;
      return set.keys.size;
    },
  };

  function setOf(jwksUrl: string): KeySet {
    const known = sets.get(jwksUrl);
    if (known !== undefined) return known;
    const [oldest] = sets.keys();
    if (sets.size >= maxKeySets && oldest !== undefined) sets.delete(oldest);
    const set: KeySet = {
      keys: new Map(),
      freshUntilMs: 0,
      triedMs: -Infinity,
      fetching: undefined,
      failure: undefined,
    };
    sets.set(jwksUrl, set);
    return set;
  }

  async function fetchUnlessJustTried(jwksUrl: string, set: KeySet): Promise<void> {
    if (set.fetching === undefined && nowMs() - set.triedMs < cooldownMs) return;
    await (set.fetching ?? startFetch(jwksUrl, set));
  }

  /** Never rejects: a failure is noted in the set, whose former keys stay. */
  function startFetch(jwksUrl: string, set: KeySet): Promise<void> {
    set.triedMs = nowMs();
    set.fetching = fetchKeySet(fetchPlatform, jwksUrl)
      .then(
        ({ keys, maxAgeMs }) => {
          set.keys = keys;
          set.freshUntilMs = nowMs() + maxAgeMs;
          set.failure = undefined;
        },
        (error: unknown) => {
          set.failure = error instanceof Error ? error : new Error(String(error));
        },
      )
      .finally(() => (set.fetching = undefined));
    return set.fetching;
  }
}

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) });

async function fetchKeySet(
  fetchPlatform: FetchPlatform,
  jwksUrl: string,
): Promise<{ keys: Map<string, KeyObject>; maxAgeMs: number }> {
  const answer = await fetchPlatform(jwksUrl, { headers: { accept: 'application/json' } });
  if (answer.status !== 200) {
    throw new AppError('platform-keys-refused', `The key set’s address answered ${answer.status}.`, {
      status: 502,
    });
  }
  const keys = new Map<string, KeyObject>();
  for (const jwk of readKeySet(answer.text)) {
    const key = importKey(jwk);
    if (key !== undefined) keys.set(key.kid, key.publicKey);
  }
  return { keys, maxAgeMs: maxAgeOf(answer.header('cache-control')) };
}

function readKeySet(text: string): Record<string, unknown>[] {
  try {
    return keySetSchema.parse(JSON.parse(text)).keys;
  } catch (cause) {
    throw new AppError('platform-keys-malformed', 'The key set’s address answered no key set.', {
      status: 502,
      cause,
    });
  }
}

const rsaKeySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(500),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
});
const minModulusBits = 2048;

/** RSA keys for RS256 of 2048 bits or more; others in the set are passed over. */
function importKey(jwk: Record<string, unknown>): { kid: string; publicKey: KeyObject } | undefined {
  const parsed = rsaKeySchema.safeParse(jwk);
  if (!parsed.success) return undefined;
  const { kid, n, e } = parsed.data;
  try {
    const publicKey = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits < minModulusBits ? undefined : { kid, publicKey };
  } catch {
    return undefined;
  }
}

function maxAgeOf(cacheControl = ''): number {
  if (/no-(store|cache)/i.test(cacheControl)) return 0;
  const [, seconds] = /max-age=(\d{1,9})/i.exec(cacheControl) ?? [];
  return seconds === undefined ? defaultMaxAgeMs : Math.min(Number(seconds) * 1000, maxAgeCapMs);
}
