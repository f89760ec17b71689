import type { Db } from './database.ts';

/** The module that a recording's chapters belong to: made as a draft the first time, found ever after. Gives its id. */
export async function insertModule(
  db: Db,
  module: { organisationId: string; recordingId: string; title: string },
): Promise<string> {
  const { id } = await db
    .insertInto('modules')
    .values({
      organisation_id: module.organisationId,
      recording_id: module.recordingId,
      title: module.title,
    })
    .onConflict((conflict) => conflict.column('recording_id').doUpdateSet({ title: module.title }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
