import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobNotFoundError, checkBlobKey } from './blob-key.ts';
import type { BlobStore, PutOptions } from './blob-store.ts';

/** Many small chunks become one write. */
const writeBytes = 1024 * 1024;
/** Files that are not whole yet stand here, beside the kinds. */
const asideFolder = '.aside';
/** What a killed process left aside is removed after this long. */
const forgottenAfterMs = 7 * 24 * 3600_000;

/** Blobs as files of one folder: written aside, synced, renamed. A file under its own name is always whole. */
export class DiskBlobStore implements BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.resolve(folder);
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<number> {
    return this.#putAside(key, (aside) =>
      pipeline(body, createWriteStream(aside, { flags: 'wx', highWaterMark: writeBytes }), {
        signal: options.signal,
      }),
    );
  }

  async putFile(key: string, file: string, options: PutOptions = {}): Promise<number> {
    options.signal?.throwIfAborted();
    const target = this.#pathOf(key);
    const bytes = await sync(file);
    await mkdir(path.dirname(target), { recursive: true });
    try {
      // The sweep counts from now, however long ago the file was written.
      await utimes(file, new Date(), new Date());
      await rename(file, target);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
      await this.#putAside(key, (aside) => copyFile(file, aside));
      await rm(file, { force: true });
    }
    await sync(path.dirname(target));
    return bytes;
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    if ((await this.size(key)) === undefined) throw new BlobNotFoundError(key);
    return createReadStream(this.#pathOf(key), range ? { start: range.start, end: range.end - 1 } : {});
  }

  async size(key: string): Promise<number | undefined> {
    const found = await statIfThere(this.#pathOf(key));
    return found?.isFile() ? found.size : undefined;
  }

  async delete(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  async *list(prefix = ''): AsyncGenerator<{ key: string; bytes: number; writtenAt: Date }> {
    for await (const file of walk(this.#folder)) {
      const key = path.relative(this.#folder, file).split(path.sep).join('/');
      if (!key.startsWith(prefix)) continue;
      const found = await statIfThere(file);
      if (found) yield { key, bytes: found.size, writtenAt: found.mtime };
    }
  }

  async asLocalFile(key: string): Promise<{ path: string; release: () => Promise<void> }> {
    if ((await this.size(key)) === undefined) throw new BlobNotFoundError(key);
    return { path: this.#pathOf(key), release: () => Promise.resolve() };
  }

  signedUrl(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async removeUnfinished(now: Date): Promise<void> {
    for await (const file of walk(path.join(this.#folder, asideFolder), true)) {
      const found = await statIfThere(file);
      if (found && now.getTime() - found.mtimeMs > forgottenAfterMs) await rm(file, { force: true });
    }
  }

  #pathOf(key: string): string {
    checkBlobKey(key);
    return path.join(this.#folder, ...key.split('/'));
  }

  async #putAside(key: string, write: (aside: string) => Promise<void>): Promise<number> {
    const target = this.#pathOf(key);
    const aside = path.join(this.#folder, asideFolder, randomBytes(12).toString('hex'));
    await mkdir(path.dirname(aside), { recursive: true });
    try {
      await write(aside);
      const bytes = await sync(aside);
      await mkdir(path.dirname(target), { recursive: true });
      await rename(aside, target);
      await sync(path.dirname(target));
      return bytes;
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }
}

/** Makes what was written outlive a power cut; gives the file's size. */
async function sync(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function statIfThere(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function* walk(folder: string, hidden = false): AsyncGenerator<string> {
  let entries;
  try {
    entries = await opendir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  for await (const entry of entries) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory() && (hidden || !entry.name.startsWith('.'))) yield* walk(at, hidden);
    else if (entry.isFile()) yield at;
  }
}
