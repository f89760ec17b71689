import { sql } from 'kysely';
import type { Db } from './database.ts';

/** One key pair of ours; the private half is encrypted by who uses it. */
export interface ToolKeyRecord {
  kid: string;
  publicJwk: Record<string, unknown>;
  privateJwkEncrypted: Buffer;
  createdAt: Date;
  /** Null: it may sign. */
  retiredAt: Date | null;
}

/** Keys that sign, and those retired after `since`; newest first. */
export async function listToolKeys(db: Db, since: Date): Promise<ToolKeyRecord[]> {
  return await db
    .selectFrom('tool_keys')
    .select([
      'kid',
      'public_jwk as publicJwk',
      'private_jwk_encrypted as privateJwkEncrypted',
      'created_at as createdAt',
      'retired_at as retiredAt',
    ])
    .where((eb) => eb.or([eb('retired_at', 'is', null), eb('retired_at', '>', since)]))
    .orderBy('created_at', 'desc')
    .execute();
}

/** Keeps a new key that signs from now on. */
export async function insertToolKey(
  db: Db,
  key: Pick<ToolKeyRecord, 'kid' | 'publicJwk' | 'privateJwkEncrypted' | 'createdAt'>,
): Promise<void> {
  await db
    .insertInto('tool_keys')
    .values({
      kid: key.kid,
      public_jwk: JSON.stringify(key.publicJwk),
      private_jwk_encrypted: key.privateJwkEncrypted,
      created_at: key.createdAt,
      retired_at: null,
    })
    .execute();
}

/** Every signing key but `kid` signs no more; it stays published for a while. */
export async function retireOtherToolKeys(db: Db, kid: string, now: Date): Promise<void> {
  await db
    .updateTable('tool_keys')
    .set({ retired_at: now })
    .where('kid', '!=', kid)
    .where('retired_at', 'is', null)
    .execute();
}

/** Nobody else makes or retires keys until the transaction ends. */
export async function lockToolKeys(transaction: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('tool_keys'))`.execute(transaction);
}
