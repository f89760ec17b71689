import { AppError } from '../../domain/app-error.ts';
import { addEvent, findRecording, lockRecording, updateRecording } from '../../storage/recordings.ts';
import { deleteRecordingFile, isCameraOnItsWay, setFileReceived } from '../../storage/recording-files.ts';
import { listChapters } from '../../storage/chapters.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { applyLate } from './apply-late.ts';
import { beginRecording } from './begin-recording.ts';
import { checkFile, type IncomingFile } from './check-file.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { reduceFile } from './reduce-file.ts';
import { titleOf } from './title-of.ts';

/** A file of a recording that has just come into the blob store whole. */
export interface ReceivedFile extends IncomingFile {
  id: string;
  recordingId: string;
  organisationId: string;
}

/**
 * Takes an uploaded file into its recording, and starts work when it was the last thing missing. A file that cannot be
 * used is taken away again and its error thrown. Safe to repeat: the second time changes nothing.
 */
export async function receiveFile(deps: PipelineDeps, file: ReceivedFile): Promise<void> {
  const checked = await checkFile(deps.blobs, file);
  const taken = checked.refusal ? file : await reduce(deps, file);
  const refusal = checked.refusal ?? (await take(deps, taken, checked.outlineText));
  // The report or chat as it came; after a crash just before, the sweep finds it.
  if (!refusal && taken.blobKey !== file.blobKey) await deps.blobs.delete(file.blobKey);
  if (refusal) {
    await refuse(deps, file, { outlineText: checked.outlineText, refusal });
    throw refusal;
  }
  await applyLate(deps, file);
}

async function reduce({ db, blobs }: PipelineDeps, file: ReceivedFile): Promise<ReceivedFile> {
  const recording = await findRecording(db, file.organisationId, file.recordingId);
  const { keep_names: keepNames, began_at: beganAt } = recording;
  return reduceFile(blobs, file, {
    organisationId: file.organisationId,
    keepNames,
    beganAt: beganAt ?? undefined,
  });
}

/** Gives the reason where there is a recording's file already. */
async function take(
  deps: PipelineDeps,
  file: ReceivedFile,
  outlineText: string | undefined,
): Promise<AppError | undefined> {
  return deps.db.transaction().execute(async (db) => {
    const recording = await lockRecording(db, file.organisationId, file.recordingId);
    if (file.role === 'recording' && recording.blob_key !== null && recording.blob_key !== file.blobKey) {
      return recordingExists();
    }
    if (file.role === 'camera' && (await listChapters(db, recording.id)).length > 0) return cameraTooLate();
    if (!(await setFileReceived(db, file.id, file))) return undefined;
    const changes = {
      ...(outlineText === undefined ? {} : { outline_text: outlineText, outline_file_name: file.fileName }),
      ...(file.role === 'recording' ? recordingChanges(recording, file) : {}),
    };
    await updateRecording(db, recording.id, changes, deps.now());
    const message = `${file.fileName} is here.`;
    await addEvent(db, recording.id, { kind: 'received', message }, deps.now());
    await startIfComplete({ ...deps, db }, { ...recording, ...changes });
    return undefined;
  });
}

/** A recording has one file. */
export function recordingExists(): AppError {
  return new AppError(
    'recording-exists',
    'This recording has its file already. Make another recording for this one.',
    { status: 409 },
  );
}

/** The chapters would have to be made anew. */
function cameraTooLate(): AppError {
  return new AppError(
    'chapters-exist',
    'The recording has its chapters already. Make another recording of both files to show the camera.',
    { status: 409 },
  );
}

async function refuse(
  { db, now, blobs }: PipelineDeps,
  file: ReceivedFile,
  { outlineText, refusal }: { outlineText: string | undefined; refusal: AppError },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const recording = await lockRecording(transaction, file.organisationId, file.recordingId);
    await deleteRecordingFile(transaction, file.id);
    // A bad outline stays to be mended, unless a good one is there.
    if (outlineText !== undefined && recording.outline_text === null) {
      const kept = { outline_text: outlineText.slice(0, 200_000), outline_file_name: file.fileName };
      await updateRecording(transaction, recording.id, kept, now());
    }
    await addEvent(transaction, recording.id, { kind: 'refused', message: refusal.message }, now());
  });
  await blobs.delete(file.blobKey);
}

function recordingChanges(recording: RecordingRow, file: ReceivedFile) {
  return {
    state: recording.state === 'uploading' ? ('waiting' as const) : recording.state,
    file_name: file.fileName,
    blob_key: file.blobKey,
    bytes: file.bytes,
    ...(recording.title === '' ? { title: titleOf(file.fileName) } : {}),
  };
}

/** The trainer has asked for chapters before everything was here. */
async function startIfComplete(deps: PipelineDeps, recording: RecordingRow): Promise<void> {
  const isComplete =
    recording.blob_key !== null &&
    recording.outline_text !== null &&
    !(await isCameraOnItsWay(deps.db, recording.id));
  if (recording.state !== 'waiting' || !recording.start_requested || !isComplete) return;
  await beginRecording(deps, recording, { kind: 'started', message: 'Making chapters.' });
}
