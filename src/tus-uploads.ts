import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileStore } from '@tus/file-store';
import type { BlobKind } from '../storage/blobs/blob-key.ts';
import { deleteRecordingFile, findUpload, listUnreceivedUploads } from '../storage/recording-files.ts';
import type { FileRole } from '../domain/recording.ts';
import { AppError } from '../domain/app-error.ts';
import { receiveFile } from '../pipelines/ingest/receive-file.ts';
import type { Context } from './context.ts';

/** An upload that does not come to its end is forgotten after this long. */
export const uploadExpiresAfterMs = 7 * 24 * 3600_000;

type Uploads = Pick<Context, 'db' | 'blobs' | 'queue' | 'now' | 'config' | 'log'>;

/** Where resumable uploads grow until they are whole: the data folder's `uploads`. */
export function createUploadStore(config: Context['config']): FileStore {
  return new FileStore({
    directory: uploadFolder(config),
    expirationPeriodInMilliseconds: uploadExpiresAfterMs,
  });
}

/**
 * Moves a whole upload into the blob store and takes it into its recording. Safe to repeat after a crash at any point:
 * its blob has the upload's own name. Throws what is wrong with the file.
 */
export async function finishUpload(ctx: Uploads, uploadId: string): Promise<void> {
  const row = await findUpload(ctx.db, uploadId);
  if (row?.blob_key !== null) return;
  const blobKey = blobKeyOf(row, uploadId);
  const contentType = row.content_type ?? 'application/octet-stream';
  const bytes = await storeUpload(ctx, uploadId, { blobKey, contentType, expected: row.bytes });
  try {
    await receiveFile(ctx, {
      id: row.id,
      recordingId: row.recording_id,
      organisationId: row.organisationId,
      role: row.role,
      fileName: row.file_name,
      contentType,
      bytes,
      blobKey,
    });
  } finally {
    await removeUpload(ctx.config, uploadId);
  }
}

/** Takes in uploads that came to their end just before a crash. Those of another machine's folder are left to it. */
export async function receiveFinishedUploads(ctx: Uploads): Promise<void> {
  for (const { upload_id: uploadId } of await listUnreceivedUploads(ctx.db)) {
    if (uploadId === null || !(await isWhole(ctx, uploadId))) continue;
    try {
      await finishUpload(ctx, uploadId);
    } catch (error) {
      if (error instanceof AppError && error.status < 500)
        ctx.log.warn({ err: error }, 'an upload was refused');
      else ctx.log.error({ err: error }, 'an upload could not be taken in');
    }
  }
}

async function isWhole(ctx: Uploads, uploadId: string): Promise<boolean> {
  const row = await findUpload(ctx.db, uploadId);
  if (typeof row?.bytes !== 'number') return false;
  const here = await sizeOf(uploadFile(ctx.config, uploadId));
  return (here ?? (await ctx.blobs.size(blobKeyOf(row, uploadId)))) === row.bytes;
}

/** Forgets uploads that nobody has gone on with for a week. */
export async function removeExpiredUploads(ctx: Uploads): Promise<void> {
  const before = ctx.now().getTime() - uploadExpiresAfterMs;
  for (const { id, upload_id: uploadId, created_at: createdAt } of await listUnreceivedUploads(ctx.db)) {
    if (uploadId === null || createdAt.getTime() > before) continue;
    await deleteRecordingFile(ctx.db, id);
    await removeUpload(ctx.config, uploadId);
  }
}

/** Removes what there is of an upload, if anything. */
export async function removeUpload(config: Context['config'], uploadId: string): Promise<void> {
  const file = uploadFile(config, uploadId);
  await rm(file, { force: true });
  await rm(`${file}.json`, { force: true });
}

/** The upload as a blob; where a crash came after the move, the blob that stands already. */
async function storeUpload(
  { blobs, config }: Uploads,
  uploadId: string,
  { blobKey, contentType, expected }: { blobKey: string; contentType: string; expected: number | null },
): Promise<number> {
  const file = uploadFile(config, uploadId);
  try {
    return await blobs.putFile(blobKey, file, { contentType });
  } catch (error) {
    // Moved before a crash, or by another who finishes the same upload.
    const bytes = await blobs.size(blobKey);
    if (bytes !== undefined && bytes === expected) return bytes;
    if ((await sizeOf(file)) !== undefined) throw error;
    throw new AppError('upload-lost', 'The upload is no longer here. Send the file again.', {
      status: 410,
      cause: error,
    });
  }
}

function blobKeyOf(row: { role: FileRole; organisationId: string }, uploadId: string): string {
  return `${kindOf(row.role)}/${row.organisationId}/${uploadId}`;
}

function kindOf(role: FileRole): BlobKind {
  if (role === 'recording' || role === 'camera') return 'recordings';
  return role === 'attachment' ? 'attachments' : 'inputs';
}

function uploadFolder(config: Context['config']): string {
  return path.join(config.dataFolder, 'uploads');
}

function uploadFile(config: Context['config'], uploadId: string): string {
  if (!/^[0-9a-f]{32}$/.test(uploadId))
    throw new AppError('not-found', 'There is no such upload.', { status: 404 });
  return path.join(uploadFolder(config), uploadId);
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}
