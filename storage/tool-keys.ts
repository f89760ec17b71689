import { sql } from 'kysely';
import type { Db } from './database.ts';

/** One key pair of an organisation; the private half is encrypted by who uses it. */
export interface ToolKeyRecord {
  organisationId: string;
  kid: string;
  publicJwk: Record<string, unknown>;
  privateJwkEncrypted: Buffer;
  createdAt: Date;
  /** Null: it may sign. */
  retiredAt: Date | null;
}

/** An organisation's keys that sign, and those retired after `since`; newest first. */
export async function listToolKeys(db: Db, organisationId: string, since: Date): Promise<ToolKeyRecord[]> {
  return await selectToolKeys(db, since).where('organisation_id', '=', organisationId).execute();
}

/** The same of all organisations. */
export async function listAllToolKeys(db: Db, since: Date): Promise<ToolKeyRecord[]> {
  return await selectToolKeys(db, since).execute();
}

/** Organisations that have no key to sign with. */
export async function listKeylessOrganisations(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('organisations as organisation')
    .select('organisation.id')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tool_keys as key')
            .select('key.kid')
            .whereRef('key.organisation_id', '=', 'organisation.id')
            .where('key.retired_at', 'is', null),
        ),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}

function selectToolKeys(db: Db, since: Date) {
  return db
    .selectFrom('tool_keys')
    .select([
      'organisation_id as organisationId',
      'kid',
      'public_jwk as publicJwk',
      'private_jwk_encrypted as privateJwkEncrypted',
      'created_at as createdAt',
      'retired_at as retiredAt',
    ])
    .where((eb) => eb.or([eb('retired_at', 'is', null), eb('retired_at', '>', since)]))
    .orderBy('created_at', 'desc');
}

/** Keeps a new key that signs from now on. */
export async function insertToolKey(
  db: Db,
  key: Pick<ToolKeyRecord, 'organisationId' | 'kid' | 'publicJwk' | 'privateJwkEncrypted' | 'createdAt'>,
): Promise<void> {
  await db
    .insertInto('tool_keys')
    .values({
      organisation_id: key.organisationId,
      kid: key.kid,
      public_jwk: JSON.stringify(key.publicJwk),
      private_jwk_encrypted: key.privateJwkEncrypted,
      created_at: key.createdAt,
      retired_at: null,
    })
    .execute();
}

/** Every signing key of the key's organisation but itself signs no more; it stays published for a while. */
export async function retireOtherToolKeys(
  db: Db,
  { organisationId, kid }: Pick<ToolKeyRecord, 'organisationId' | 'kid'>,
  now: Date,
): Promise<void> {
  await db
    .updateTable('tool_keys')
    .set({ retired_at: now })
    .where('organisation_id', '=', organisationId)
    .where('kid', '!=', kid)
    .where('retired_at', 'is', null)
    .execute();
}

/** Nobody else makes or retires keys of the organisation until the transaction ends. */
export async function lockToolKeys(transaction: Db, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tool-keys ${organisationId}`}, 0))`.execute(
    transaction,
  );
}
