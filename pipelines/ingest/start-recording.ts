import { AppError } from '../../domain/app-error.ts';
import { OutlineError, parseOutline } from '../../domain/outline.ts';
import { listChapters, reviseChapters } from '../../storage/chapters.ts';
import type { Db } from '../../storage/database.ts';
import { isCameraOnItsWay } from '../../storage/recording-files.ts';
import { addEvent, findRecording, lockRecording, updateRecording } from '../../storage/recordings.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { beginRecording } from './begin-recording.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';
import { enqueueFinish } from '../jobs/enqueue-finish.ts';
import { recutChapters } from '../jobs/recut-chapters.ts';

/**
 * Makes chapters as soon as the recording's file is here. Throws `OutlineError` with line numbers for an outline that
 * is missing or cannot be used; a recording that is at work or ready stays as it is.
 */
export async function startRecording(
  deps: EnqueueDeps,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  await deps.db.transaction().execute(async (db) => {
    const recording = await lockRecording(db, organisationId, recordingId);
    if (['probing', 'cutting', 'ready'].includes(recording.state)) return;
    if ((await listChapters(db, recordingId)).length > 0) throw hasChapters();
    checkOutline(recording);
    if (recording.blob_key === null || (await isCameraOnItsWay(db, recordingId))) {
      await updateRecording(db, recordingId, { start_requested: true, failure: null }, deps.now());
      return;
    }
    await beginRecording({ ...deps, db }, recording, { kind: 'started', message: 'Making chapters.' });
  });
}

/** Tries a failed or cancelled recording again: what was not cut is cut, or everything begins anew. */
export async function retryRecording(
  deps: EnqueueDeps,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  const { state } = await findRecording(deps.db, organisationId, recordingId);
  if (state !== 'failed' && state !== 'cancelled') return;
  const chapters = await listChapters(deps.db, recordingId);
  if (chapters.length === 0) {
    await startRecording(deps, organisationId, recordingId);
    return;
  }
  const uncut = chapters.filter((chapter) => chapter.state !== 'ready').map(({ id }) => id);
  await deps.db.transaction().execute(async (db) => {
    await recutChapters({ ...deps, db }, uncut);
    if (uncut.length === 0) await enqueueFinish({ ...deps, db }, recordingId);
    const message =
      uncut.length === 1 ? 'Cutting 1 chapter again.' : `Cutting ${uncut.length} chapters again.`;
    await addEvent(db, recordingId, { kind: 'retried', message }, deps.now());
  });
}

/** Stops the work on a recording; what was cut stays. A job that runs notices within a second, on any machine. */
export async function cancelRecording(
  deps: EnqueueDeps,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  await findRecording(deps.db, organisationId, recordingId);
  await deps.db.transaction().execute(async (db) => {
    await cancelChapters(db, recordingId, deps.now());
    const recording = await lockRecording(db, organisationId, recordingId);
    if (recording.state !== 'probing' && recording.state !== 'cutting') {
      if (recording.start_requested) {
        await updateRecording(db, recordingId, { start_requested: false }, deps.now());
      }
      return;
    }
    const changes = { state: 'cancelled', run: recording.run + 1, start_requested: false } as const;
    await updateRecording(db, recordingId, changes, deps.now());
    await addEvent(db, recordingId, { kind: 'cancelled', message: 'Cancelled.' }, deps.now());
  });
}

async function cancelChapters(db: Db, recordingId: string, now: Date): Promise<void> {
  const chapters = await listChapters(db, recordingId);
  const atWork = chapters.filter(({ state }) => state === 'waiting' || state === 'cutting');
  await reviseChapters(
    db,
    atWork.map(({ id }) => id),
    'cancelled',
    now,
  );
}

function checkOutline({ outline_text: text, outline_file_name: fileName }: RecordingRow): void {
  if (text === null || text.trim() === '') {
    throw new OutlineError('outline-missing', 'There is no outline yet. Add one line for each chapter.');
  }
  parseOutline(text, fileName === null ? {} : { fileName });
}

function hasChapters(): AppError {
  return new AppError(
    'chapters-exist',
    'The recording has its chapters already. Retry cuts what is missing.',
    {
      status: 409,
    },
  );
}
