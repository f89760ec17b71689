import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import type { EmbedRow } from './schema.ts';

/** What a public page shows: a module, or one chapter of it. */
export interface EmbedTarget {
  organisationId: string;
  moduleId: string;
  chapterId: string | null;
}

/** Opens a public page under a key; where one is open already, that one stays and is given. */
export async function openEmbed(db: Db, target: EmbedTarget, key: string, now: Date): Promise<EmbedRow> {
  await db
    .insertInto('embeds')
    .values({
      organisation_id: target.organisationId,
      module_id: target.moduleId,
      chapter_id: target.chapterId,
      key,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db
    .selectFrom('embeds')
    .selectAll()
    .where('module_id', '=', target.moduleId)
    .where('chapter_id', 'is not distinct from', target.chapterId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
}

/** The module's public pages that are open, oldest first. */
export async function listEmbeds(db: Db, moduleId: string): Promise<EmbedRow[]> {
  return db
    .selectFrom('embeds')
    .selectAll()
    .where('module_id', '=', moduleId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .execute();
}

/** Closes the organisation's public page for good, or `NotFoundError`: its key never opens anything again. */
export async function revokeEmbed(db: Db, organisationId: string, id: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('embeds')
    .set({ revoked_at: now })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new NotFoundError('public page');
}

/** The open public page behind a key, or undefined. */
export async function findEmbed(db: Db, key: string): Promise<EmbedRow | undefined> {
  return db
    .selectFrom('embeds')
    .selectAll()
    .where('key', '=', key)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}
