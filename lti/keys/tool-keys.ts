import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import type { Db } from '../../storage/database.ts';
import {
  insertToolKey,
  listAllToolKeys,
  listKeylessOrganisations,
  listToolKeys,
  lockToolKeys,
  retireOtherToolKeys,
  type ToolKeyRecord,
} from '../../storage/tool-keys.ts';
import { sealText, unsealText } from './sealed-text.ts';

/** The key that signs now. */
export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
}

/** Our own key pairs (rule 29): every organisation signs with its own. */
export interface ToolKeys {
  /** The organisation's newest key that signs; made when there is none yet. */
  signingKey(organisationId: string): Promise<SigningKey>;
  /** The signing key and those retired within the overlap, of one organisation or of all; none of one that is unknown. */
  publicJwks(organisationId?: string): Promise<{ keys: Record<string, unknown>[] }>;
  /** The organisation signs with a new key from now on, here at once and elsewhere within a minute; gives its kid. */
  rotate(organisationId: string): Promise<string>;
}

/** How long a retired key stays published: longer than any platform keeps its copy of our key set. */
const overlapMs = 7 * 24 * 3600_000;
/** How long a process signs with what it read last. */
const freshMs = 60_000;

/** Keys in the database, private halves encrypted with `encryptionKey` (32 bytes, AES-256-GCM). */
export function createToolKeys(options: KeyOptions): ToolKeys {
  const { db, now } = options;
  const cached = new Map<string, { key: Promise<SigningKey>; untilMs: number }>();

  return {
    signingKey(organisationId) {
      const known = cached.get(organisationId);
      if (known !== undefined && known.untilMs > now().getTime()) return known.key;
      const key = readSigningKey(options, organisationId);
      const entry = { key, untilMs: now().getTime() + freshMs };
      cached.set(organisationId, entry);
      key.catch(() => cached.get(organisationId) === entry && cached.delete(organisationId));
      return key;
    },
    async publicJwks(organisationId) {
      // A platform may fetch the set once, when it is registered, and be called much later.
      for (const keyless of await listKeylessOrganisations(db)) await ensureKey(options, keyless);
      const since = new Date(now().getTime() - overlapMs);
      const keys =
        organisationId === undefined
          ? await listAllToolKeys(db, since)
          : await listToolKeys(db, organisationId, since);
      return { keys: keys.map((key) => key.publicJwk) };
    },
    async rotate(organisationId) {
      const made = await makeKey(options, organisationId);
      await db.transaction().execute(async (transaction) => {
        await lockToolKeys(transaction, organisationId);
        await insertToolKey(transaction, made);
        await retireOtherToolKeys(transaction, made, now());
      });
      cached.delete(organisationId);
      return made.kid;
    },
  };
}

interface KeyOptions {
  db: Db;
  encryptionKey: Buffer;
  now: () => Date;
}

async function readSigningKey(options: KeyOptions, organisationId: string): Promise<SigningKey> {
  const { db, encryptionKey, now } = options;
  const [newest] = await listToolKeys(db, organisationId, now());
  const record = newest?.retiredAt === null ? newest : await ensureKey(options, organisationId);
  const jwk = privateJwkSchema.parse(readPrivateJwk(encryptionKey, record));
  const privateKey = await importJWK(jwk, 'RS256');
  if (privateKey instanceof Uint8Array) throw new TypeError('A tool key is not a key pair.');
  return { kid: record.kid, privateKey };
}

const part = z.string();
const privateJwkSchema = z.object({
  kty: z.literal('RSA'),
  ...{ n: part, e: part, d: part, p: part, q: part, dp: part, dq: part, qi: part },
});

type NewToolKey = Omit<ToolKeyRecord, 'retiredAt'>;

/** The signing key; of several processes that find none, one makes it. */
async function ensureKey(options: KeyOptions, organisationId: string): Promise<NewToolKey> {
  return await options.db.transaction().execute(async (transaction) => {
    await lockToolKeys(transaction, organisationId);
    const keys = await listToolKeys(transaction, organisationId, options.now());
    const existing = keys.find((key) => key.retiredAt === null);
    if (existing) return existing;
    const made = await makeKey(options, organisationId);
    await insertToolKey(transaction, made);
    return made;
  });
}

async function makeKey({ encryptionKey, now }: KeyOptions, organisationId: string): Promise<NewToolKey> {
  const pair = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
  return {
    organisationId,
    kid,
    publicJwk: { ...publicJwk, kid, alg: 'RS256', use: 'sig' },
    privateJwkEncrypted: sealText(encryptionKey, kid, privateJwk),
    createdAt: now(),
  };
}

function readPrivateJwk(encryptionKey: Buffer, { kid, privateJwkEncrypted }: NewToolKey): unknown {
  try {
    return JSON.parse(unsealText(encryptionKey, kid, privateJwkEncrypted));
  } catch (cause) {
    throw new AppError(
      'tool-keys-unreadable',
      'The service’s LTI keys were made under another secret. Give it back its AFTERCLASS_SECRET, or rotate the keys.',
      { status: 500, cause },
    );
  }
}
