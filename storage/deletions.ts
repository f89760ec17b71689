import { sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import { tablesInOrder } from './table-copy.ts';

/** How long a deletion can be undone. */
export const undoMs = 3600_000;

/** A row whose deletion can be undone, with all that goes with it. */
export interface Removal {
  organisationId: string;
  table: 'recordings' | 'platforms' | 'users' | 'api_tokens';
  id: string;
}

/**
 * Deletes a row of the organisation, with everything that belongs to it, and keeps the rows aside: they are gone for everybody at once,
 * their names are free, and for an hour they can be put back as they were. `remove` deletes; false keeps all as it was.
 */
export async function deleteWithUndo(
  db: Db,
  removal: Removal,
  now: Date,
  remove: (transaction: Db) => Promise<boolean>,
): Promise<boolean> {
  const stays = new Error('not deleted');
  return await db
    .transaction()
    .execute(async (transaction) => {
      await setAside(transaction, removal, now);
      if (!(await remove(transaction))) throw stays;
      return true;
    })
    .catch((error: unknown) => {
      if (error === stays) return false;
      throw error;
    });
}

async function setAside(transaction: Db, { organisationId, table, id }: Removal, now: Date): Promise<void> {
  const { id: deletionId } = await transaction
    .insertInto('deletions')
    .values({ organisation_id: organisationId, table_name: table, row_id: id, deleted_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    insert into deleted_rows (deletion_id, table_name, place, row)
    select ${deletionId}, ${table}, kept.ctid::text, to_jsonb(kept) from ${sql.table(table)} kept
    where id = ${id} and organisation_id = ${organisationId} for update`.execute(transaction);
  const references = await listReferences(transaction);
  const reached: string[] = [table];
  for (const parent of reached) {
    for (const reference of references.filter((one) => one.parent === parent)) {
      if (await setAsideChildren(transaction, deletionId, reference)) reached.push(reference.child);
    }
  }
}

/** Rows of one table that point at rows of another and go with them. */
interface Reference {
  child: string;
  column: string;
  parent: string;
}

/** What PostgreSQL deletes along, and a recording's module; of the tables that are kept at all. */
async function listReferences(transaction: Db): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select child.relname as child, attribute.attname as column, parent.relname as parent
    from pg_constraint constraint_
    join pg_class child on child.oid = constraint_.conrelid
    join pg_class parent on parent.oid = constraint_.confrelid
    join pg_attribute attribute on attribute.attrelid = child.oid and attribute.attnum = constraint_.conkey[1]
    where constraint_.contype = 'f' and constraint_.confdeltype = 'c'
      and child.relnamespace = current_schema()::regnamespace
      and child.relname = any(${[...tablesInOrder]}::text[])`.execute(transaction);
  return [...rows, { child: 'modules', column: 'recording_id', parent: 'recordings' }];
}

async function setAsideChildren(
  transaction: Db,
  deletionId: string,
  { child, column, parent }: Reference,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into deleted_rows (deletion_id, table_name, place, row)
    select ${deletionId}, ${child}, kept.ctid::text, to_jsonb(kept) from ${sql.table(child)} kept
    where kept.${sql.ref(column)} in (
      select (row->>'id')::uuid from deleted_rows where deletion_id = ${deletionId} and table_name = ${parent}
    )
    on conflict do nothing`.execute(transaction);
  return numAffectedRows > 0n;
}

/** Puts back what was deleted last under that id, as it was. Throws `undo-too-late` (404) and `undo-taken` (409). */
export async function undoDeletion(db: Db, removal: Removal, now: Date): Promise<void> {
  try {
    await db.transaction().execute((transaction) => putBack(transaction, removal, now));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isConflict(error)) throw error;
    throw new AppError(
      'undo-taken',
      'Something of the same name or address was added since. Remove that first.',
      {
        status: 409,
        cause: error,
      },
    );
  }
}

async function putBack(transaction: Db, { organisationId, table, id }: Removal, now: Date): Promise<void> {
  const deletion = await transaction
    .selectFrom('deletions')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('table_name', '=', table)
    .where('row_id', '=', id)
    .where('deleted_at', '>', new Date(now.getTime() - undoMs))
    .orderBy('deleted_at', 'desc')
    .forUpdate()
    .executeTakeFirst();
  if (deletion === undefined) {
    throw new AppError('undo-too-late', 'This can be undone for an hour only, and once.', { status: 404 });
  }
  for (const name of tablesInOrder) {
    await sql`
      insert into ${sql.table(name)} overriding system value
      select original.* from deleted_rows kept, jsonb_populate_record(null::${sql.table(name)}, kept.row) original
      where kept.deletion_id = ${deletion.id} and kept.table_name = ${name}`.execute(transaction);
  }
  // Whoever had a score in flight has long had its answer, and nowhere to note it.
  await sql`
    update scores set state = 'waiting', perhaps_taken = true, sender_id = null
    where state = 'sending' and id in (
      select (row->>'id')::bigint from deleted_rows where deletion_id = ${deletion.id} and table_name = 'scores'
    )`.execute(transaction);
  await transaction.deleteFrom('deletions').where('id', '=', deletion.id).execute();
}

/** A key that is taken, or a parent that is gone (SQLSTATE class 23). */
function isConflict(error: pg.DatabaseError): boolean {
  return error.code === '23505' || error.code === '23503';
}

/** Forgets for good what can no longer be undone; gives the uploads of it whose files are left to remove. */
export async function forgetDeletions(db: Db, now: Date): Promise<string[]> {
  const before = new Date(now.getTime() - undoMs);
  return await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ uploadId: string }>`
      select kept.row->>'upload_id' as "uploadId" from deleted_rows kept
      join deletions deletion on deletion.id = kept.deletion_id
      where deletion.deleted_at <= ${before} and kept.table_name = 'recording_files'
        and kept.row->>'upload_id' is not null`.execute(transaction);
    await transaction.deleteFrom('deletions').where('deleted_at', '<=', before).execute();
    return rows.map(({ uploadId }) => uploadId);
  });
}
