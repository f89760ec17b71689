import { sql } from 'kysely';
import type { Db } from './database.ts';
import { tablesInOrder } from './table-copy.ts';

/** Rows of one table that point at rows of another. */
export interface Reference {
  child: string;
  column: string;
  parent: string;
  parentColumn: string;
  /** They are deleted with those. */
  goesAlong: boolean;
  /** They stay without those, and point nowhere. */
  isLoose: boolean;
}

/** Those of all tables that hold what people made and did; a recording's module goes along with it, too. */
export async function listReferences(db: Db): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    with reference as (
      select child.relname as child, child_column.attname as "column", parent.relname as parent,
        parent_column.attname as "parentColumn", confdeltype as kind,
        child.relname = 'modules' and parent.relname = 'recordings' as "isModule"
      from pg_constraint
      join pg_class child on child.oid = conrelid
      join pg_class parent on parent.oid = confrelid
      join pg_attribute child_column on child_column.attrelid = conrelid and child_column.attnum = conkey[1]
      join pg_attribute parent_column on parent_column.attrelid = confrelid and parent_column.attnum = confkey[1]
      where contype = 'f' and child.relnamespace = current_schema()::regnamespace
        and child.relname = any(${[...tablesInOrder]}::text[])
    )
    select child, "column", parent, "parentColumn", kind = 'c' or "isModule" as "goesAlong",
      kind = 'n' and not "isModule" as "isLoose"
    from reference`.execute(db);
  return rows;
}
