import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import type { FileRole } from '../../domain/recording.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { ingestRecording, type Ingested, type IngestRequest } from './ingest-recording.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';

/** Files of this machine, copied into the store and ingested as an upload is. The files stay where they are. */
export async function ingestLocalFiles(
  deps: PipelineDeps,
  request: Omit<IngestRequest, 'files'> & { files: readonly string[]; signal?: AbortSignal },
): Promise<Ingested> {
  for (const file of request.files) await checkIsFile(file);
  const files: { fileName: string; contentType: string; bytes: number; blobKey: string; role?: FileRole }[] =
    [];
  try {
    for (const file of request.files) {
      const blobKey = newBlobKey('recordings', request.organisationId);
      const bytes = await deps.blobs.put(
        blobKey,
        createReadStream(file),
        request.signal ? { signal: request.signal } : {},
      );
      files.push({ fileName: path.basename(file), contentType: 'application/octet-stream', bytes, blobKey });
    }
  } catch (error) {
    for (const { blobKey } of files) await deps.blobs.delete(blobKey);
    throw error;
  }
  return ingestRecording(deps, { ...request, files });
}

async function checkIsFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return;
  const name = path.basename(file);
  const message = found ? `${name} is a folder. Name the files in it.` : `There is no file ${name}.`;
  throw new AppError('no-such-file', message, { status: 422 });
}
