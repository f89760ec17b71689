import { pipeline } from 'node:stream/promises';
import { create as contentDisposition } from 'content-disposition';
import type { Response } from 'express';
import type { StoredFile } from '../storage/attachments.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';

/**
 * Answers with a stored file as a download under its own name. It is never shown in the page: a browser must not run
 * what somebody uploaded.
 */
export async function sendAttachment(res: Response, blobs: BlobStore, file: StoredFile): Promise<void> {
  const body = await blobs.get(file.blobKey);
  res.set({
    'content-type': file.contentType,
    'content-length': String(file.bytes),
    'content-disposition': contentDisposition(file.fileName),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, no-store',
  });
  try {
    await pipeline(body, res);
  } catch (error) {
    // A reader who goes away in the middle is no fault.
    if (!res.destroyed) throw error;
  }
}
