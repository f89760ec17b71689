import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import type { Db } from '../../storage/database.ts';
import {
  insertToolKey,
  listToolKeys,
  lockToolKeys,
  retireOtherToolKeys,
  type ToolKeyRecord,
} from '../../storage/tool-keys.ts';

/** The key that signs now. */
export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
}

/** Our own key pairs (rule 29). */
export interface ToolKeys {
  /** The newest key that signs; made when there is none yet. */
  signingKey(): Promise<SigningKey>;
  /** What /lti/jwks answers: the signing key and those retired within the overlap. */
  publicJwks(): Promise<{ keys: Record<string, unknown>[] }>;
  /** Signs with a new key from now on, here at once and elsewhere within a minute; gives its kid. */
  rotate(): Promise<string>;
}

/** How long a retired key stays published: longer than any platform keeps its copy of our key set. */
const overlapMs = 7 * 24 * 3600_000;
/** How long a process signs with what it read last. */
const freshMs = 60_000;

/** Keys in the database, private halves encrypted with `encryptionKey` (32 bytes, AES-256-GCM). */
export function createToolKeys(options: { db: Db; encryptionKey: Buffer; now: () => Date }): ToolKeys {
  const { db, encryptionKey, now } = options;
  let cached: { key: Promise<SigningKey>; untilMs: number } | undefined;

  return {
    signingKey() {
      if (cached !== undefined && cached.untilMs > now().getTime()) return cached.key;
      const key = readSigningKey(db, encryptionKey, now);
      cached = { key, untilMs: now().getTime() + freshMs };
      key.catch(() => (cached = undefined));
      return key;
    },
    async publicJwks() {
      const keys = await listToolKeys(db, new Date(now().getTime() - overlapMs));
      if (keys.some((key) => key.retiredAt === null)) return { keys: keys.map((key) => key.publicJwk) };
      const { publicJwk } = await ensureKey(db, encryptionKey, now);
      return { keys: [publicJwk, ...keys.map((key) => key.publicJwk)] };
    },
    async rotate() {
      const made = await makeKey(encryptionKey, now());
      await db.transaction().execute(async (transaction) => {
        await lockToolKeys(transaction);
        await insertToolKey(transaction, made);
        await retireOtherToolKeys(transaction, made.kid, now());
      });
      cached = undefined;
      return made.kid;
    },
  };
}

async function readSigningKey(db: Db, encryptionKey: Buffer, now: () => Date): Promise<SigningKey> {
  const [newest] = await listToolKeys(db, now());
  const record = newest?.retiredAt === null ? newest : await ensureKey(db, encryptionKey, now);
  const jwk = privateJwkSchema.parse(
    JSON.parse(decrypt(encryptionKey, record.kid, record.privateJwkEncrypted)),
  );
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
async function ensureKey(db: Db, encryptionKey: Buffer, now: () => Date): Promise<NewToolKey> {
  return await db.transaction().execute(async (transaction) => {
    await lockToolKeys(transaction);
    const existing = (await listToolKeys(transaction, now())).find((key) => key.retiredAt === null);
    if (existing) return existing;
    const made = await makeKey(encryptionKey, now());
    await insertToolKey(transaction, made);
    return made;
  });
}

async function makeKey(encryptionKey: Buffer, createdAt: Date): Promise<NewToolKey> {
  const pair = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
  return {
    kid,
    publicJwk: { ...publicJwk, kid, alg: 'RS256', use: 'sig' },
    privateJwkEncrypted: encrypt(encryptionKey, kid, privateJwk),
    createdAt,
  };
}

const ivBytes = 12;
const tagBytes = 16;

/** iv, tag, ciphertext; the kid is bound to it, so that rows cannot be exchanged. */
function encrypt(key: Buffer, kid: string, text: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(kid));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
}

function decrypt(key: Buffer, kid: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(kid)).setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const text = decipher.update(sealed.subarray(ivBytes + tagBytes));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError(
      'tool-keys-unreadable',
      'The service’s LTI keys were made under another secret. Give it back its AFTERCLASS_SECRET, or rotate the keys.',
      { status: 500, cause },
    );
  }
}
