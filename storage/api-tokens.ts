import { sql } from 'kysely';
import type { Db } from './database.ts';

/** API tokens of an organisation, newest first; the secrets are not kept. */
export async function listApiTokens(
  db: Db,
  organisationId: string,
): Promise<{ id: string; name: string; created_at: Date; last_used_at: Date | null }[]> {
  return await db
    .selectFrom('api_tokens')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at', 'desc')
    .execute();
}

export async function insertApiToken(
  db: Db,
  token: { organisationId: string; name: string; tokenHash: Buffer },
): Promise<{ id: string; name: string; created_at: Date; last_used_at: Date | null }> {
  return await db
    .insertInto('api_tokens')
    .values({ organisation_id: token.organisationId, name: token.name, token_hash: token.tokenHash })
    .returning(['id', 'name', 'created_at', 'last_used_at'])
    .executeTakeFirstOrThrow();
}

/** Whose token it is. Its time of use is kept to the minute, so that reads stay reads. */
export async function findApiToken(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<{ id: string; organisation_id: string } | undefined> {
  const token = await db
    .selectFrom('api_tokens')
    .select(['id', 'organisation_id'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (!token) return undefined;
  await db
    .updateTable('api_tokens')
    .set({ last_used_at: now })
    .where('id', '=', token.id)
    .where((eb) =>
      eb.or([
        eb('last_used_at', 'is', null),
        eb('last_used_at', '<', sql<Date>`${now}::timestamptz - interval '1 minute'`),
      ]),
    )
    .execute();
  return token;
}

export async function deleteApiToken(db: Db, organisationId: string, id: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('api_tokens')
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
