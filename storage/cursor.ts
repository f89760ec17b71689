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

type Listed = 'recordings' | 'modules';

/** The cursor of a row of `table`: when it was made, to the microsecond, which a JavaScript date is not, and its id. */
export function cursorOf(table: Listed): RawBuilder<string> {
  return sql<string>`(extract(epoch from ${sql.ref(`${table}.created_at`)}) * 1000000)::bigint || '/' || ${sql.ref(`${table}.id`)}`;
}

/** Sixteen digits of microseconds reach to the year 2286. */
const cursor = /^(\d{1,16})\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Whether a row of `table` stands behind the cursor. Throws `cursor-wrong` (422). */
export function isBehind(table: Listed, after: string): RawBuilder<boolean> {
  const [, microseconds, id] = cursor.exec(after) ?? [];
  if (microseconds === undefined || id === undefined) {
    throw new AppError('cursor-wrong', 'This place in the list is not one of ours. Begin at its start.', {
      status: 422,
    });
  }
  const createdAt = sql`timestamptz 'epoch' + ${microseconds}::bigint * interval '1 microsecond'`;
  return sql<boolean>`(${sql.ref(`${table}.created_at`)}, ${sql.ref(`${table}.id`)}) < (${createdAt}, ${id}::uuid)`;
}

/** Rows that were asked for with one more than the page holds, as that page. */
export function toPage<Row extends { cursor: string }>(rows: readonly Row[], limit: number): ListPage<Row> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.cursor ?? null) : null };
}
