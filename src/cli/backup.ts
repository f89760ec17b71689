import type { Command } from 'commander';
import { restoreBackup, restoreSecret } from '../backup/read-backup.ts';
import type { BackupSummary } from '../backup/format.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { readEnv, toConfig } from '../config.ts';
import { print, withContext } from './with-context.ts';

interface Options {
  json?: boolean;
}

/** `backup FILE` and `restore FILE`. */
export function registerBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('writes database, files and signing keys to one tar file; keep it as safe as a password')
    .argument('<file>')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Options) => {
      await withContext(async (ctx) => {
        const summary = await writeBackup(ctx, file);
        print(options.json, { file, ...summary }, `${file}: ${describe(summary)}`);
      });
    });
  program
    .command('restore')
    .description('puts a backup into an empty installation')
    .argument('<file>')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Options) => {
      await restoreSecret(toConfig(readEnv()), file);
      await withContext(async (ctx) => {
        const summary = await restoreBackup(ctx, file);
        print(options.json, { file, ...summary }, `Restored ${describe(summary)}`);
      });
    });
}

function describe({ rows, blobs, bytes }: BackupSummary): string {
  return `${rows} rows, ${blobs} files, ${(bytes / 1e6).toFixed(1)} MB`;
}
