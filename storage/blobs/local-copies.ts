import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LocalFile } from './blob-store.ts';

interface Copy {
  users: number;
  path: Promise<string>;
  stop: AbortController;
  removal: NodeJS.Timeout | undefined;
}

/** A copy that nobody reads stays this long: the next chapter of the same recording comes soon. */
const keepMs = 60_000;

/** Temporary copies of remote blobs, one for all who read the same blob at the same time. */
export class LocalCopies {
  readonly #copies = new Map<string, Copy>();

  /** A path to read `key` at; copied by the first to ask. When all who asked have gone, the copying stops. */
  async take(key: string, read: () => Promise<Readable>, signal?: AbortSignal): Promise<LocalFile> {
    signal?.throwIfAborted();
    const copy = this.#copies.get(key) ?? this.#start(key, read);
    clearTimeout(copy.removal);
    copy.users += 1;
    let released = false;
    const release = (): Promise<void> => {
      if (released) return Promise.resolve();
      released = true;
      copy.users -= 1;
      if (copy.users === 0) this.#leave(key, copy);
      return Promise.resolve();
    };
    try {
      return { path: await unlessAborted(copy.path, signal), release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  #start(key: string, read: () => Promise<Readable>): Copy {
    const stop = new AbortController();
    const copy = { users: 0, path: download(read, stop.signal), stop, removal: undefined };
    this.#copies.set(key, copy);
    copy.path.catch(() => {
      if (this.#copies.get(key) === copy) this.#copies.delete(key);
    });
    return copy;
  }

  #leave(key: string, copy: Copy): void {
    copy.removal = setTimeout(() => {
      if (this.#copies.get(key) === copy) this.#copies.delete(key);
      copy.stop.abort();
      void copy.path.then(
        (file) => rm(path.dirname(file), { recursive: true, force: true }),
        () => undefined,
      );
    }, keepMs).unref();
  }
}

async function download(read: () => Promise<Readable>, signal: AbortSignal): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-copy-'));
  try {
    const file = path.join(folder, 'blob');
    await pipeline(await read(), createWriteStream(file), { signal });
    return file;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
