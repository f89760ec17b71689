import { sql } from 'kysely';
import type { RenditionKind } from '../domain/rendition.ts';
import type { Db } from './database.ts';
import type { ChapterRow, RenditionRow } from './schema.ts';
import type { StoredSegments } from './schema/modules.ts';

/** A rendition whose file is in the store. */
export interface NewRendition {
  kind: RenditionKind;
  blobKey: string;
  bytes: number;
  size: { width: number; height: number } | null;
  segments: StoredSegments | null;
}

/**
 * Notes that renditions of a recording's chapters are to be made: of those that have a clip with pictures, none yet,
 * and a module that wants them. Gives these chapters.
 */
export async function requestRenditions(
  db: Db,
  recordingId: string,
): Promise<Pick<ChapterRow, 'id' | 'index' | 'clip_revision'>[]> {
  return db
    .updateTable('chapters')
    .from('modules')
    .set({ renditions_state: 'waiting', renditions_progress: 0 })
    .whereRef('modules.id', '=', 'chapters.module_id')
    .where('modules.renditions', '=', true)
    .where('chapters.recording_id', '=', recordingId)
    .where('chapters.renditions_state', 'in', ['none', 'failed'])
    .where('chapters.clip_key', 'is not', null)
    .where('chapters.clip_frames', '>', 0)
    .returning(['chapters.id', 'chapters.index', 'chapters.clip_revision'])
    .execute();
}

/** The chapters whose clips' renditions wait or are being made, for looking whether a job works on each. */
export async function listUnrendered(
  db: Db,
): Promise<(Pick<ChapterRow, 'id' | 'index'> & { clip_revision: number })[]> {
  return db
    .selectFrom('chapters')
    .select(['id', 'index', 'clip_revision'])
    .where('renditions_state', 'in', ['waiting', 'making'])
    .where('clip_revision', 'is not', null)
    .$narrowType<{ clip_revision: number }>()
    .execute();
}

/** Begins to make a clip's renditions: gives its chapter if they are still wanted, else undefined. */
export async function beginRenditions(
  db: Db,
  chapterId: string,
  clipRevision: number,
): Promise<ChapterRow | undefined> {
  return db
    .updateTable('chapters')
    .set({ renditions_state: 'making', renditions_progress: 0 })
    .where('id', '=', chapterId)
    .where('clip_revision', '=', clipRevision)
    .where('renditions_state', 'in', ['waiting', 'making'])
    .returningAll()
    .executeTakeFirst();
}

/** Whether these renditions are still wanted: false once the clip was replaced or its module wants none. */
export async function areRenditionsWanted(db: Db, chapterId: string, clipRevision: number): Promise<boolean> {
  const row = await db
    .selectFrom('chapters')
    .select('id')
    .where('id', '=', chapterId)
    .where('clip_revision', '=', clipRevision)
    .where('renditions_state', '=', 'making')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes how far renditions are, 0 to 100; never for another clip. */
export async function saveRenditionsProgress(
  db: Db,
  chapterId: string,
  clipRevision: number,
  percent: number,
): Promise<void> {
  await db
    .updateTable('chapters')
    .set({ renditions_progress: percent })
    .where('id', '=', chapterId)
    .where('clip_revision', '=', clipRevision)
    .where('renditions_state', '=', 'making')
    .execute();
}

/** Puts a clip's renditions in the place of those of an older one; nothing when they are no longer wanted. */
export async function saveRenditions(
  db: Db,
  chapterId: string,
  clipRevision: number,
  made: readonly NewRendition[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (!(await settle(transaction, { chapterId, clipRevision, from: ['making'] }, 'ready'))) return;
    await transaction.deleteFrom('renditions').where('chapter_id', '=', chapterId).execute();
    if (made.length === 0) return;
    await transaction
      .insertInto('renditions')
      .values(
        made.map(({ kind, blobKey, bytes, size, segments }) => ({
          chapter_id: chapterId,
          clip_revision: clipRevision,
          kind,
          blob_key: blobKey,
          bytes,
          width: size?.width ?? null,
          height: size?.height ?? null,
          segments: segments && JSON.stringify(segments),
        })),
      )
      .execute();
  });
}

/** Notes that a clip's renditions could not be made; the clip itself stays as good as it was. */
export async function failRenditions(db: Db, chapterId: string, clipRevision: number): Promise<void> {
  await settle(db, { chapterId, clipRevision, from: ['making'] }, 'failed');
}

/** Notes that nobody makes a clip's renditions any more, begun or not. */
export async function giveUpRenditions(db: Db, chapterId: string, clipRevision: number): Promise<void> {
  await settle(db, { chapterId, clipRevision, from: ['waiting', 'making'] }, 'failed');
}

async function settle(
  db: Db,
  {
    chapterId,
    clipRevision,
    from,
  }: { chapterId: string; clipRevision: number; from: readonly ('waiting' | 'making')[] },
  state: 'ready' | 'failed',
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('chapters')
    .set({ renditions_state: state, renditions_progress: state === 'ready' ? 100 : 0 })
    .where('id', '=', chapterId)
    .where('clip_revision', '=', clipRevision)
    .where('renditions_state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The renditions of a module's present clips, by chapter, largest picture first, sound alone last. */
export async function listRenditions(db: Db, moduleId: string): Promise<Map<string, RenditionRow[]>> {
  const rows = await selectPresent(db).where('chapters.module_id', '=', moduleId).execute();
  return Map.groupBy(rows, ({ chapter_id }) => chapter_id);
}

/** The renditions of one chapter's present clip, in the same order. */
export async function listChapterRenditions(db: Db, chapterId: string): Promise<RenditionRow[]> {
  return selectPresent(db).where('chapters.id', '=', chapterId).execute();
}

function selectPresent(db: Db) {
  return db
    .selectFrom('renditions')
    .innerJoin('chapters', (join) =>
      join
        .onRef('chapters.id', '=', 'renditions.chapter_id')
        .onRef('chapters.clip_revision', '=', 'renditions.clip_revision'),
    )
    .selectAll('renditions')
    .orderBy(sql`renditions.height desc nulls last`);
}

/** A module that wants no renditions loses those it has; their files go with the sweep. */
export async function removeRenditions(db: Db, moduleId: string): Promise<void> {
  const ofModule = db.selectFrom('chapters').select('id').where('module_id', '=', moduleId);
  await db.deleteFrom('renditions').where('chapter_id', 'in', ofModule).execute();
  await db
    .updateTable('chapters')
    .set({ renditions_state: 'none', renditions_progress: 0 })
    .where('module_id', '=', moduleId)
    .execute();
}
