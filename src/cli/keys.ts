import type { Command } from 'commander';
import { ltiOf } from '../lti.ts';
import { print, withContext } from './with-context.ts';

/** `keys rotate`. */
export function registerKeyCommands(program: Command): void {
  const keys = program.command('keys').description('the keys that sign what goes to LMSs');
  keys
    .command('rotate')
    .description('signs with a new key from now on; the old one stays published for a week')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withContext(async (ctx) => {
        const kid = await ltiOf(ctx).toolKeys.rotate();
        print(options.json, { kid }, `The new key is ${kid}.`);
      });
    });
}
