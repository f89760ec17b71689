import type { Db } from './database.ts';
import { isOneOf, type Learning } from './learning.ts';

/** The attachments that learners have opened. */
export async function listOpenedAttachments(
  db: Db,
  learnings: readonly Learning[],
): Promise<(Learning & { attachmentId: string })[]> {
  return await db
    .selectFrom('attachment_openings')
    .select(['learner_id as learnerId', 'publication_id as publicationId', 'attachment_id as attachmentId'])
    .where(isOneOf(learnings))
    .execute();
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
