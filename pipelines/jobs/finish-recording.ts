import { listChapters } from '../../storage/chapters.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import { addEvent, findRecordingById, updateRecording } from '../../storage/recordings.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import { enqueueRenditions } from './enqueue-renditions.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/** Says that a recording is ready, or which chapters could not be cut. Does nothing while one is still at work. */
export async function runFinishRecording(
  { db, queue, now }: EnqueueDeps,
  { recordingId, run }: JobPayloads['finish-recording'],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const recording = await findRecordingById(transaction, recordingId, { lock: true });
    if (recording?.state !== 'cutting' || recording.run !== run) return;
    const chapters = await listChapters(transaction, recordingId);
    if (chapters.some(({ state }) => state === 'waiting' || state === 'cutting')) return;
    const failed = chapters.filter(({ state }) => state === 'failed');
    const isCancelled = failed.length === 0 && chapters.some(({ state }) => state === 'cancelled');
    const failure =
      failed.length === 0 ? null : { code: 'chapters-failed', message: sentenceOf(failed, chapters) };
    const state = failure ? 'failed' : isCancelled ? 'cancelled' : 'ready';
    await updateRecording(transaction, recordingId, { state, failure }, now());
    const message = failure?.message ?? (isCancelled ? 'Cancelled.' : 'All chapters are ready.');
    await addEvent(transaction, recordingId, { kind: state, message }, now());
    if (state === 'ready') await enqueueRenditions({ db: transaction, queue }, recordingId);
  });
}

function sentenceOf(failed: readonly ChapterRow[], chapters: readonly ChapterRow[]): string {
  const [first] = failed;
  const reason = first?.failure?.message ?? '';
  const count = `${failed.length} of ${chapters.length} chapters could not be cut.`;
  return chapters.length === 1 ? reason : `${count} ${reason}`.trim();
}
