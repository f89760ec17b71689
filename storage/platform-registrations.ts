import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';

/** Where a platform lets our registration be changed, and the token for it, encrypted. */
export interface KeptRegistration {
  url: string;
  tokenEncrypted: Buffer;
}

/** A platform's client id and registration, undefined where it cannot be changed. Throws `NotFoundError`. */
export async function findRegistration(
  db: Db,
  organisationId: string,
  platformId: string,
): Promise<{ clientId: string; registration: KeptRegistration | undefined }> {
  const row = await db
    .selectFrom('platforms')
    .select(['client_id', 'registration_url', 'registration_token_encrypted'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', platformId)
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('platform');
  const { client_id: clientId, registration_url: url, registration_token_encrypted: tokenEncrypted } = row;
  return {
    clientId,
    registration: url === null || tokenEncrypted === null ? undefined : { url, tokenEncrypted },
  };
}

/** Keeps the address and token that the platform gave last. */
export async function setRegistration(
  db: Db,
  platformId: string,
  { url, tokenEncrypted }: KeptRegistration,
): Promise<void> {
  await db
    .updateTable('platforms')
    .set({ registration_url: url, registration_token_encrypted: tokenEncrypted })
    .where('id', '=', platformId)
    .execute();
}
