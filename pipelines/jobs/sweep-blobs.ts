import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { findUnmentionedBlobs } from '../../storage/blob-mentions.ts';
import { forgetUnusedPictures } from '../../storage/question-pictures.ts';
import type { MediaDeps } from '../pipeline-deps.ts';

type Deps = Pick<MediaDeps, 'db' | 'blobs' | 'now' | 'config'>;

/** What is younger may be about to be mentioned: a blob is put before its row. */
const spareMs = 24 * 3600_000;
/** A picture may wait in a draft that a browser keeps. */
const sparePicturesMs = 30 * spareMs;
const batchSize = 500;

/** Removes blobs that no row mentions, and what killed processes left half-made; gives the number of blobs removed. */
export async function sweepBlobs(
  deps: Deps,
  options: { spareMs?: number; signal?: AbortSignal } = {},
): Promise<number> {
  await forgetUnusedPictures(deps.db, new Date(deps.now().getTime() - (options.spareMs ?? sparePicturesMs)));
  const before = deps.now().getTime() - (options.spareMs ?? spareMs);
  let removed = 0;
  let batch: string[] = [];
  const sweepBatch = async (): Promise<void> => {
    const keys = await findUnmentionedBlobs(deps.db, batch);
    for (const key of keys) await deps.blobs.delete(key);
    removed += keys.length;
    batch = [];
  };
  for await (const { key, writtenAt } of deps.blobs.list()) {
    options.signal?.throwIfAborted();
    if (writtenAt.getTime() > before) continue;
    batch.push(key);
    if (batch.length >= batchSize) await sweepBatch();
  }
  await sweepBatch();
  await deps.blobs.removeUnfinished(deps.now());
  await removeOldWork(path.join(deps.config.dataFolder, 'work'), before);
  return removed;
}

async function removeOldWork(folder: string, before: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const at = path.join(folder, name);
    const found = await stat(at).catch(() => undefined);
    if (found && found.mtimeMs < before) await rm(at, { recursive: true, force: true });
  }
}
