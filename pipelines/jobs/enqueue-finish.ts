import { listChapters } from '../../storage/chapters.ts';
import { findRecordingById, updateRecording } from '../../storage/recordings.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/**
 * Enqueues `finish-recording` when no chapter waits or is being cut any more. `deps.db` is a transaction that has
 * changed a chapter; the recording's lock makes one of two that end together see the other.
 */
export async function enqueueFinish({ db, queue, now }: EnqueueDeps, recordingId: string): Promise<void> {
  const recording = await findRecordingById(db, recordingId, { lock: true });
  if (!recording) return;
  const chapters = await listChapters(db, recordingId);
  if (chapters.some(({ state }) => state === 'waiting' || state === 'cutting')) return;
  if (recording.state !== 'cutting') await updateRecording(db, recordingId, { state: 'cutting' }, now());
  await queue.send(
    'finish-recording',
    { recordingId, run: recording.run },
    { transaction: db, key: finishKey(recordingId, recording.run) },
  );
}

/** One finish waits per run of a recording. */
function finishKey(recordingId: string, run: number): string {
  return `${recordingId}:${run}`;
}
