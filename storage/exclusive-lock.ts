import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Runs `work` while nobody else, in any process, works under the same name; undefined when somebody does. The lock lives
 * in a database session of its own, so it ends with its process. It takes a connection for as long as it lasts.
 */
export async function withExclusiveLock<T>(
  db: Db,
  name: string,
  work: () => Promise<T>,
): Promise<{ result: T } | undefined> {
  return await db.connection().execute(async (session) => {
    const { rows } = await sql<{ got: boolean }>`
      select pg_try_advisory_lock(hashtextextended(${name}, 0)) as got`.execute(session);
    if (rows[0]?.got !== true) return undefined;
    try {
      return { result: await work() };
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(session);
    }
  });
}
