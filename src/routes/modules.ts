import { Router } from 'express';
import {
  orderChaptersSchema,
  setBoundariesSchema,
  updateModuleSchema,
  type Module,
} from '../../domain/api/module.ts';
import { listQuerySchema } from '../../domain/api/list.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { listModuleChapters, orderChapters } from '../../storage/module-chapters.ts';
import { findModule, listModules, lockModule, touchModule } from '../../storage/modules.ts';
import { changeModule } from '../change-module.ts';
import { changeIntervals } from '../change-intervals.ts';
import type { Context } from '../context.ts';
import { describeStanding } from '../course-standing.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { presentModule } from '../present/module.ts';
import { publishModule, retractModule } from '../publish-module.ts';

/** Modules: what they say, the order of their chapters, publishing and retracting. */
export function createModulesRouter(ctx: Context): Router {
  const router = Router();
  const show = async (organisationId: string, moduleId: string): Promise<Module> =>
    presentModule(ctx, await findModule(ctx.db, organisationId, moduleId));

  router.get('/modules', requireUser, async (req, res) => {
    const wanted = listQuerySchema.parse(req.query);
    const { items, next } = await listModules(ctx.db, signedIn(req).organisationId, wanted);
    res.json({
      modules: items.map((module) => ({ ...module, updatedAt: module.updatedAt.toISOString() })),
      next,
    });
  });

  router.get('/modules/:id', requireUser, async (req, res) => {
    res.json(await show(signedIn(req).organisationId, pathId(req, 'module')));
  });

  router.patch('/modules/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const module = await findModule(ctx.db, organisationId, pathId(req, 'module'));
    const changes = updateModuleSchema.parse(req.body);
    await changeModule(ctx, module, changes);
    res.json(await show(organisationId, module.id));
  });

  router.get('/publications/:id/standing', requireUser, async (req, res) => {
    res.json(await describeStanding(ctx, signedIn(req).organisationId, pathId(req, 'publication')));
  });

  router.post('/modules/:id/publish', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const moduleId = pathId(req, 'module');
    await publishModule(ctx, organisationId, moduleId);
    res.json(await show(organisationId, moduleId));
  });

  router.post('/modules/:id/retract', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const moduleId = pathId(req, 'module');
    await retractModule(ctx, organisationId, moduleId);
    res.json(await show(organisationId, moduleId));
  });

  router.put('/modules/:id/order', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const moduleId = pathId(req, 'module');
    const { chapterIds } = orderChaptersSchema.parse(req.body);
    await ctx.db.transaction().execute(async (transaction) => {
      await lockModule(transaction, organisationId, moduleId);
      const chapters = await listModuleChapters(transaction, moduleId);
      const asked = new Set(chapterIds);
      const complete = chapterIds.length === chapters.length && chapters.every(({ id }) => asked.has(id));
      if (asked.size !== chapterIds.length || !complete) throw new OrderError();
      const first = Math.min(...chapters.map(({ index }) => index));
      await orderChapters(transaction, moduleId, chapterIds, first);
      await touchModule(transaction, moduleId, ctx.now());
    });
    res.json(await show(organisationId, moduleId));
  });

  router.put('/modules/:id/boundaries', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const moduleId = pathId(req, 'module');
    const asked = new Map(
      setBoundariesSchema.parse(req.body).chapters.map((chapter) => [chapter.id, chapter]),
    );
    await changeIntervals(ctx, organisationId, moduleId, (intervals) => {
      const known = new Set(intervals.map(({ id }) => id));
      if (!asked.keys().every((id) => known.has(id))) throw new NotFoundError('chapter');
      return intervals.map((interval) => asked.get(interval.id) ?? interval);
    });
    res.json(await show(organisationId, moduleId));
  });

  return router;
}

class OrderError extends AppError {
  constructor() {
    super('order-incomplete', 'Name each chapter of the module once. Reload the page and order them again.', {
      status: 422,
    });
  }
}
