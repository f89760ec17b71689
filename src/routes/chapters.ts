import { Router } from 'express';
import { divideChapterSchema, splitChapterSchema, updateChapterSchema } from '../../domain/api/module.ts';
import { moveBoundary } from '../../domain/boundaries.ts';
import { enqueueFinish } from '../../pipelines/jobs/enqueue-finish.ts';
import { reviseChapters } from '../../storage/chapters.ts';
import { findModuleChapter, updateChapter } from '../../storage/module-chapters.ts';
import { findModule, touchModule } from '../../storage/modules.ts';
import { changeIntervals, findCuttableRecording, recutWithin } from '../change-intervals.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { presentModule } from '../present/module.ts';
import { mergeWithNext, splitChapter } from '../rearrange-chapters.ts';
import { splitByOutline } from '../split-by-outline.ts';

/** Chapters: title, completion, boundaries, split and merge, and the cutting of their clips. Each answers the module. */
export function createChaptersRouter(ctx: Context): Router {
  const router = Router();

  router.patch('/chapters/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const { title, completion, startMs, endMs } = updateChapterSchema.parse(req.body);
    if (startMs !== undefined || endMs !== undefined) {
      await changeIntervals(ctx, organisationId, chapter.module_id, (intervals) =>
        moveBoundary(intervals, chapter.id, { startMs, endMs }),
      );
    }
    await updateChapter(
      ctx.db,
      chapter.id,
      { ...(title === undefined ? {} : { title }), ...(completion === undefined ? {} : { completion }) },
      ctx.now(),
    );
    await touchModule(ctx.db, chapter.module_id, ctx.now());
    res.json(await show(organisationId, chapter.module_id));
  });

  router.post('/chapters/:id/split', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    await splitChapter(ctx, organisationId, chapter.id, splitChapterSchema.parse(req.body));
    res.json(await show(organisationId, chapter.module_id));
  });

  router.post('/chapters/:id/outline', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const { outlineText } = divideChapterSchema.parse(req.body);
    await splitByOutline(ctx, organisationId, chapter.id, outlineText);
    res.json(await show(organisationId, chapter.module_id));
  });

  router.post('/chapters/:id/merge', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    await mergeWithNext(ctx, organisationId, chapter.id);
    res.json(await show(organisationId, chapter.module_id));
  });

  router.post('/chapters/:id/cancel', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    if (chapter.state === 'waiting' || chapter.state === 'cutting') {
      await ctx.db.transaction().execute(async (transaction) => {
        await reviseChapters(transaction, [chapter.id], 'cancelled', ctx.now());
        await enqueueFinish({ db: transaction, queue: ctx.queue, now: ctx.now }, chapter.recording_id);
      });
    }
    res.json(await show(organisationId, chapter.module_id));
  });

  router.post('/chapters/:id/retry', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    if (chapter.state !== 'waiting' && chapter.state !== 'cutting') {
      await ctx.db.transaction().execute(async (transaction) => {
        await findCuttableRecording(
          transaction,
          await findModule(transaction, organisationId, chapter.module_id),
        );
        await recutWithin(ctx, transaction, chapter.module_id, [chapter.id]);
      });
    }
    res.json(await show(organisationId, chapter.module_id));
  });

  return router;

  async function show(organisationId: string, moduleId: string) {
    return presentModule(ctx, await findModule(ctx.db, organisationId, moduleId));
  }
}
