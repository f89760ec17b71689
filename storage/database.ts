import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { AppError } from '../domain/app-error.ts';
import { migrations } from './migrations/index.ts';
import { PreparingClient } from './preparing-client.ts';
import type { Schema } from './schema.ts';

/** The database or a transaction in it: what every function under storage/ takes first. */
export type Db = Kysely<Schema>;

// bigint columns hold milliseconds, bytes and row numbers, all far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool of connections to `url`. Nothing is sent until the first query; close it with `db.destroy()`. */
export function openDatabase(url: string, options: { maxConnections?: number } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: 'afterclass',
    Client: PreparingClient,
  });
  // A connection that breaks while idle is replaced; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Brings the schema up to date; safe to run from several processes at once. Throws `migration-failed`. */
export async function migrate(db: Db): Promise<void> {
  const { error, results } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (!error) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new AppError(
    'migration-failed',
    `The database could not be brought up to date${failed ? ` (${failed})` : ''}.`,
    {
      status: 500,
      cause: error,
    },
  );
}
