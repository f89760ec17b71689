import type { ChapterState, CutMethod } from '../domain/chapter.ts';
import type { PlannedChapter } from '../domain/plan-chapters.ts';
import type { Failure } from '../domain/recording.ts';
import type { Db } from './database.ts';
import type { ChapterRow } from './schema.ts';

/** A clip that was verified, with the interval it shows. */
export interface VerifiedClip {
  clipKey: string;
  startMs: number;
  endMs: number;
  durationMs: number;
  bytes: number;
  frames: number;
  method: CutMethod;
  thumbnailKey: string | null;
  posterKey: string | null;
}

/** Adds planned chapters to a module; gives their rows in order. */
export async function insertChapters(
  db: Db,
  of: { organisationId: string; moduleId: string; recordingId: string },
  planned: readonly PlannedChapter[],
): Promise<ChapterRow[]> {
  return db
    .insertInto('chapters')
    .values(
      planned.map((chapter) => ({
        organisation_id: of.organisationId,
        module_id: of.moduleId,
        recording_id: of.recordingId,
        index: chapter.index,
        title: chapter.title,
        start_ms: chapter.startMs,
        end_ms: chapter.endMs,
        outline_start_ms: chapter.startMs - chapter.movedMs,
      })),
    )
    .returningAll()
    .execute()
    .then((rows) => rows.toSorted((one, other) => one.index - other.index));
}

/** A recording's chapters in order. */
export async function listChapters(db: Db, recordingId: string): Promise<ChapterRow[]> {
  return db
    .selectFrom('chapters')
    .selectAll()
    .where('recording_id', '=', recordingId)
    .orderBy('index')
    .execute();
}

/** For a job or a media address: the chapter of whatever organisation, if it still exists. */
export async function findChapterById(db: Db, chapterId: string): Promise<ChapterRow | undefined> {
  return db.selectFrom('chapters').selectAll().where('id', '=', chapterId).executeTakeFirst();
}

/** Begins to cut: gives the chapter if it still wants a clip of this revision, else undefined. */
export async function beginCut(
  db: Db,
  chapterId: string,
  revision: number,
  now: Date,
): Promise<ChapterRow | undefined> {
  return db
    .updateTable('chapters')
    .set({ state: 'cutting', progress: 0, failure: null, updated_at: now })
    .where('id', '=', chapterId)
    .where('revision', '=', revision)
    .where('state', 'in', ['waiting', 'cutting'])
    .returningAll()
    .executeTakeFirst();
}

/** Whether this revision is still wanted: false once the chapter was cancelled, changed or deleted. */
export async function isCutWanted(db: Db, chapterId: string, revision: number): Promise<boolean> {
  const row = await db
    .selectFrom('chapters')
    .select('id')
    .where('id', '=', chapterId)
    .where('revision', '=', revision)
    .where('state', '=', 'cutting')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes how far a clip is, 0 to 100; never backwards, never for another revision. */
export async function saveProgress(
  db: Db,
  chapterId: string,
  revision: number,
  progress: number,
): Promise<void> {
  await db
    .updateTable('chapters')
    .set({ progress })
    .where('id', '=', chapterId)
    .where('revision', '=', revision)
    .where('state', '=', 'cutting')
    .where('progress', '<', progress)
    .execute();
}

/** Puts a verified clip in place of the old one; false when this revision is no longer wanted. */
export async function saveClip(
  db: Db,
  chapterId: string,
  revision: number,
  clip: VerifiedClip,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('chapters')
    .set({
      state: 'ready',
      progress: 100,
      failure: null,
      clip_key: clip.clipKey,
      clip_revision: revision,
      clip_start_ms: clip.startMs,
      clip_end_ms: clip.endMs,
      clip_duration_ms: clip.durationMs,
      clip_bytes: clip.bytes,
      clip_frames: clip.frames,
      clip_method: clip.method,
      thumbnail_key: clip.thumbnailKey,
      poster_key: clip.posterKey,
      // Those of the clip before are of another revision.
      renditions_state: 'none',
      renditions_progress: 0,
      updated_at: now,
    })
    .where('id', '=', chapterId)
    .where('revision', '=', revision)
    .where('state', '=', 'cutting')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Says why a chapter could not be cut; false when this revision is no longer wanted. Its old clip stays. */
export async function failCut(
  db: Db,
  chapterId: string,
  revision: number,
  failure: Failure,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('chapters')
    .set({ state: 'failed', failure: JSON.stringify(failure), updated_at: now })
    .where('id', '=', chapterId)
    .where('revision', '=', revision)
    .where('state', 'in', ['waiting', 'cutting'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Raises the chapters' revision into the given state, so that every job of an older one changes nothing. */
export async function reviseChapters(
  db: Db,
  chapterIds: readonly string[],
  state: Extract<ChapterState, 'waiting' | 'cancelled'>,
  now: Date,
): Promise<ChapterRow[]> {
  if (chapterIds.length === 0) return [];
  return db
    .updateTable('chapters')
    .set((eb) => ({ state, progress: 0, failure: null, revision: eb('revision', '+', 1), updated_at: now }))
    .where('id', 'in', [...chapterIds])
    .returningAll()
    .execute();
}

/** Chapters that the rows say are to be cut, with their place in the line. */
export async function listUncut(
  db: Db,
): Promise<Pick<ChapterRow, 'id' | 'revision' | 'index' | 'recording_id'>[]> {
  return db
    .selectFrom('chapters')
    .select(['id', 'revision', 'index', 'recording_id'])
    .where('state', 'in', ['waiting', 'cutting'])
    .execute();
}
