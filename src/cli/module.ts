import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { firstOrganisation } from '../../storage/accounts.ts';
import { findModule, listModules } from '../../storage/modules.ts';
import type { Context } from '../context.ts';
import { publishModule, retractModule } from '../publish-module.ts';
import { isUuid } from '../uuid.ts';
import { print, withContext } from './with-context.ts';

interface Options {
  json?: boolean;
}

/** `module list`, `module publish` and `module retract`. */
export function registerModuleCommands(program: Command): void {
  const module = program.command('module').description('modules');
  module
    .command('list')
    .description('lists modules with their state')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      await withContext(async (ctx) => {
        const modules = await listModules(ctx.db, await organisation(ctx));
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
}

async function change(
  id: string,
  options: Options,
  run: (ctx: Context, organisationId: string, moduleId: string) => Promise<void>,
): Promise<void> {
  if (!isUuid(id))
    throw new AppError('not-found', 'There is no such module. afterclass module list shows the ids.');
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

async function organisation(ctx: Context): Promise<string> {
  const first = await firstOrganisation(ctx.db);
  if (first) return first.id;
  throw new AppError(
    'not-set-up',
    'Nobody has set this service up yet. Open the link that afterclass serve prints.',
  );
}
