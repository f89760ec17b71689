import { randomBytes } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';

/** What a blob holds; the first part of its key. */
export type BlobKind = 'recordings' | 'inputs' | 'clips' | 'renditions' | 'images' | 'attachments';

/** A key that no other blob has: kind, organisation, and 144 random bits. */
export function newBlobKey(kind: BlobKind, organisationId: string): string {
  return `${kind}/${organisationId}/${randomBytes(18).toString('base64url')}`;
}

/** Throws `bad-blob-key` for a key that could leave its store's folder or hide in it. */
export function checkBlobKey(key: string): void {
  const parts = key.split('/');
  const isSafe = key.length <= 500 && parts.every((part) => /^[\w-][\w.-]*$/.test(part));
  if (!isSafe) throw new AppError('bad-blob-key', 'This is not the name of a stored file.', { status: 500 });
}

/** Nothing is stored under the key. */
export class BlobNotFoundError extends AppError {
  constructor(key: string, cause?: unknown) {
    super('blob-not-found', 'The file is no longer in the store.', {
      status: 404,
      cause: new Error(key, { cause }),
    });
  }
}
