import type { Readable } from 'node:stream';

/** What is told of a blob when it is stored. */
export interface PutOptions {
  contentType?: string;
  signal?: AbortSignal;
}

/** A blob that stands in the store. */
export interface StoredBlob {
  key: string;
  bytes: number;
  writtenAt: Date;
}

/** A file on this machine's disk; `release` says that it is no longer read. */
export interface LocalFile {
  path: string;
  release(): Promise<void>;
}

/** Where the bytes live: clips, recordings, attachments. Keys are made by `newBlobKey`, never from user input. */
export interface BlobStore {
  /** Stores the whole stream under `key`, or nothing at all. Gives the number of bytes. */
  put(key: string, body: Readable, options?: PutOptions): Promise<number>;
  /** Stores a local file under `key`, or nothing at all; may move the file. */
  putFile(key: string, file: string, options?: PutOptions): Promise<number>;
  /** Reads a blob or the half-open byte range [start, end). Throws `blob-not-found`. */
  get(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Size in bytes, or undefined when there is none. */
  size(key: string): Promise<number | undefined>;
  delete(key: string): Promise<void>;
  /** Every key under `prefix` with its time of writing, for the nightly sweep. */
  list(prefix?: string): AsyncIterable<StoredBlob>;
  /** A path that ffmpeg can read: the blob's own file on disk, or a temporary copy. Throws `blob-not-found`. */
  asLocalFile(key: string, signal?: AbortSignal): Promise<LocalFile>;
  /** An address that a browser may read for a while without us, where the store can give one. */
  signedUrl(
    key: string,
    options: { expiresInSeconds: number; contentType?: string; fileName?: string },
  ): Promise<string | undefined>;
  /** Removes what killed processes left half-written a week ago or more. */
  removeUnfinished(now: Date): Promise<void>;
}
