import { AppError } from '../../domain/app-error.ts';
import { lockRecording, updateRecording } from '../../storage/recordings.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';

/** Asks for a proposal of a recording's outline; of two that wait for a worker one is made. */
export async function requestSuggestion(
  deps: EnqueueDeps,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  await request(deps, organisationId, recordingId, { again: true });
}

/** Has a proposal made of a recording that came without an outline, unless one was asked for before. */
export async function prepareSuggestion(
  deps: EnqueueDeps,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  await request(deps, organisationId, recordingId, { again: false });
}

/** Puts a proposal away; the chapters stay as they are. */
export async function dismissSuggestion(
  { db, now }: EnqueueDeps,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await lockRecording(transaction, organisationId, recordingId);
    await updateRecording(transaction, recordingId, { suggestion: null }, now());
  });
}

async function request(
  { db, queue, now }: EnqueueDeps,
  organisationId: string,
  recordingId: string,
  { again }: { again: boolean },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const recording = await lockRecording(transaction, organisationId, recordingId);
    if (!again && recording.suggestion !== null) return;
    if (recording.blob_key === null) {
      throw new AppError('recording-not-here', 'An outline can be proposed when the recording is here.', {
        status: 409,
      });
    }
    await updateRecording(transaction, recordingId, { suggestion: { state: 'working' } }, now());
    await queue.send('suggest-outline', { recordingId }, { transaction, key: recordingId });
  });
}
