import { AppError } from '../domain/app-error.ts';
import { maxChapters } from '../domain/chapter.ts';
import { parseOutline } from '../domain/outline.ts';
import { planChapters, type PlannedChapter } from '../domain/plan-chapters.ts';
import type { Db } from '../storage/database.ts';
import {
  findModuleChapter,
  listModuleChapters,
  setIntervals,
  splitChapter as splitRows,
  updateChapter,
} from '../storage/module-chapters.ts';
import { lockModule } from '../storage/modules.ts';
import type { ChapterRow } from '../storage/schema.ts';
import { findCuttableRecording, recutWithin } from './change-intervals.ts';
import type { Context } from './context.ts';

/**
 * Makes chapters of a module's only chapter by an outline: the first keeps its quiz and files, and polls and links go
 * where their times are. Throws `OutlineError`, or `several-chapters` where the module has been divided already.
 */
export async function splitByOutline(
  ctx: Context,
  organisationId: string,
  chapterId: string,
  outlineText: string,
): Promise<void> {
  const { entries } = parseOutline(outlineText);
  await ctx.db.transaction().execute(async (db) => {
    const { module_id: moduleId } = await findModuleChapter(db, organisationId, chapterId);
    const recording = await findCuttableRecording(db, await lockModule(db, organisationId, moduleId));
    const [only, ...others] = await listModuleChapters(db, moduleId);
    if (only?.id !== chapterId || others.length > 0) throw isDivided();
    const durationMs = recording.duration_ms ?? only.end_ms;
    const { chapters } = planChapters(entries, durationMs);
    if (chapters.length > maxChapters) {
      throw new AppError('too-many-chapters', `A module has at most ${maxChapters} chapters.`, {
        status: 422,
      });
    }
    await recutWithin(
      ctx,
      db,
      moduleId,
      await divide(db, { ...only, end_ms: durationMs }, chapters, ctx.now()),
    );
  });
}

function isDivided(): AppError {
  return new AppError(
    'several-chapters',
    'The module has several chapters already. Move their boundaries, split or merge them instead.',
    { status: 409 },
  );
}

/** Splits the chapter, whose end lies behind all that is planned, at each start; gives the ids of all in order. */
async function divide(
  db: Db,
  chapter: ChapterRow,
  planned: readonly PlannedChapter[],
  now: Date,
): Promise<string[]> {
  const [first, ...others] = planned;
  if (first === undefined) return [];
  const ids = [chapter.id];
  // What was cut off its ends by hand comes back where the outline says so.
  let last = { ...chapter, start_ms: first.startMs };
  for (const { startMs, title } of others) {
    const id = await splitRows(db, last, { atMs: startMs, title }, now);
    ids.push(id);
    last = { ...last, id, index: last.index + 1, title, start_ms: startMs };
  }
  await updateChapter(db, chapter.id, { title: first.title }, now);
  await setIntervals(
    db,
    planned.flatMap(({ startMs, endMs }, at) =>
      ids[at] === undefined ? [] : [{ id: ids[at], startMs, endMs }],
    ),
    now,
  );
  return ids;
}
