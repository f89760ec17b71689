import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { Schema } from './schema.ts';

/** Every table, parents before children, so that rows can be put back in this order. */
export const tablesInOrder = [
  'organisations',
  'users',
  'account_links',
  'api_tokens',
  'recordings',
  'recording_events',
  'recording_files',
  'transcripts',
  'modules',
  'chapters',
  'timelines',
  'renditions',
  'quizzes',
  'question_pictures',
  'attachments',
  'attachment_versions',
  'poll_drafts',
  'links',
  'chat_questions',
  'embeds',
  'tool_keys',
  'platform_invites',
  'platforms',
  'deployments',
  'learners',
  'contexts',
  'publications',
  'launches',
  'progress',
  'attachment_openings',
  'question_sets',
  'attempts',
  'regrades',
  'regraded_attempts',
  'scores',
] as const satisfies readonly (keyof Schema)[];

const rowsAtATime = 500;

/** All rows of a table as JSON texts, in batches, as they stand in the transaction's snapshot. */
export async function* readTable(transaction: Db, table: string): AsyncGenerator<string[]> {
  await sql`declare copied no scroll cursor for select row_to_json(t)::text as row from ${sql.table(table)} as t`.execute(
    transaction,
  );
  try {
    for (;;) {
      const { rows } = await sql<{ row: string }>`fetch ${sql.lit(rowsAtATime)} from copied`.execute(
        transaction,
      );
      if (rows.length === 0) return;
      yield rows.map(({ row }) => row);
    }
  } finally {
    await sql`close copied`.execute(transaction);
  }
}

/** Puts rows back as `readTable` gave them. Columns that the table has gained since take their defaults. */
export async function writeTable(transaction: Db, table: string, rows: readonly string[]): Promise<void> {
  const known = await columnsOf(transaction, table);
  const [first] = rows;
  if (first === undefined) return;
  const parsed: unknown = JSON.parse(first);
  const given = Object.keys(typeof parsed === 'object' && parsed !== null ? parsed : {});
  const columns = sql.join(given.filter((name) => known.has(name)).map((name) => sql.ref(name)));
  await sql`
    insert into ${sql.table(table)} (${columns}) overriding system value
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(',')}]`}::jsonb)`.execute(
    transaction,
  );
}

/** Lets generated row numbers go on after the highest one that was put back. */
export async function continueRowNumbers(transaction: Db): Promise<void> {
  for (const table of ['recording_events', 'scores'] as const) {
    await sql`
      select setval(pg_get_serial_sequence(${table}, 'id'), coalesce((select max(id) from ${sql.table(table)}), 0) + 1, false)`.execute(
      transaction,
    );
  }
}

/** The names of a table's columns. */
export async function columnsOf(transaction: Db, table: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table}`.execute(transaction);
  return new Set(rows.map(({ name }) => name));
}
