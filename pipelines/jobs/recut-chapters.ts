import { reviseChapters } from '../../storage/chapters.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import { setRecordingsCutting } from '../../storage/recordings.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/**
 * Cuts the chapters anew at their present boundaries; each keeps its old clip until the new one is verified. Within
 * `deps.db`'s transaction where it is one, else in a transaction of its own.
 */
export async function recutChapters(deps: EnqueueDeps, chapterIds: readonly string[]): Promise<void> {
  if (chapterIds.length === 0) return;
  const recut = async (db: EnqueueDeps['db']): Promise<void> => {
    // Chapters before their recording, here and in every other transaction: so that two never wait for each other.
    const chapters = await reviseChapters(db, chapterIds, 'waiting', deps.now());
    await setRecordingsCutting(db, new Set(chapters.map((chapter) => chapter.recording_id)), deps.now());
    await enqueueCuts({ ...deps, db }, chapters);
  };
  await (deps.db.isTransaction ? recut(deps.db) : deps.db.transaction().execute(recut));
}

/** Enqueues one cut for each chapter, the first chapters first; `deps.db` is a transaction or not. */
export async function enqueueCuts(
  { db, queue }: Pick<EnqueueDeps, 'db' | 'queue'>,
  chapters: readonly Pick<ChapterRow, 'id' | 'revision' | 'index'>[],
): Promise<void> {
  for (const { id, revision, index } of chapters) {
    await queue.send(
      'cut-chapter',
      { chapterId: id, revision },
      { transaction: db, key: cutKey(id, revision), priority: -index },
    );
  }
}

/** One cut waits per revision of a chapter. */
export function cutKey(chapterId: string, revision: number): string {
  return `${chapterId}:${revision}`;
}
