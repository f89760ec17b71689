import type { BlobStore } from './blob-store.ts';
import { DiskBlobStore } from './disk-blob-store.ts';
import { S3BlobStore, type S3Settings } from './s3-blob-store.ts';

/** Which store to use. Credentials of S3 come as the AWS SDK finds them. */
export type BlobSettings = { kind: 'disk'; folder: string } | ({ kind: 's3' } & S3Settings);

/** The store that the settings name. Nothing is read or written yet. */
export function createBlobStore(settings: BlobSettings): BlobStore {
  switch (settings.kind) {
    case 'disk':
      return new DiskBlobStore(settings.folder);
    case 's3':
      return new S3BlobStore(settings);
  }
}
