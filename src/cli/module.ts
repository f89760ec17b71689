import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import {
  packageFormats,
  packageFormatSchema,
  packagePartsSchema,
  type PackageFormat,
  type PackageParts,
} from '../../domain/api/package.ts';
import { AppError } from '../../domain/app-error.ts';
import { exportModule } from '../../lti/packages/export-module.ts';
import type { Package } from '../../lti/packages/package-file.ts';
import { firstOrganisation } from '../../storage/accounts.ts';
import { findModule, listModules } from '../../storage/modules.ts';
import type { Context } from '../context.ts';
import { packageSources } from '../package-sources.ts';
import { publishModule, retractModule } from '../publish-module.ts';
import { isUuid } from '../uuid.ts';
import { print, withContext } from './with-context.ts';

interface Options {
  json?: boolean;
}

interface ExportCommand extends Options {
  format: PackageFormat;
  parts: PackageParts;
  out: string;
}

/** `module list`, `module publish`, `module retract` and `module export`. */
export function registerModuleCommands(program: Command): void {
  const module = program.command('module').description('modules');
  module
    .command('list')
    .description('lists modules with their state')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      await withContext(async (ctx) => {
        const { items: modules } = await listModules(ctx.db, await organisation(ctx), { limit: 100_000 });
        const lines = modules.map(
          (one) => `${one.id}  ${one.state.padEnd(9)}  ${one.chapterCount} chapters  ${one.title}`,
        );
        print(options.json, { modules }, lines.join('\n') || 'There are no modules yet.');
      });
    });
  module
    .command('publish')
    .description('publishes a module')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => change(id, options, publishModule));
  module
    .command('retract')
    .description('retracts a module: learners no longer see it')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => change(id, options, retractModule));
  module
    .command('export')
    .description('writes a published module as a package for another system')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'what to write').choices(packageFormats).makeOptionMandatory())
    .addOption(
      new Option('--parts <parts>', 'one activity for each chapter, or for the whole module')
        .choices(packagePartsSchema.options)
        .default('chapters'),
    )
    .requiredOption('--out <file>', 'the file to write')
    .option('--json', 'print JSON')
    .action((id: string, options: ExportCommand) => exportTo(id, options));
}

async function exportTo(id: string, { format, parts, out, json }: ExportCommand): Promise<void> {
  requireId(id);
  const options = { format: packageFormatSchema.parse(format), parts: packagePartsSchema.parse(parts) };
  await withContext(async (ctx) => {
    const made = await exportModule(packageSources(ctx), await organisation(ctx), id, options);
    const file = path.resolve(out);
    await writeWhole(made, file);
    const { size } = await stat(file);
    print(json, { id, ...options, file, bytes: size }, `Wrote ${file}.`);
  });
}

/** The file appears when it is whole, and not before. */
async function writeWhole({ body }: Package, file: string): Promise<void> {
  const aside = `${file}.${process.pid}.part`;
  try {
    await pipeline(body, createWriteStream(aside, { flags: 'wx' }));
    await rename(aside, file);
  } catch (cause) {
    await rm(aside, { force: true });
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it could not be made';
    throw new AppError(
      'package-not-written',
      `The package could not be written to ${path.basename(file)}: ${reason}.`,
      { cause },
    );
  }
}

async function change(
  id: string,
  options: Options,
  run: (ctx: Context, organisationId: string, moduleId: string) => Promise<void>,
): Promise<void> {
  requireId(id);
  await withContext(async (ctx) => {
    const organisationId = await organisation(ctx);
    await run(ctx, organisationId, id);
    const module = await findModule(ctx.db, organisationId, id);
    print(
      options.json,
      { id, title: module.title, state: module.state },
      `“${module.title}” is ${module.state}.`,
    );
  });
}

function requireId(id: string): void {
  if (isUuid(id)) return;
  throw new AppError('not-found', 'There is no such module. afterclass module list shows the ids.');
}

async function organisation(ctx: Context): Promise<string> {
  const first = await firstOrganisation(ctx.db);
  if (first) return first.id;
  throw new AppError(
    'not-set-up',
    'Nobody has set this service up yet. Open the link that afterclass serve prints.',
  );
}
