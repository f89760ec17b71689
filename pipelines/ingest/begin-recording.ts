import type { RecordingRow } from '../../storage/schema.ts';
import { addEvent, updateRecording } from '../../storage/recordings.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/**
 * Begins a new run of a recording whose file and outline are here: its state becomes `probing` and the job waits, both
 * or neither. `deps.db` is a transaction that holds the recording's lock.
 */
export async function beginRecording(
  deps: EnqueueDeps,
  recording: Pick<RecordingRow, 'id' | 'run'>,
  event: { kind: string; message: string },
): Promise<void> {
  const { db, queue, now } = deps;
  const run = recording.run + 1;
  await updateRecording(
    db,
    recording.id,
    { state: 'probing', run, failure: null, start_requested: true },
    now(),
  );
  await addEvent(db, recording.id, event, now());
  await queue.send(
    'probe-recording',
    { recordingId: recording.id, run },
    { transaction: db, key: probeKey(recording.id, run) },
  );
}

/** One probe waits per run of a recording. */
export function probeKey(recordingId: string, run: number): string {
  return `${recordingId}:${run}`;
}
