import type { z } from 'zod';
import type { updateModuleSchema } from '../domain/api/module.ts';
import { enqueueRenditions } from '../pipelines/jobs/enqueue-renditions.ts';
import { listModuleChapters } from '../storage/module-chapters.ts';
import { updateModule } from '../storage/modules.ts';
import { removeRenditions } from '../storage/renditions.ts';
import type { ModuleRow } from '../storage/schema.ts';
import { findCuttableRecording, recutWithin } from './change-intervals.ts';
import type { Context } from './context.ts';

/**
 * Changes what a module says, whether its clips have renditions, and how loud they sound: what must be made anew for it
 * is enqueued, all or nothing. Throws `recording-gone` when the sound would have to be cut again and cannot.
 */
export async function changeModule(
  ctx: Context,
  module: ModuleRow,
  { title, description, renditions, evenLoudness, gradePolicy }: z.infer<typeof updateModuleSchema>,
): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    await updateModule(
      db,
      module.id,
      {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
        ...(renditions === undefined ? {} : { renditions }),
        ...(evenLoudness === undefined ? {} : { even_loudness: evenLoudness }),
        ...(gradePolicy === undefined ? {} : { grade_policy: gradePolicy }),
      },
      ctx.now(),
    );
    if (renditions === false) await removeRenditions(db, module.id);
    if (renditions === true && module.recording_id !== null)
      await enqueueRenditions({ db, queue: ctx.queue }, module.recording_id);
    if (evenLoudness !== undefined && evenLoudness !== module.even_loudness) {
      await findCuttableRecording(db, module);
      const chapters = await listModuleChapters(db, module.id);
      await recutWithin(
        ctx,
        db,
        module.id,
        chapters.map(({ id }) => id),
      );
    }
  });
}
