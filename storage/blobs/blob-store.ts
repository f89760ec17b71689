import type { Readable } from 'node:stream';

/** Where the bytes live: clips, recordings, attachments. Keys are made by `newBlobKey`, never from user input. */
export interface BlobStore {
  /** Stores the whole stream under `key`, or nothing at all. Gives the number of bytes. */
  put(key: string, body: Readable, options?: { contentType?: string; signal?: AbortSignal }): Promise<number>;
  /** Stores a local file under `key`, or nothing at all; may move the file. */
  putFile(key: string, file: string, options?: { contentType?: string; signal?: AbortSignal }): Promise<number>;
  /** Reads a blob or the half-open byte range [start, end). Throws `blob-not-found`. */
  get(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Size in bytes, or undefined when there is none. */
  size(key: string): Promise<number | undefined>;
  delete(key: string): Promise<void>;
  /** Every key under `prefix` with its time of writing, for the nightly sweep. */
  list(prefix?: string): AsyncIterable<{ key: string; bytes: number; writtenAt: Date }>;
  /**
   * A path that ffmpeg can read: the blob's own file on disk, or a temporary copy. Call `release` when done.
   */
  asLocalFile(key: string, signal?: AbortSignal): Promise<{ path: string; release(): Promise<void> }>;
  /** An address that a browser may read for a while without us, where the store can give one. */
  signedUrl(key: string, options: { expiresInSeconds: number; contentType?: string; fileName?: string }): Promise<string | undefined>;
}
