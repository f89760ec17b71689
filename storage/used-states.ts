import type { Db } from './database.ts';

/** A login's state by its hash (32 bytes), and until when it would be good. */
export interface UsedState {
  stateHash: Buffer;
  expiresAt: Date;
}

/** Uses a state up; false when it was used before, so that of two launches with one state only one gets it. */
export async function useState(db: Db, { stateHash, expiresAt }: UsedState): Promise<boolean> {
  const result = await db
    .insertInto('used_states')
    .values({ state_hash: stateHash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('state_hash').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Whether a state was used. */
export async function isUsedState(db: Db, stateHash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('used_states')
    .select('expires_at')
    .where('state_hash', '=', stateHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** A node whose clock is behind this one's by less still finds what was used there or here. */
const clocksDifferMs = 3600_000;

/** Forgets those that nobody could use any more. */
export async function deleteExpiredStates(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - clocksDifferMs);
  await db.deleteFrom('used_states').where('expires_at', '<', before).execute();
}
