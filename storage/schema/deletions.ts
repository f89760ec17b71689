import type { Generated } from 'kysely';
import type { Json } from './columns.ts';

/** A row of `deletions`. */
export interface DeletionsTable {
  id: Generated<string>;
  organisation_id: string;
  table_name: string;
  row_id: string;
  deleted_at: Date;
}

/** A row of `deleted_rows`. */
export interface DeletedRowsTable {
  deletion_id: string;
  table_name: string;
  place: string;
  row: Json<Record<string, unknown>>;
}
