import type { Db } from './database.ts';

/** A code (used once) or a bearer token of a launch; only its hash is kept. */
export interface LaunchToken {
  tokenHash: Buffer;
  launchId: string;
  kind: 'code' | 'bearer';
  expiresAt: Date;
}

/** Keeps one. */
export async function insertLaunchToken(db: Db, token: LaunchToken): Promise<void> {
  await db
    .insertInto('launch_tokens')
    .values({
      token_hash: token.tokenHash,
      launch_id: token.launchId,
      kind: token.kind,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** Uses a launch's code up; false when it is unknown, used, too old or another launch's. */
export async function takeLaunchCode(
  db: Db,
  code: { tokenHash: Buffer; launchId: string },
  now: Date,
): Promise<boolean> {
  const result = await db
    .deleteFrom('launch_tokens')
    .where('token_hash', '=', code.tokenHash)
    .where('launch_id', '=', code.launchId)
    .where('kind', '=', 'code')
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Whether this is a bearer token of that launch, and still good. */
export async function isBearerOfLaunch(
  db: Db,
  bearer: { tokenHash: Buffer; launchId: string },
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('launch_tokens')
    .select('launch_id')
    .where('token_hash', '=', bearer.tokenHash)
    .where('launch_id', '=', bearer.launchId)
    .where('kind', '=', 'bearer')
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Codes and tokens that have ended. */
export async function deleteExpiredLaunchTokens(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('launch_tokens').where('expires_at', '<', now).execute();
}
