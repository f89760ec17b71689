import type { Db } from './database.ts';
import type { Learning } from './learning.ts';

/** The ids of the attachments that the learner has opened in this publication. */
export async function listOpenedAttachments(db: Db, learning: Learning): Promise<Set<string>> {
  const rows = await db
    .selectFrom('attachment_openings')
    .select('attachment_id')
    .where('learner_id', '=', learning.learnerId)
    .where('publication_id', '=', learning.publicationId)
    .execute();
  return new Set(rows.map((row) => row.attachment_id));
}

/** Notes that the learner opened the attachment; the first time counts. */
export async function recordOpening(
  db: Db,
  learning: Learning,
  attachmentId: string,
  at: Date,
): Promise<void> {
  await db
    .insertInto('attachment_openings')
    .values({
      learner_id: learning.learnerId,
      publication_id: learning.publicationId,
      attachment_id: attachmentId,
      opened_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
