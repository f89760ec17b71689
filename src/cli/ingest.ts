import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { shorten } from '../../domain/formats/text.ts';
import { ingestFolder, type IngestedFolder } from '../../pipelines/ingest/ingest-folder.ts';
import { boundaryModeSchema, cameraLayoutSchema } from '../../domain/recording.ts';
import { firstOrganisation, insertOrganisation } from '../../storage/accounts.ts';
import { print, withContext } from './with-context.ts';

interface IngestOptions {
  title?: string;
  boundaries: string;
  keepNames?: boolean;
  camera?: string;
  layout?: string;
  json?: boolean;
}

/** `ingest`: files, folders and archives into the service's store, beside a running service or without one. */
export function registerIngestCommand(program: Command): void {
  program
    .command('ingest')
    .description('gives recordings and what belongs to them to the service, and prints the recordings’ ids')
    .argument(
      '<files...>',
      'a recording with its outline, transcript, quiz, polls, chat and attachments, or the folder or zip they are in; told apart by their content',
    )
    .option('--title <title>', 'what it is called; else the folder or the recording’s file name tells')
    .option('--boundaries <mode>', 'exact, or pause: into the nearest pause of speech', 'exact')
    .option('--keep-names', 'keep the names of those who wrote in the chat; else they become numbers')
    .option('--camera <file>', 'a second recording, of the camera, to be shown with the first, of the screen')
    .option('--layout <layout>', 'where the camera stands: picture-in-picture or side-by-side')
    .option('--json', 'print JSON')
    .action(ingest);
}

async function ingest(files: string[], options: IngestOptions): Promise<void> {
  const boundaries = boundaryModeSchema.safeParse(options.boundaries);
  if (!boundaries.success) throw new AppError('invalid-input', '--boundaries is exact or pause.');
  const layout = cameraLayoutSchema.optional().safeParse(options.layout);
  if (!layout.success) throw new AppError('invalid-input', '--layout is picture-in-picture or side-by-side.');
  await withContext(async (ctx) => {
    const organisation = await firstOrganisation(ctx.db);
    const ingested = await ingestFolder(ctx, {
      // As with accounts, the first command on a fresh installation makes its organisation.
      organisationId: organisation?.id ?? (await insertOrganisation(ctx.db, 'Afterclass')),
      createdBy: null,
      title: shorten(options.title?.trim() ?? '', 300),
      boundaries: boundaries.data,
      keepNames: options.keepNames ?? false,
      layout: layout.data,
      ...(options.camera === undefined ? {} : { camera: path.resolve(options.camera) }),
      onRefusal: 'throw',
      paths: files.map((file) => path.resolve(file)),
    });
    tell(ingested);
    const [first] = ingested.sessions;
    const ids = ingested.sessions.map(({ recordingId }) => recordingId);
    print(options.json, { id: first?.recordingId, ...documentOf(ingested) }, ids.join('\n'));
  });
}

const proposed =
  '  There is no outline: it becomes one chapter, and an outline is proposed on the module’s page.';

/** What each file was taken for and what was left out, for people who watch. */
function tell({ sessions, leftOut }: IngestedFolder): void {
  const lines = sessions.flatMap(({ title, files, outlineIsProposed }) => [
    `${title}:`,
    ...files.map((file) => `  ${file.role}: ${file.path} (${file.reason})`),
    ...(outlineIsProposed ? [proposed] : []),
  ]);
  const left = leftOut.map((one) => `Left out: ${one.path}. ${one.reason}`);
  process.stderr.write([...lines, ...left, ''].join('\n'));
}

function documentOf({ sessions, leftOut }: IngestedFolder): object {
  const recordings = sessions.map(({ recordingId: id, title, files, outlineIsProposed }) => ({
    ...{ id, title, files },
    /** `proposed`: it became one chapter, and a worker prepares a proposal. */
    outline: outlineIsProposed ? 'proposed' : files.some(({ role }) => role === 'outline') ? 'given' : 'none',
  }));
  return { recordings, leftOut };
}
