import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { shorten } from '../../domain/formats/text.ts';
import { boundaryModeSchema } from '../../domain/recording.ts';
import { ingestLocalFiles } from '../../pipelines/ingest/ingest-local-files.ts';
import { firstOrganisation, insertOrganisation } from '../../storage/accounts.ts';
import { print, withContext } from './with-context.ts';

interface IngestOptions {
  title?: string;
  boundaries: string;
  json?: boolean;
}

/** `ingest`: files into the service's store, beside a running service or without one. */
export function registerIngestCommand(program: Command): void {
  program
    .command('ingest')
    .description('gives a recording and what belongs to it to the service, and prints the recording’s id')
    .argument(
      '<files...>',
      'the recording, its outline, transcript, quiz and attachments, told apart by their content',
    )
    .option('--title <title>', 'what it is called; else the recording’s file name tells')
    .option('--boundaries <mode>', 'exact, or pause: into the nearest pause of speech', 'exact')
    .option('--json', 'print JSON')
    .action(ingest);
}

async function ingest(files: string[], options: IngestOptions): Promise<void> {
  const boundaries = boundaryModeSchema.safeParse(options.boundaries);
  if (!boundaries.success) throw new AppError('invalid-input', '--boundaries is exact or pause.');
  await withContext(async (ctx) => {
    const organisation = await firstOrganisation(ctx.db);
    const { recordingId } = await ingestLocalFiles(ctx, {
      // As with accounts, the first command on a fresh installation makes its organisation.
      organisationId: organisation?.id ?? (await insertOrganisation(ctx.db, 'Afterclass')),
      createdBy: null,
      title: shorten(options.title?.trim() ?? '', 300),
      boundaries: boundaries.data,
      onRefusal: 'throw',
      files: files.map((file) => path.resolve(file)),
    });
    print(options.json, { id: recordingId }, recordingId);
  });
}
