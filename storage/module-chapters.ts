import { sql } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { Interval } from '../domain/boundaries.ts';
import type { CompletionRule } from '../domain/chapter.ts';
import type { Db } from './database.ts';
import type { ChapterRow } from './schema.ts';

/** A chapter with what its module's page counts of it. */
export interface ChapterWithCounts extends ChapterRow {
  questionCount: number;
  quizMarks: number;
  captionCueCount: number;
  /** Counts the changes of the transcript; 0 where there is none. */
  captionsRevision: number;
  captionsLanguage: string | null;
}

/** The module's chapters in order, with the number of their questions and of their captions' cues. */
export async function listChaptersWithCounts(db: Db, moduleId: string): Promise<ChapterWithCounts[]> {
  return db
    .selectFrom('chapters')
    .leftJoin('quizzes', 'quizzes.chapter_id', 'chapters.id')
    .leftJoin('transcripts', 'transcripts.recording_id', 'chapters.recording_id')
    .selectAll('chapters')
    .select([
      sql<number>`coalesce(jsonb_array_length(quizzes.questions), 0)`.as('questionCount'),
      sql<number>`coalesce((select sum((question->>'mark')::float8) from jsonb_array_elements(quizzes.questions) question), 0)`.as(
        'quizMarks',
      ),
      sql<number>`(select count(*) from jsonb_array_elements(transcripts.cues) cue
        where (cue->>'endMs')::bigint > chapters.start_ms and (cue->>'startMs')::bigint < chapters.end_ms
          and cue->>'text' <> '')`.as('captionCueCount'),
      sql<number>`coalesce(transcripts.revision, 0)`.as('captionsRevision'),
      'transcripts.language as captionsLanguage',
    ])
    .where('chapters.module_id', '=', moduleId)
    .orderBy('chapters.index')
    .execute();
}

/** The module's chapters in order. */
export async function listModuleChapters(db: Db, moduleId: string): Promise<ChapterRow[]> {
  return db.selectFrom('chapters').selectAll().where('module_id', '=', moduleId).orderBy('index').execute();
}

/** The organisation's chapter, or `NotFoundError`. */
export async function findModuleChapter(
  db: Db,
  organisationId: string,
  chapterId: string,
): Promise<ChapterRow> {
  return db
    .selectFrom('chapters')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', chapterId)
    .executeTakeFirstOrThrow(() => new NotFoundError('chapter'));
}

/** Changes what a chapter is called and what it asks for. */
export async function updateChapter(
  db: Db,
  chapterId: string,
  changes: { title?: string; completion?: CompletionRule },
  now: Date,
): Promise<void> {
  const { completion, ...rest } = changes;
  await db
    .updateTable('chapters')
    .set({
      ...rest,
      ...(completion ? { completion: JSON.stringify(completion) } : {}),
      updated_at: now,
    })
    .where('id', '=', chapterId)
    .execute();
}

/** Writes the intervals of chapters; their clips stay as they are until they are cut again. */
export async function setIntervals(db: Db, intervals: readonly Interval[], now: Date): Promise<void> {
  for (const { id, startMs, endMs } of intervals) {
    await db
      .updateTable('chapters')
      .set({ start_ms: startMs, end_ms: endMs, updated_at: now })
      .where('id', '=', id)
      .execute();
  }
}

/** Puts the chapters into the given order, counted from `first`: `chapterIds` names each of them once. */
export async function orderChapters(
  db: Db,
  moduleId: string,
  chapterIds: readonly string[],
  first: number,
): Promise<void> {
  for (const [position, id] of chapterIds.entries()) {
    await db
      .updateTable('chapters')
      .set({ index: first + position })
      .where('module_id', '=', moduleId)
      .where('id', '=', id)
      .execute();
  }
}

/**
 * Ends `chapter` at `atMs` and adds a chapter after it for the rest, with what was asked and shared then; gives the new
 * one's id. Needs a transaction.
 */
export async function splitChapter(
  db: Db,
  chapter: ChapterRow,
  split: { atMs: number; title: string },
  now: Date,
): Promise<string> {
  await db
    .updateTable('chapters')
    .set((eb) => ({ index: eb('index', '+', 1) }))
    .where('module_id', '=', chapter.module_id)
    .where('index', '>', chapter.index)
    .execute();
  await setIntervals(db, [{ id: chapter.id, startMs: chapter.start_ms, endMs: split.atMs }], now);
  const { id } = await db
    .insertInto('chapters')
    .values({
      organisation_id: chapter.organisation_id,
      module_id: chapter.module_id,
      recording_id: chapter.recording_id,
      index: chapter.index + 1,
      title: split.title,
      start_ms: split.atMs,
      end_ms: chapter.end_ms,
      completion: JSON.stringify(chapter.completion),
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const table of ['poll_drafts', 'links'] as const) {
    await db
      .updateTable(table)
      .set({ chapter_id: id })
      .where('chapter_id', '=', chapter.id)
      .where('at_ms', '>=', split.atMs)
      .execute();
  }
  return id;
}

/** Takes a chapter out of its module after what belongs to it went over to `heir`. Needs a transaction. */
export async function absorbChapter(db: Db, absorbed: ChapterRow, heir: ChapterRow): Promise<void> {
  await db
    .updateTable('attachments')
    .set({ chapter_id: heir.id })
    .where('chapter_id', '=', absorbed.id)
    .execute();
  for (const table of ['poll_drafts', 'links'] as const) {
    await db.updateTable(table).set({ chapter_id: heir.id }).where('chapter_id', '=', absorbed.id).execute();
  }
  await db.deleteFrom('chapters').where('id', '=', absorbed.id).execute();
  await db
    .updateTable('chapters')
    .set((eb) => ({ index: eb('index', '-', 1) }))
    .where('module_id', '=', absorbed.module_id)
    .where('index', '>', absorbed.index)
    .execute();
}

/** Whether an LMS links to the chapter by itself, or a learner has watched it or answered its quiz. */
export async function isChapterInUse(db: Db, chapterId: string): Promise<boolean> {
  const { used } = await db
    .selectNoFrom((eb) =>
      eb
        .or([
          eb.exists(eb.selectFrom('publications').select('id').where('chapter_id', '=', chapterId)),
          eb.exists(eb.selectFrom('progress').select('chapter_id').where('chapter_id', '=', chapterId)),
          eb.exists(
            eb
              .selectFrom('attempts')
              .innerJoin('quizzes', 'quizzes.id', 'attempts.quiz_id')
              .select('attempts.id')
              .where('quizzes.chapter_id', '=', chapterId),
          ),
        ])
        .as('used'),
    )
    .executeTakeFirstOrThrow();
  return Boolean(used);
}
