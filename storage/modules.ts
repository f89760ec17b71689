import { sql, type Selectable } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { ModuleState } from '../domain/module.ts';
import { cursorOf, isBehind, toPage, type ListPage, type PageWish } from './cursor.ts';
import type { Db } from './database.ts';
import type { ModuleRow, Schema } from './schema.ts';

/** A module as the library of modules lists it. */
export interface ModuleSummary {
  id: string;
  title: string;
  state: ModuleState;
  chapterCount: number;
  updatedAt: Date;
}

/** Where a module, or one chapter of it, is placed. */
export interface PlacedPublication {
  id: string;
  platformName: string;
  contextTitle: string;
  chapterId: string | null;
  launchedAt: Date;
  learnerCount: number;
}

/** The part of a recording that its module's page shows. */
export type ModuleRecording = Pick<Selectable<Schema['recordings']>, 'id' | 'duration_ms' | 'blob_key'> & {
  /** Frames a second on average, where the probe saw them. */
  frameRate: number | null;
};

/** The organisation's module, or `NotFoundError`. */
export async function findModule(db: Db, organisationId: string, moduleId: string): Promise<ModuleRow> {
  const row = await db
    .selectFrom('modules')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', moduleId)
    .executeTakeFirst();
  if (!row) throw new NotFoundError('module');
  return row;
}

/** As `findModule`, and nobody else changes the module until the transaction ends. */
export async function lockModule(db: Db, organisationId: string, moduleId: string): Promise<ModuleRow> {
  const row = await db
    .selectFrom('modules')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', moduleId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFoundError('module');
  return row;
}

/** A page of the organisation's modules, newest first; `query` looks in their titles. */
export async function listModules(
  db: Db,
  organisationId: string,
  wish: { query?: string } & PageWish,
): Promise<ListPage<ModuleSummary>> {
  const { query = '', after, limit } = wish;
  const pattern = `%${query.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await db
    .selectFrom('modules')
    .select((eb) => [
      'id',
      'title',
      'state',
      'updated_at as updatedAt',
      cursorOf('modules').as('cursor'),
      eb
        .selectFrom('chapters')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('chapters.module_id', '=', 'modules.id')
        .$asScalar()
        .$notNull()
        .as('chapterCount'),
    ])
    .where('organisation_id', '=', organisationId)
    .where('title', 'ilike', pattern)
    .$if(after !== undefined, (one) => one.where(isBehind('modules', after ?? '')))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { items, next } = toPage(rows, limit);
  return {
    items: items.map(({ id, title, state, updatedAt, chapterCount }) => ({
      id,
      title,
      state,
      updatedAt,
      chapterCount,
    })),
    next,
  };
}

/** Changes a module's words and says when. */
export async function updateModule(
  db: Db,
  moduleId: string,
  changes: Partial<
    Pick<ModuleRow, 'title' | 'description' | 'renditions' | 'even_loudness' | 'grade_policy'>
  >,
  now: Date,
): Promise<void> {
  await db
    .updateTable('modules')
    .set({ ...changes, updated_at: now })
    .where('id', '=', moduleId)
    .execute();
}

/** Publishes or retracts a module. The day of the first publishing stays. */
export async function setModuleState(db: Db, moduleId: string, state: ModuleState, now: Date): Promise<void> {
  await db
    .updateTable('modules')
    .set((eb) => ({
      state,
      updated_at: now,
      ...(state === 'published' ? { published_at: eb.fn.coalesce('published_at', eb.val(now)) } : {}),
    }))
    .where('id', '=', moduleId)
    .execute();
}

/** Whether the module's clips are to be equally loud. */
export async function wantsEvenLoudness(db: Db, moduleId: string): Promise<boolean> {
  const row = await db
    .selectFrom('modules')
    .select('even_loudness')
    .where('id', '=', moduleId)
    .executeTakeFirst();
  return row?.even_loudness ?? false;
}

/** Notes that something of the module changed. */
export async function touchModule(db: Db, moduleId: string, now: Date): Promise<void> {
  await db.updateTable('modules').set({ updated_at: now }).where('id', '=', moduleId).execute();
}

/** The recording behind a module, without what only its own page needs. */
export async function findModuleRecording(db: Db, recordingId: string): Promise<ModuleRecording | undefined> {
  return db
    .selectFrom('recordings')
    .select([
      'id',
      'duration_ms',
      'blob_key',
      sql<number | null>`nullif((probe->'video'->>'frameRate')::float8, 0)`.as('frameRate'),
    ])
    .where('id', '=', recordingId)
    .executeTakeFirst();
}

/** The LMS contexts in which the module or its chapters are placed, newest launch first. */
export async function listPublications(db: Db, moduleId: string): Promise<PlacedPublication[]> {
  return db
    .selectFrom('publications')
    .innerJoin('deployments', 'deployments.id', 'publications.deployment_id')
    .innerJoin('platforms', 'platforms.id', 'deployments.platform_id')
    .leftJoin('contexts', 'contexts.id', 'publications.context_id')
    .select((eb) => [
      'publications.id',
      'platforms.name as platformName',
      eb.fn.coalesce('contexts.title', sql.lit('')).as('contextTitle'),
      'publications.chapter_id as chapterId',
      'publications.launched_at as launchedAt',
      eb
        .selectFrom('progress')
        .select((count) => count.fn.count<number>('progress.learner_id').distinct().as('count'))
        .whereRef('progress.publication_id', '=', 'publications.id')
        .$asScalar()
        .$notNull()
        .as('learnerCount'),
    ])
    .where('publications.module_id', '=', moduleId)
    .orderBy('publications.launched_at', 'desc')
    .execute();
}
