import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import { hasUsers } from '../../storage/accounts.ts';
import type { Db } from '../../storage/database.ts';
import { continueRowNumbers, tablesInOrder, writeTable } from '../../storage/table-copy.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { backupVersion, type BackupSummary } from './format.ts';

const headerSchema = z.object({ version: z.number().int() });

/** Puts the backup's secret in place; before a context is made, which would make a new one. */
export async function restoreSecret(config: Config, file: string): Promise<void> {
  if (config.secret !== undefined) return;
  for await (const entry of entriesOf(file)) {
    if (entry.name === 'secret') {
      const secret = await text(entry.body);
      await mkdir(config.dataFolder, { recursive: true });
      await writeFile(path.join(config.dataFolder, 'secret'), secret, { mode: 0o600 });
      return;
    }
    entry.body.resume();
  }
}

/**
 * Puts everything back into an empty installation. All rows come in one transaction, after their blobs. Throws
 * `restore-not-empty`, `backup-unreadable` or `backup-incomplete`; then no row was written.
 */
export async function restoreBackup(ctx: Context, file: string): Promise<BackupSummary> {
  if (await hasUsers(ctx.db)) {
    throw new AppError(
      'restore-not-empty',
      'There is data here already. Restore into an empty data folder and database.',
    );
  }
  return await ctx.db.transaction().execute((transaction) => restoreInto(ctx, transaction, file));
}

async function restoreInto(ctx: Context, transaction: Db, file: string): Promise<BackupSummary> {
  const summary = { rows: 0, blobs: 0, bytes: 0 };
  let complete = false;
  for await (const { name, body } of entriesOf(file)) {
    const [kind, ...rest] = name.split('/');
    if (kind === 'afterclass-backup.json') checkHeader(await text(body));
    else if (kind === 'tables')
      summary.rows += await restoreRows(transaction, rest[0] ?? '', await text(body));
    else if (kind === 'blobs') {
      summary.bytes += await ctx.blobs.put(rest.join('/'), body);
      summary.blobs += 1;
    } else {
      body.resume();
      complete ||= kind === 'complete';
    }
  }
  if (!complete)
    throw new AppError('backup-incomplete', 'The backup ends too early. It was not written to its end.');
  await continueRowNumbers(transaction);
  return summary;
}

async function restoreRows(transaction: Db, table: string, lines: string): Promise<number> {
  const known: readonly string[] = tablesInOrder;
  if (!known.includes(table)) throw unreadable();
  const rows = lines.split('\n').filter((line) => line !== '');
  await writeTable(transaction, table, rows);
  return rows.length;
}

function checkHeader(json: string): void {
  const header = headerSchema.safeParse(JSON.parse(json));
  if (!header.success) throw unreadable();
  if (header.data.version > backupVersion) {
    throw new AppError('backup-too-new', 'The backup is from a newer Afterclass. Update this one first.');
  }
}

async function* entriesOf(file: string): AsyncGenerator<{ name: string; body: Readable }> {
  const archive = extract();
  const source = createReadStream(file);
  source.on('error', (error) => archive.destroy(error));
  source.pipe(archive);
  let first = true;
  try {
    for await (const entry of archive) {
      if (first && entry.header.name !== 'afterclass-backup.json') throw unreadable();
      first = false;
      yield { name: entry.header.name, body: Readable.from(entry) };
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(error);
  } finally {
    source.destroy();
  }
  if (first) throw unreadable();
}

function unreadable(cause?: unknown): AppError {
  return new AppError('backup-unreadable', 'This is not a backup of Afterclass, or it is damaged.', {
    cause,
  });
}
