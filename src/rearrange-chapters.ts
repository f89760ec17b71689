import { AppError } from '../domain/app-error.ts';
import { BoundaryError, minChapterMs } from '../domain/boundaries.ts';
import { maxChapters } from '../domain/chapter.ts';
import { formatTime } from '../domain/time.ts';
import type { Db } from '../storage/database.ts';
import {
  absorbChapter,
  findModuleChapter,
  isChapterInUse,
  listModuleChapters,
  setIntervals,
  splitChapter as splitRows,
} from '../storage/module-chapters.ts';
import { lockModule } from '../storage/modules.ts';
import { copyPictures } from '../storage/question-pictures.ts';
import { findQuiz, saveQuiz } from '../storage/quizzes.ts';
import type { ChapterRow } from '../storage/schema.ts';
import { findCuttableRecording, recutWithin } from './change-intervals.ts';
import type { Context } from './context.ts';

/** Makes two chapters of one: it ends at `atMs`, and a new one with the rest follows. Both are cut again. */
export async function splitChapter(
  ctx: Context,
  organisationId: string,
  chapterId: string,
  split: { atMs: number; title: string },
): Promise<void> {
  await ctx.db.transaction().execute(async (transaction) => {
    const { chapter, chapters } = await lockChapter(transaction, organisationId, chapterId);
    if (chapters.length >= maxChapters) {
      throw new AppError('too-many-chapters', `A module has at most ${maxChapters} chapters.`, {
        status: 409,
      });
    }
    checkSplit(chapter, split.atMs);
    const addedId = await splitRows(transaction, chapter, split, ctx.now());
    await recutWithin(ctx, transaction, chapter.module_id, [chapter.id, addedId]);
  });
}

/** Makes one chapter of two: the next one, its questions and its files go into this one, which is cut again. */
export async function mergeWithNext(ctx: Context, organisationId: string, chapterId: string): Promise<void> {
  await ctx.db.transaction().execute(async (transaction) => {
    const { chapter, chapters } = await lockChapter(transaction, organisationId, chapterId);
    const next = chapters.find(({ index }) => index > chapter.index);
    if (!next)
      throw new MergeError('merge-nothing', 'This is the last chapter: nothing follows to merge with.');
    if (next.start_ms < chapter.end_ms) {
      const sentence = `“${next.title}” lies earlier in the recording, so the two can’t become one clip. Put them in order first.`;
      throw new MergeError('merge-out-of-order', sentence);
    }
    if (await isChapterInUse(transaction, next.id)) {
      const sentence = `Learners already work with “${next.title}”; merging would lose what they did. Merge into it instead, or leave both.`;
      throw new MergeError('chapter-in-use', sentence);
    }
    await moveQuestions(ctx, transaction, next, chapter);
    await absorbChapter(transaction, next, chapter);
    const merged = { id: chapter.id, startMs: chapter.start_ms, endMs: next.end_ms };
    await setIntervals(transaction, [merged], ctx.now());
    await recutWithin(ctx, transaction, chapter.module_id, [chapter.id]);
  });
}

/** Two chapters that cannot become one. */
class MergeError extends AppError {
  constructor(code: string, sentence: string) {
    super(code, sentence, { status: 409 });
  }
}

async function lockChapter(
  db: Db,
  organisationId: string,
  chapterId: string,
): Promise<{ chapter: ChapterRow; chapters: ChapterRow[] }> {
  const { module_id: moduleId } = await findModuleChapter(db, organisationId, chapterId);
  const module = await lockModule(db, organisationId, moduleId);
  await findCuttableRecording(db, module);
  // Read again under the lock: it may have been split or merged away meanwhile.
  const chapter = await findModuleChapter(db, organisationId, chapterId);
  return { chapter, chapters: await listModuleChapters(db, moduleId) };
}

function checkSplit({ start_ms: startMs, end_ms: endMs }: ChapterRow, atMs: number): void {
  if (atMs >= startMs + minChapterMs && atMs <= endMs - minChapterMs) return;
  throw new BoundaryError(
    'boundary-too-short',
    `Split it at least one second inside the chapter, which goes from ${formatTime(startMs)} to ${formatTime(endMs)}.`,
  );
}

async function moveQuestions(ctx: Context, db: Db, from: ChapterRow, to: ChapterRow): Promise<void> {
  const source = await findQuiz(db, from.organisation_id, from.id);
  if (!source || source.questions.length === 0) return;
  await copyPictures(db, from.id, to.id);
  const target = await findQuiz(db, to.organisation_id, to.id);
  const settings = target?.questions.length ? target : source;
  await saveQuiz(
    db,
    to.organisation_id,
    to.id,
    {
      title: settings.title,
      passMark: settings.pass_mark,
      attemptsAllowed: settings.attempts_allowed,
      shuffle: settings.shuffle,
      gradePolicy: settings.grade_policy,
      showAnswers: settings.show_answers,
      version: target?.version ?? 0,
      questions: [...(target?.questions ?? []), ...source.questions],
    },
    ctx.now(),
  );
}
