import type { ColumnType, JSONColumnType } from 'kysely';

/** Filled by the database when the row is made, and never changed. */
export type CreatedAt = ColumnType<Date, Date | undefined, never>;
/** Filled by the database when the row is made, then by whoever changes it. */
export type UpdatedAt = ColumnType<Date, Date | undefined, Date>;
/** jsonb, written as text. */
export type Json<T> = JSONColumnType<T & object>;
/** jsonb that may be null; written as text like every other jsonb. */
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** jsonb with a default in the database. */
export type DefaultedJson<T> = ColumnType<T, string | undefined, string>;
