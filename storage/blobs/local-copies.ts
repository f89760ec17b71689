import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
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
const prefix = 'afterclass-copies-';
/** Folders of killed processes are removed when nothing was written to them for this long. */
const forgottenAfterMs = 24 * 3600_000;

/** Temporary copies of remote blobs, one for all who read the same blob at the same time. */
export class LocalCopies {
  readonly #copies = new Map<string, Copy>();
  #folder: Promise<string> | undefined;

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
    this.#folder ??= makeFolder();
    const copy = { users: 0, path: download(this.#folder, read, stop.signal), stop, removal: undefined };
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
        (file) => rm(file, { force: true }),
        () => undefined,
      );
    }, keepMs).unref();
  }
}

/** One folder a process, gone when it ends. */
async function makeFolder(): Promise<string> {
  await removeForgotten();
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function removeForgotten(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const at = path.join(os.tmpdir(), name);
    const found = await stat(at).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > forgottenAfterMs)
      await rm(at, { recursive: true, force: true });
  }
}

async function download(
  folder: Promise<string>,
  read: () => Promise<Readable>,
  signal: AbortSignal,
): Promise<string> {
  const file = path.join(await folder, randomBytes(12).toString('hex'));
  try {
    await pipeline(await read(), createWriteStream(file), { signal });
    return file;
  } catch (error) {
    await rm(file, { force: true });
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
