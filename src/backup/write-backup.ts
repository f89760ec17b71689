import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { AppError } from '../../domain/app-error.ts';
import { readTable, tablesInOrder } from '../../storage/table-copy.ts';
import type { Context } from '../context.ts';
import { backupVersion, type BackupSummary } from './format.ts';

/**
 * Writes everything to one tar file beside a running service: a snapshot of every table, then every blob that the
 * snapshot's rows may name, then the secret that opens the signing keys. The file is whole or not there.
 */
export async function writeBackup(ctx: Context, file: string): Promise<BackupSummary> {
  const aside = `${file}.part`;
  const archive = pack();
  const written = pipeline(archive, createWriteStream(aside, { mode: 0o600 }));
  try {
    const [summary] = await Promise.all([fill(ctx, archive), written]);
    await rename(aside, file);
    return summary;
  } catch (error) {
    archive.destroy();
    await written.catch(() => undefined);
    await rm(aside, { force: true });
    throw new AppError('backup-failed', 'The backup could not be written.', { status: 500, cause: error });
  }
}

async function fill(ctx: Context, archive: Pack): Promise<BackupSummary> {
  await addText(
    archive,
    'afterclass-backup.json',
    JSON.stringify({ version: backupVersion, at: ctx.now().toISOString() }),
  );
  const rows = await addTables(ctx, archive);
  const { blobs, bytes } = await addBlobs(ctx, archive);
  // Last, so that a backup cut short has no key to anything.
  if (ctx.config.secret === undefined) {
    await addText(archive, 'secret', await readFile(path.join(ctx.config.dataFolder, 'secret'), 'utf8'));
  }
  await addText(archive, 'complete', '');
  archive.finalize();
  return { rows, blobs, bytes };
}

async function addTables(ctx: Context, archive: Pack): Promise<number> {
  return await ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (snapshot) => {
      let count = 0;
      for (const table of tablesInOrder) {
        let part = 0;
        for await (const rows of readTable(snapshot, table)) {
          await addText(
            archive,
            `tables/${table}/${String(part++).padStart(8, '0')}.jsonl`,
            `${rows.join('\n')}\n`,
          );
          count += rows.length;
        }
      }
      return count;
    });
}

async function addBlobs(ctx: Context, archive: Pack): Promise<{ blobs: number; bytes: number }> {
  let blobs = 0;
  let bytes = 0;
  for await (const blob of ctx.blobs.list()) {
    await addStream(archive, `blobs/${blob.key}`, blob.bytes, await ctx.blobs.get(blob.key));
    blobs += 1;
    bytes += blob.bytes;
  }
  return { blobs, bytes };
}

function addText(archive: Pack, name: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, mode: 0o600 }, text, (error) => (error ? reject(error) : resolve()));
  });
}

async function addStream(archive: Pack, name: string, size: number, body: Readable): Promise<void> {
  const entry = archive.entry({ name, size, mode: 0o600 });
  await pipeline(body, entry);
}
