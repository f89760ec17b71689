import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { create as createDisposition } from 'content-disposition';
import { BlobNotFoundError, checkBlobKey } from './blob-key.ts';
import type { BlobStore, LocalFile, PutOptions, StoredBlob } from './blob-store.ts';
import { LocalCopies } from './local-copies.ts';

/** An S3 bucket, at AWS or at any server that speaks its protocol (then with an endpoint). */
export interface S3Settings {
  bucket: string;
  endpoint: string | undefined;
  region: string;
  /** `WHEN_REQUIRED` for most servers that are not AWS: they refuse the newer checksums. */
  checksums: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
}

const partBytes = 16 * 1024 * 1024;
const partsAtATime = 3;
/** Multipart uploads of killed processes are removed after this long. */
const forgottenAfterMs = 7 * 24 * 3600_000;

/** Blobs as objects of one bucket; large ones go up in parts, and only a finished upload can be seen. */
export class S3BlobStore implements BlobStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #copies = new LocalCopies();

  constructor({ bucket, endpoint, region, checksums }: S3Settings) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      region,
      requestChecksumCalculation: checksums,
      responseChecksumValidation: checksums,
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    });
  }

  async put(key: string, body: Readable, { contentType, signal }: PutOptions = {}): Promise<number> {
    checkBlobKey(key);
    let bytes = 0;
    const counted = Readable.from(
      passOn(body, (length) => (bytes += length)),
      { objectMode: false },
    );
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, Key: key, Body: counted, ContentType: contentType },
      partSize: partBytes,
      queueSize: partsAtATime,
    });
    const abort = (): void => void upload.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      await upload.done();
      return bytes;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async putFile(key: string, file: string, options: PutOptions = {}): Promise<number> {
    const { size } = await stat(file);
    await this.put(key, createReadStream(file), options);
    return size;
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const { Body } = await this.#orNotFound(key, () =>
      this.#client.send(
        new GetObjectCommand({
          ...this.#at(key),
          ...(range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {}),
        }),
      ),
    );
    if (!(Body instanceof Readable)) throw new BlobNotFoundError(key);
    return Body;
  }

  async size(key: string): Promise<number | undefined> {
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#at(key)));
      return ContentLength;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(key)));
  }

  async *list(prefix = ''): AsyncGenerator<StoredBlob> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for await (const page of pages) {
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, writtenAt: LastModified ?? new Date() };
      }
    }
  }

  async asLocalFile(key: string, signal?: AbortSignal): Promise<LocalFile> {
    return this.#copies.take(key, async () => this.get(key), signal);
  }

  async signedUrl(
    key: string,
    options: { expiresInSeconds: number; contentType?: string; fileName?: string },
  ): Promise<string> {
    const { contentType, fileName } = options;
    const command = new GetObjectCommand({
      ...this.#at(key),
      ...(contentType === undefined ? {} : { ResponseContentType: contentType }),
      ...(fileName === undefined ? {} : { ResponseContentDisposition: createDisposition(fileName) }),
    });
    return getSignedUrl(this.#client, command, { expiresIn: options.expiresInSeconds });
  }

  async removeUnfinished(now: Date): Promise<void> {
    const { Uploads } = await this.#client.send(new ListMultipartUploadsCommand({ Bucket: this.#bucket }));
    for (const { Key, UploadId, Initiated } of Uploads ?? []) {
      if (!Initiated || now.getTime() - Initiated.getTime() < forgottenAfterMs) continue;
      await this.#client.send(new AbortMultipartUploadCommand({ Bucket: this.#bucket, Key, UploadId }));
    }
  }

  #at(key: string): { Bucket: string; Key: string } {
    checkBlobKey(key);
    return { Bucket: this.#bucket, Key: key };
  }

  async #orNotFound<T>(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (isNotFound(error)) throw new BlobNotFoundError(key, error);
      throw error;
    }
  }
}

async function* passOn(body: Readable, onChunk: (length: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('A blob is made of bytes.');
    onChunk(chunk.length);
    yield chunk;
  }
}

/** Servers differ in the name: only the status is the same everywhere. */
function isNotFound(error: unknown): boolean {
  if (error instanceof NoSuchKey || error instanceof NotFound) return true;
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
