import { Transform } from 'node:stream';
import type { Request } from 'express';
import type { StorageEngine } from 'multer';
import { z } from 'zod';
import { AppError } from '../domain/app-error.ts';
import { newBlobKey, type BlobKind } from '../storage/blobs/blob-key.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { signedIn } from './middleware/sign-in.ts';

/** A file of a form that stands whole in the blob store. */
export interface ReceivedFile {
  field: string;
  /** As the client named it: never a path of ours, not safe to show unescaped. */
  fileName: string;
  contentType: string;
  bytes: number;
  blobKey: string;
  /** Its first bytes, up to 4096, to tell what it is. */
  head: Buffer;
}

const headBytes = 4096;

/**
 * A multer storage that streams each file into the blob store under a fresh key of the signed-in organisation.
 * `kindOf` gives the kind of blob for a form field. Read what came with `receivedFiles`.
 */
export function createBlobStorageEngine(
  blobs: BlobStore,
  kindOf: (field: string) => BlobKind,
): StorageEngine {
  return {
    _handleFile(req, file, done) {
      storeFile(blobs, newBlobKey(kindOf(file.fieldname), signedIn(req).organisationId), file).then(
        (stored) => done(null, stored),
        (error: unknown) => done(error),
      );
    },
    _removeFile(_req, file, done) {
      const stored = storedPartOf(file);
      (stored ? blobs.delete(stored.blobKey) : Promise.resolve()).then(
        () => done(null),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  };
}

/** The files of a request that multer has taken in through the engine, in the order they came. */
export function receivedFiles(req: Request): ReceivedFile[] {
  const files = req.file
    ? [req.file]
    : Array.isArray(req.files)
      ? req.files
      : Object.values(req.files ?? {}).flat();
  return files.map((file) => {
    const stored = storedPartOf(file);
    if (!stored) throw new AppError('internal', 'The file was not stored.', { status: 500 });
    return { field: file.fieldname, fileName: file.originalname, contentType: file.mimetype, ...stored };
  });
}

/** multer wants a `size`, and hands on whatever else the engine gives. */
async function storeFile(
  blobs: BlobStore,
  blobKey: string,
  file: Express.Multer.File,
): Promise<StoredPart & { size: number }> {
  const head = headOf();
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      head.see(chunk);
      done(null, chunk);
    },
  });
  file.stream.on('error', (error) => body.destroy(error));
  // busboy closes the part of a client that went away without an error of its own.
  file.stream.on('close', () => {
    if (!file.stream.readableEnded) body.destroy(new Error('The upload was broken off.'));
  });
  file.stream.pipe(body);
  const bytes = await blobs.put(blobKey, body, { contentType: file.mimetype });
  return { blobKey, bytes, size: bytes, head: head.bytes() };
}

function headOf(): { see: (chunk: Buffer) => void; bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    see: (chunk) => {
      if (length >= headBytes) return;
      chunks.push(Buffer.from(chunk.subarray(0, headBytes - length)));
      length += chunk.length;
    },
    bytes: () => Buffer.concat(chunks),
  };
}

const storedPartSchema = z.object({
  blobKey: z.string(),
  bytes: z.number(),
  head: z.instanceof(Buffer),
});
type StoredPart = z.infer<typeof storedPartSchema>;

function storedPartOf(file: Express.Multer.File): StoredPart | undefined {
  return storedPartSchema.safeParse(file).data;
}
