import { AppError } from '../domain/app-error.ts';
import { changedIntervals, checkIntervals, type Interval } from '../domain/boundaries.ts';
import { recutChapters } from '../pipelines/jobs/recut-chapters.ts';
import type { Db } from '../storage/database.ts';
import { listModuleChapters, setIntervals } from '../storage/module-chapters.ts';
import { findModuleRecording, lockModule, touchModule, type ModuleRecording } from '../storage/modules.ts';
import type { ChapterRow, ModuleRow } from '../storage/schema.ts';
import type { Context } from './context.ts';

/**
 * Gives the chapters of the organisation's module other intervals and cuts those again that changed, all or nothing.
 * Throws `BoundaryError` for intervals that cannot be, `recording-gone` when nothing is left to cut from.
 */
export async function changeIntervals(
  ctx: Context,
  organisationId: string,
  moduleId: string,
  change: (intervals: readonly Interval[]) => readonly Interval[],
): Promise<void> {
  await ctx.db.transaction().execute(async (transaction) => {
    const module = await lockModule(transaction, organisationId, moduleId);
    const recording = await findCuttableRecording(transaction, module);
    const before = (await listModuleChapters(transaction, moduleId)).map(toInterval);
    const after = change(before);
    checkIntervals(before, after, recording.duration_ms);
    const changed = changedIntervals(before, after);
    await setIntervals(transaction, changed, ctx.now());
    await recutWithin(
      ctx,
      transaction,
      module.id,
      changed.map(({ id }) => id),
    );
  });
}

/** The recording that a module's chapters are cut from; throws `recording-gone`. */
export async function findCuttableRecording(db: Db, module: ModuleRow): Promise<ModuleRecording> {
  const recording =
    module.recording_id === null ? undefined : await findModuleRecording(db, module.recording_id);
  if (recording?.blob_key) return recording;
  throw new AppError(
    'recording-gone',
    'The recording was deleted, so its chapters can’t be cut again. The clips they have stay.',
    { status: 409 },
  );
}

/** Cuts chapters again as part of a transaction, and notes that the module changed. */
export async function recutWithin(
  ctx: Context,
  transaction: Db,
  moduleId: string,
  chapterIds: readonly string[],
): Promise<void> {
  await touchModule(transaction, moduleId, ctx.now());
  await recutChapters({ db: transaction, queue: ctx.queue, now: ctx.now }, chapterIds);
}

function toInterval({ id, start_ms, end_ms }: ChapterRow): Interval {
  return { id, startMs: start_ms, endMs: end_ms };
}
