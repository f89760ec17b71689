import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';

/** Runs with a folder of its own beside the blobs, so that a finished file is moved and not copied; gone afterwards. */
export async function withWorkFolder<T>(
  dataFolder: string,
  prefix: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = path.join(dataFolder, 'work');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
