import { sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import { listReferences, type Reference } from './references.ts';
import { columnsOf, tablesInOrder } from './table-copy.ts';

/** How long a deletion can be undone. */
export const undoMs = 3600_000;
/** SQLSTATE. */
const keyIsTaken = '23505';

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
  const references = (await listReferences(transaction)).filter(({ goesAlong }) => goesAlong);
  const reached: string[] = [table];
  for (const parent of reached) {
    for (const reference of references.filter((one) => one.parent === parent)) {
      if (await setAsideChildren(transaction, deletionId, reference)) reached.push(reference.child);
    }
  }
}

/** They stay as they are until they are deleted: nothing is added to them, or changed in them, behind the copy's back. */
async function setAsideChildren(
  transaction: Db,
  deletionId: string,
  { child, column, parent, parentColumn }: Reference,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into deleted_rows (deletion_id, table_name, place, row)
    select ${deletionId}, ${child}, kept.ctid::text, to_jsonb(kept) from ${sql.table(child)} kept
    where kept.${sql.ref(column)} in (
      select (row->>${parentColumn})::uuid from deleted_rows where deletion_id = ${deletionId} and table_name = ${parent}
    ) for update
    on conflict do nothing`.execute(transaction);
  return numAffectedRows > 0n;
}

/**
 * Puts back what was deleted last under that id, as if it had stayed: what belongs to something that was deleted for good since
 * stays away. Throws `undo-too-late` (404), `undo-taken` and `undo-other-first` (409).
 */
export async function undoDeletion(db: Db, removal: Removal, now: Date): Promise<void> {
  try {
    await db.transaction().execute((transaction) => putBack(transaction, removal, now));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== keyIsTaken) throw error;
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
    .where('deleted_at', '>', undoableSince(now))
    .orderBy('deleted_at', 'desc')
    .forUpdate()
    .executeTakeFirst();
  if (deletion === undefined) {
    throw new AppError('undo-too-late', 'This can be undone for an hour only, and once.', { status: 404 });
  }
  const references = await listReferences(transaction);
  await checkParents(transaction, { deletionId: deletion.id, organisationId, references, now });
  for (const name of tablesInOrder) {
    const ofTable = references.filter(({ child }) => child === name);
    await putRowsBack(transaction, deletion.id, name, ofTable);
  }
  // Whoever had a score in flight has long had its answer, and nowhere to note it.
  await sql`
    update scores set state = 'waiting', perhaps_taken = true, sender_id = null
    where state = 'sending' and id in (
      select (row->>'id')::bigint from deleted_rows where deletion_id = ${deletion.id} and table_name = 'scores'
    )`.execute(transaction);
  await transaction.deleteFrom('deletions').where('id', '=', deletion.id).execute();
}

function undoableSince(now: Date): Date {
  return new Date(now.getTime() - undoMs);
}

/** What could come back only without a part of it, because another deletion took that part's parent, waits for its Undo. */
async function checkParents(
  transaction: Db,
  undo: { deletionId: string; organisationId: string; references: readonly Reference[]; now: Date },
): Promise<void> {
  for (const { child, column, parent, parentColumn, isLoose } of undo.references) {
    if (isLoose) continue;
    const { rows } = await sql`
      select from deletions other
      join deleted_rows gone on gone.deletion_id = other.id and gone.table_name = ${parent}
      join deleted_rows kept on kept.row->>${column} = gone.row->>${parentColumn}
      where other.id <> ${undo.deletionId} and other.organisation_id = ${undo.organisationId}
        and other.deleted_at > ${undoableSince(undo.now)}
        and kept.deletion_id = ${undo.deletionId} and kept.table_name = ${child}
      limit 1`.execute(transaction);
    if (rows.length === 0) continue;
    throw new AppError(
      'undo-other-first',
      'Something that this needs was deleted after it. Undo that first.',
      {
        status: 409,
      },
    );
  }
}

/** Those whose parents are there. Columns that the table has gained since take their defaults. */
async function putRowsBack(
  transaction: Db,
  deletionId: string,
  table: (typeof tablesInOrder)[number],
  references: readonly Reference[],
): Promise<void> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select row from deleted_rows where deletion_id = ${deletionId} and table_name = ${table} limit 1`.execute(
    transaction,
  );
  const [first] = rows;
  if (first === undefined) return;
  const known = await columnsOf(transaction, table);
  const columns = Object.keys(first.row).filter((name) => known.has(name));
  const isThere = ({ column, parent, parentColumn }: Reference) =>
    sql<boolean>`exists (select from ${sql.table(parent)} parent
      where parent.${sql.ref(parentColumn)} = original.${sql.ref(column)})`;
  const values = columns.map((name) => {
    const value = sql`original.${sql.ref(name)}`;
    const loose = references.find(({ column, isLoose }) => isLoose && column === name);
    return loose === undefined ? value : sql`case when ${isThere(loose)} then ${value} end`;
  });
  const firm = references.filter(({ isLoose }) => !isLoose);
  const wanted = firm.map((one) => sql`(original.${sql.ref(one.column)} is null or ${isThere(one)})`);
  await sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))}) overriding system value
    select ${sql.join(values)}
    from deleted_rows kept, jsonb_populate_record(null::${sql.table(table)}, kept.row) original
    where ${sql.join([sql`kept.deletion_id = ${deletionId}`, sql`kept.table_name = ${table}`, ...wanted], sql` and `)}`.execute(
    transaction,
  );
}

/** Forgets for good what can no longer be undone; gives the uploads of it whose files are left to remove. */
export async function forgetDeletions(db: Db, now: Date): Promise<string[]> {
  const before = undoableSince(now);
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
