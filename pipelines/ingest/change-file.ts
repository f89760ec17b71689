import { AppError } from '../../domain/app-error.ts';
import type { FileRole } from '../../domain/recording.ts';
import { listChapters } from '../../storage/chapters.ts';
import {
  deleteRecordingFile,
  findRecordingFile,
  replaceFile,
  setFileRole,
} from '../../storage/recording-files.ts';
import { findRecording, lockRecording, updateRecording } from '../../storage/recordings.ts';
import type { Db } from '../../storage/database.ts';
import type { RecordingFileRow, RecordingRow } from '../../storage/schema.ts';
import { deleteTranscript } from '../../storage/transcripts.ts';
import { applyLate } from './apply-late.ts';
import { checkFile, type IncomingFile } from './check-file.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { reduceFile } from './reduce-file.ts';

/** A file of one of the organisation's recordings. */
export interface FileOfRecording {
  organisationId: string;
  recordingId: string;
  fileId: string;
}

/** Says that a file is for something else; throws what speaks against it. */
export async function changeFileRole(deps: PipelineDeps, of: FileOfRecording, role: FileRole): Promise<void> {
  const file = await findFile(deps, of);
  if (file.role === role) return;
  if (file.applied_at !== null) {
    throw new AppError('file-applied', 'The file is in the module already. Change it there.', {
      status: 409,
    });
  }
  if (role === 'recording' || file.role === 'recording') {
    throw new AppError(
      'recording-fixed',
      'What is the recording cannot be changed. Delete the file and send it again.',
      {
        status: 409,
      },
    );
  }
  if (file.blob_key !== null && (file.role === 'polls' || file.role === 'chat')) throw fileReduced(file);
  const { outlineText, refusal } = await checkAs(deps, file, role);
  if (refusal) throw refusal;
  const reduced = await reduceAs(deps, of, file, role);
  await deps.db.transaction().execute(async (db) => {
    const recording = await lockRecording(db, of.organisationId, of.recordingId);
    const isPicture = role === 'camera' || file.role === 'camera';
    if (isPicture && (await isPlanned(db, recording))) throw recordingInUse();
    await setFileRole(db, file.id, role);
    if (reduced) await replaceFile(db, file.id, reduced);
    if (outlineText === undefined) return;
    const changes = { outline_text: outlineText, outline_file_name: file.file_name };
    await updateRecording(db, of.recordingId, changes, deps.now());
  });
  if (reduced && file.blob_key !== null) await deps.blobs.delete(file.blob_key);
  await applyLate(deps, of);
}

/**
 * Takes a file away from its recording. What it has already become in the module stays, but for a transcript. The
 * recording's own file can go only before there are chapters.
 */
export async function removeFile(deps: PipelineDeps, of: FileOfRecording): Promise<RecordingFileRow> {
  const file = await findFile(deps, of);
  await deps.db.transaction().execute(async (db) => {
    const recording = await lockRecording(db, of.organisationId, of.recordingId);
    if (file.role === 'recording' && file.blob_key !== null && file.blob_key === recording.blob_key) {
      if (await isPlanned(db, recording)) throw recordingInUse();
      const gone = { blob_key: null, bytes: null, file_name: null, duration_ms: null };
      await updateRecording(db, recording.id, { ...gone, state: 'uploading', failure: null }, deps.now());
    }
    if (file.role === 'camera' && (await isPlanned(db, recording))) throw recordingInUse();
    if (file.role === 'transcript' && file.applied_at !== null) await deleteTranscript(db, recording.id);
    await deleteRecordingFile(db, file.id);
  });
  return file;
}

async function isPlanned(db: Db, { id, state }: RecordingRow): Promise<boolean> {
  return state === 'probing' || (await listChapters(db, id)).length > 0;
}

async function findFile({ db }: PipelineDeps, of: FileOfRecording): Promise<RecordingFileRow> {
  await findRecording(db, of.organisationId, of.recordingId);
  return findRecordingFile(db, of.recordingId, of.fileId);
}

/** A file that is still on its way is looked at when it is here. */
async function checkAs(
  { blobs }: PipelineDeps,
  file: RecordingFileRow,
  role: FileRole,
): Promise<{ outlineText?: string; refusal?: AppError }> {
  return file.blob_key === null ? {} : checkFile(blobs, incoming(file, role, file.blob_key));
}

/** Of what turns out to be a poll report or a chat, only the reduced form stays. */
async function reduceAs(
  { db, blobs }: PipelineDeps,
  { organisationId, recordingId }: FileOfRecording,
  file: RecordingFileRow,
  role: FileRole,
): Promise<IncomingFile | undefined> {
  if (file.blob_key === null || (role !== 'polls' && role !== 'chat')) return undefined;
  const { keep_names: keepNames, began_at: beganAt } = await findRecording(db, organisationId, recordingId);
  const options = { organisationId, keepNames, beganAt: beganAt ?? undefined };
  return reduceFile(blobs, incoming(file, role, file.blob_key), options);
}

function incoming(file: RecordingFileRow, role: FileRole, blobKey: string): IncomingFile {
  return {
    role,
    fileName: file.file_name,
    contentType: file.content_type ?? 'application/octet-stream',
    bytes: file.bytes ?? 0,
    blobKey,
  };
}

function fileReduced({ file_name: fileName, role }: RecordingFileRow): AppError {
  const kept = role === 'polls' ? 'the votes' : 'the messages';
  return new AppError(
    'file-reduced',
    `Only ${kept} of ${fileName} were kept. Send the file again for another use.`,
    {
      status: 409,
    },
  );
}

function recordingInUse(): AppError {
  return new AppError(
    'recording-in-use',
    'Chapters are made of this file. Delete the whole recording instead.',
    {
      status: 409,
    },
  );
}
