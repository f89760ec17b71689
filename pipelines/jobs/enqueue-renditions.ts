import { requestRenditions } from '../../storage/renditions.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/**
 * Enqueues the renditions that a recording's chapters lack, the first chapters first; none where the module wants none.
 * `deps.db` is a transaction.
 */
export async function enqueueRenditions(
  deps: Pick<EnqueueDeps, 'db' | 'queue'>,
  recordingId: string,
): Promise<void> {
  for (const chapter of await requestRenditions(deps.db, recordingId)) await sendRenditions(deps, chapter);
}

/** Enqueues the renditions of one chapter's clip, if it has one; `deps.db` is a transaction or not. */
export async function sendRenditions(
  { db, queue }: Pick<EnqueueDeps, 'db' | 'queue'>,
  { id, index, clip_revision: clipRevision }: Pick<ChapterRow, 'id' | 'index' | 'clip_revision'>,
): Promise<void> {
  if (clipRevision === null) return;
  await queue.send(
    'make-renditions',
    { chapterId: id, clipRevision },
    { transaction: db, key: renditionsKey(id, clipRevision), priority: -index },
  );
}

/** Renditions are made once for each clip of a chapter. */
export function renditionsKey(chapterId: string, clipRevision: number): string {
  return `${chapterId}:${clipRevision}`;
}
