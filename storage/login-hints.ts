import type { Db } from './database.ts';

/** What a platform gave a login, to be given back byte for byte (LTI.md rule 3). */
export interface LoginHints {
  loginHint: string;
  messageHint: string | null;
}

/** Keeps the hints of a login beside its state. */
export async function insertLoginHints(
  db: Db,
  login: LoginHints & { stateHash: Buffer; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('login_hints')
    .values({
      state_hash: login.stateHash,
      login_hint: login.loginHint,
      message_hint: login.messageHint,
      expires_at: login.expiresAt,
    })
    .execute();
}

/** Those of a login, if they were kept. */
export async function findLoginHints(db: Db, stateHash: Buffer): Promise<LoginHints | undefined> {
  return await db
    .selectFrom('login_hints')
    .select(['login_hint as loginHint', 'message_hint as messageHint'])
    .where('state_hash', '=', stateHash)
    .executeTakeFirst();
}

/** Those of logins that have expired. */
export async function deleteExpiredLoginHints(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('login_hints').where('expires_at', '<', now).execute();
}
