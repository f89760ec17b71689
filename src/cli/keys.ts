import type { Command } from 'commander';
import { ltiOf } from '../lti.ts';
import { organisationOf } from './organisation.ts';
import { print, withContext } from './with-context.ts';

/** `keys rotate`. */
export function registerKeyCommands(program: Command): void {
  const keys = program.command('keys').description('the keys that sign what goes to LMSs');
  keys
    .command('rotate')
    .description('signs with a new key from now on; the old one stays published for a week')
    .option('--organisation <organisation>', 'its id or name; without it the first one')
    .option('--json', 'print JSON')
    .action(async (options: { organisation?: string; json?: boolean }) => {
      await withContext(async (ctx) => {
        const kid = await ltiOf(ctx).toolKeys.rotate(await organisationOf(ctx, options.organisation));
        print(options.json, { kid }, `The new key is ${kid}.`);
      });
    });
}
