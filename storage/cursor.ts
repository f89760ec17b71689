import { sql, type RawBuilder } from 'kysely';
import { AppError } from '../domain/app-error.ts';

/** One page of a list, newest first, and where the next one begins; null at the end. */
export interface ListPage<Item> {
  items: Item[];
  next: string | null;
}

/** Which page is wanted: `after` is the `next` of the one before. */
export interface PageWish {
  limit: number;
  after?: string | undefined;
}

/** The cursor of a row of `table`, in its own words: exact to the microsecond, which a JavaScript date is not. */
export function cursorOf(table: 'recordings' | 'modules'): RawBuilder<string> {
  return sql<string>`${sql.ref(`${table}.created_at`)}::text || '/' || ${sql.ref(`${table}.id`)}`;
}

/** Whether a row of `table` stands behind the cursor. Throws `cursor-wrong` (422). */
export function isBehind(table: 'recordings' | 'modules', after: string): RawBuilder<boolean> {
  const [, createdAt, id] = /^([\d :.+-]{10,40})\/([0-9a-f-]{36})$/.exec(after) ?? [];
  if (createdAt === undefined || id === undefined || Number.isNaN(Date.parse(createdAt))) {
    throw new AppError('cursor-wrong', 'This place in the list is not one of ours. Begin at its start.', {
      status: 422,
    });
  }
  return sql<boolean>`(${sql.ref(`${table}.created_at`)}, ${sql.ref(`${table}.id`)}) < (${createdAt}::timestamptz, ${id}::uuid)`;
}

/** Rows that were asked for with one more than the page holds, as that page. */
export function toPage<Row extends { cursor: string }>(rows: readonly Row[], limit: number): ListPage<Row> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.cursor ?? null) : null };
}
