import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Db } from './database.ts';

/** Marks our advisory locks among those of others: 'AFTW'. */
const lockClass = 0x41465457;
const reconnectAfterMs = 500;

/** A worker that is alive as long as its connection is: PostgreSQL notices a killed process at once. */
export interface Presence {
  workerId: number;
  leave(): Promise<void>;
}

/** Holds an advisory lock under a random worker id until `leave` or the end of the process. */
export async function enterPresence(databaseUrl: string, onError: (error: Error) => void): Promise<Presence> {
  const workerId = randomInt(1, 2 ** 31 - 1);
  const leaving = new AbortController();
  let client = await lock(databaseUrl, workerId);
  const keep = (current: pg.Client): void => {
    current.once('end', () => {
      if (leaving.signal.aborted) return;
      void relock(databaseUrl, workerId, { signal: leaving.signal, onError }).then((next) => {
        if (!next) return;
        client = next;
        keep(next);
      });
    });
  };
  keep(client);
  return {
    workerId,
    async leave() {
      leaving.abort();
      await client.end().catch(onError);
    },
  };
}

/** Of `workerIds`, those whose process is alive and connected. */
export async function listPresentWorkers(db: Db): Promise<Set<number>> {
  const { rows } = await sql<{ worker: number }>`
    select objid::bigint as worker from pg_locks
    where locktype = 'advisory' and classid = ${lockClass} and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return new Set(rows.map(({ worker }) => worker));
}

async function lock(databaseUrl: string, workerId: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'afterclass-worker',
    keepAlive: true,
  });
  // What breaks the connection is told by `end`.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock($1::int, $2::int)', [lockClass, workerId]);
  return client;
}

/** After the database was away. Until then others may take our jobs; whoever writes last is fenced off. */
async function relock(
  databaseUrl: string,
  workerId: number,
  { signal, onError }: { signal: AbortSignal; onError: (error: Error) => void },
): Promise<pg.Client | undefined> {
  while (!signal.aborted) {
    try {
      return await lock(databaseUrl, workerId);
    } catch (error) {
      if (error instanceof Error) onError(error);
      await delay(reconnectAfterMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
  return undefined;
}
