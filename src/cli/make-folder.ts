import { mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../domain/app-error.ts';

/** Fills a folder beside the clips' own and moves the finished files over, so that a failure leaves nothing. */
export async function makeFolder<T>(
  out: string,
  fill: (folder: string) => Promise<{ document: T; files: readonly string[] }>,
): Promise<T> {
  const folder = resolve(out);
  const made = await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new AppError('folder-not-writable', `The folder ${out} cannot be made.`, { cause });
  });
  const work = await mkdtemp(join(folder, '.afterclass-')).catch((cause: unknown) => {
    throw new AppError('folder-not-writable', `Nothing may be written to the folder ${out}.`, { cause });
  });
  try {
    const { document, files } = await fill(work);
    for (const file of files) await rename(join(work, file), join(folder, file));
    await rm(work, { recursive: true });
    return document;
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    if (made !== undefined) await removeEmpty(folder, made);
    throw error;
  }
}

/** Takes away the folders that were made for nothing, from the innermost to the first. */
async function removeEmpty(innermost: string, outermost: string): Promise<void> {
  for (let folder = innermost; folder.startsWith(outermost); folder = resolve(folder, '..')) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}
