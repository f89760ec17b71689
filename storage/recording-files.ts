import { NotFoundError } from '../domain/app-error.ts';
import type { FileRole } from '../domain/recording.ts';
import type { Db } from './database.ts';
import type { RecordingFileRow } from './schema.ts';

export interface NewRecordingFile {
  recordingId: string;
  role: FileRole;
  fileName: string;
  contentType: string;
  bytes: number | null;
  /** Undefined while it is on its way. */
  blobKey?: string;
  /** The resumable upload that brings it. */
  uploadId?: string;
}

/** Adds a file that came with a recording or is on its way; gives its id. */
export async function insertRecordingFile(db: Db, file: NewRecordingFile): Promise<string> {
  const { id } = await db
    .insertInto('recording_files')
    .values({
      recording_id: file.recordingId,
      role: file.role,
      file_name: file.fileName,
      content_type: file.contentType,
      bytes: file.bytes,
      blob_key: file.blobKey ?? null,
      upload_id: file.uploadId ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The files of a recording, oldest first. */
export async function listRecordingFiles(db: Db, recordingId: string): Promise<RecordingFileRow[]> {
  return db
    .selectFrom('recording_files')
    .selectAll()
    .where('recording_id', '=', recordingId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** One file of the recording, or `NotFoundError`. */
export async function findRecordingFile(
  db: Db,
  recordingId: string,
  fileId: string,
): Promise<RecordingFileRow> {
  return db
    .selectFrom('recording_files')
    .selectAll()
    .where('recording_id', '=', recordingId)
    .where('id', '=', fileId)
    .executeTakeFirstOrThrow(() => new NotFoundError('file'));
}

/** The file that a resumable upload brings, with its organisation. */
export async function findUpload(
  db: Db,
  uploadId: string,
): Promise<(RecordingFileRow & { organisationId: string }) | undefined> {
  return db
    .selectFrom('recording_files')
    .innerJoin('recordings', 'recordings.id', 'recording_files.recording_id')
    .selectAll('recording_files')
    .select('recordings.organisation_id as organisationId')
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
}

/** A recording in two files waits for its second. */
export async function isCameraOnItsWay(db: Db, recordingId: string): Promise<boolean> {
  const files = await listRecordingFiles(db, recordingId);
  return files.some(({ role, blob_key: key }) => role === 'camera' && key === null);
}

/** Uploads that have not become blobs yet. */
export async function listUnreceivedUploads(
  db: Db,
): Promise<Pick<RecordingFileRow, 'id' | 'upload_id' | 'created_at'>[]> {
  return db
    .selectFrom('recording_files')
    .select(['id', 'upload_id', 'created_at'])
    .where('upload_id', 'is not', null)
    .where('blob_key', 'is', null)
    .execute();
}

/** The file stands in the blob store now; false when it did before, or is gone. */
export async function setFileReceived(
  db: Db,
  fileId: string,
  blob: { blobKey: string; bytes: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recording_files')
    .set({ blob_key: blob.blobKey, bytes: blob.bytes })
    .where('id', '=', fileId)
    .where('blob_key', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Another form of the file takes its place. */
export async function replaceFile(
  db: Db,
  fileId: string,
  file: { blobKey: string; contentType: string; bytes: number },
): Promise<void> {
  await db
    .updateTable('recording_files')
    .set({ blob_key: file.blobKey, content_type: file.contentType, bytes: file.bytes })
    .where('id', '=', fileId)
    .execute();
}

/** Says what the file is for. */
export async function setFileRole(db: Db, fileId: string, role: FileRole): Promise<void> {
  await db.updateTable('recording_files').set({ role }).where('id', '=', fileId).execute();
}

/** Notes that what is in the files went into the module. */
export async function setFilesApplied(db: Db, fileIds: readonly string[], now: Date): Promise<void> {
  if (fileIds.length === 0) return;
  await db
    .updateTable('recording_files')
    .set({ applied_at: now })
    .where('id', 'in', [...fileIds])
    .execute();
}

/** Takes a file away from its recording. Its blob goes with the next sweep. */
export async function deleteRecordingFile(db: Db, fileId: string): Promise<void> {
  await db.deleteFrom('recording_files').where('id', '=', fileId).execute();
}
