import { AppError } from '../domain/app-error.ts';
import { findObstacles, ModuleNotReadyError } from '../domain/module-obstacles.ts';
import { listModuleChapters } from '../storage/module-chapters.ts';
import { lockModule, setModuleState } from '../storage/modules.ts';
import type { Context } from './context.ts';
import { readinessOf } from './present/module.ts';

/** Publishes the organisation's module, again if it was retracted; throws `ModuleNotReadyError`. */
export async function publishModule(ctx: Context, organisationId: string, moduleId: string): Promise<void> {
  await ctx.db.transaction().execute(async (transaction) => {
    const module = await lockModule(transaction, organisationId, moduleId);
    if (module.state === 'published') return;
    const chapters = await listModuleChapters(transaction, moduleId);
    const obstacles = findObstacles(chapters.map(readinessOf));
    if (obstacles.length > 0) throw new ModuleNotReadyError(obstacles);
    await setModuleState(transaction, moduleId, 'published', ctx.now());
  });
}

/** Takes the organisation's module away from learners; what they did stays. */
export async function retractModule(ctx: Context, organisationId: string, moduleId: string): Promise<void> {
  await ctx.db.transaction().execute(async (transaction) => {
    const module = await lockModule(transaction, organisationId, moduleId);
    if (module.state === 'draft') throw new NotPublishedError();
    await setModuleState(transaction, moduleId, 'retracted', ctx.now());
  });
}

class NotPublishedError extends AppError {
  constructor() {
    super('module-not-published', 'The module was never published, so there is nothing to retract.', {
      status: 409,
    });
  }
}
