import type { Db } from './database.ts';

/** An invitation to register one platform in an organisation. */
export async function insertInvite(
  db: Db,
  invite: { organisationId: string; tokenHash: Buffer; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('platform_invites')
    .values({
      organisation_id: invite.organisationId,
      token_hash: invite.tokenHash,
      expires_at: invite.expiresAt,
      used_at: null,
    })
    .execute();
}

/** The invitation if it can still be used: its organisation's id and name. */
export async function findOpenInvite(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<{ organisationId: string; organisationName: string } | undefined> {
  return await db
    .selectFrom('platform_invites')
    .innerJoin('organisations', 'organisations.id', 'platform_invites.organisation_id')
    .select(['organisations.id as organisationId', 'organisations.name as organisationName'])
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Uses the invitation up and gives its organisation; undefined when it is unknown, used or expired. */
export async function takeInvite(db: Db, tokenHash: Buffer, now: Date): Promise<string | undefined> {
  const row = await db
    .updateTable('platform_invites')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('organisation_id')
    .executeTakeFirst();
  return row?.organisation_id;
}

/** Gives an invitation back after a registration that came to nothing. */
export async function returnInvite(db: Db, tokenHash: Buffer): Promise<void> {
  await db
    .updateTable('platform_invites')
    .set({ used_at: null })
    .where('token_hash', '=', tokenHash)
    .execute();
}
