import { requestRenditions } from '../../storage/renditions.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/**
 * Enqueues the renditions that a recording's chapters lack, the first chapters first; none where the module wants none.
 * `deps.db` is a transaction.
 */
export async function enqueueRenditions(
  { db, queue }: Pick<EnqueueDeps, 'db' | 'queue'>,
  recordingId: string,
): Promise<void> {
  for (const { id, index, clip_revision: clipRevision } of await requestRenditions(db, recordingId)) {
    if (clipRevision === null) continue;
    await queue.send(
      'make-renditions',
      { chapterId: id, clipRevision },
      { transaction: db, key: `${id}:${clipRevision}`, priority: -index },
    );
  }
}
