import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AppError } from '../../domain/app-error.ts';
import type { Picture } from '../../domain/picture.ts';
import { checkPicture } from '../../domain/picture/check-picture.ts';
import { newBlobKey } from './blob-key.ts';
import type { BlobStore } from './blob-store.ts';

/** A picture that stands in the blob store; the same bytes have the same id everywhere. */
export interface PutPicture extends Pick<Picture, 'id' | 'type' | 'width' | 'height' | 'bytes'> {
  blobKey: string;
}

/** Stores a picture, after a look at its bytes. Throws `picture-unusable` (422). */
export async function putPicture(
  blobs: BlobStore,
  organisationId: string,
  bytes: Uint8Array,
): Promise<PutPicture> {
  const header = checkPicture(bytes);
  if (typeof header === 'string') {
    throw new AppError('picture-unusable', `The picture was not kept: ${header}.`, { status: 422 });
  }
  const id = createHash('sha256').update(bytes).digest('base64url');
  const blobKey = newBlobKey('images', organisationId);
  await blobs.put(blobKey, Readable.from([Buffer.from(bytes)]), { contentType: header.type });
  return { id, ...header, bytes: bytes.length, blobKey };
}
