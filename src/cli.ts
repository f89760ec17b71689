#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { AppError } from '../domain/app-error.ts';
import { foldSpaces } from '../domain/formats/text.ts';

/** Each file of src/cli/ with its commands: loaded only when one of them is asked for, or all for the list of them. */
const commandFiles: readonly {
  commands: readonly string[];
  load: () => Promise<(program: Command) => void>;
}[] = [
  { commands: ['serve', 'worker'], load: async () => (await import('./cli/serve.ts')).registerServeCommands },
  { commands: ['demo'], load: async () => (await import('./cli/demo.ts')).registerDemoCommand },
  { commands: ['chapters'], load: async () => (await import('./cli/chapters.ts')).registerChapters },
  { commands: ['suggest'], load: async () => (await import('./cli/suggest.ts')).registerSuggest },
  {
    commands: ['outline', 'quiz', 'transcript', 'polls', 'chat'],
    load: async () => (await import('./cli/read.ts')).registerReadCommands,
  },
  { commands: ['ingest'], load: async () => (await import('./cli/ingest.ts')).registerIngestCommand },
  {
    commands: ['user', 'token'],
    load: async () => (await import('./cli/account.ts')).registerAccountCommands,
  },
  { commands: ['module'], load: async () => (await import('./cli/module.ts')).registerModuleCommands },
  { commands: ['platform'], load: async () => (await import('./cli/platform.ts')).registerPlatformCommands },
  { commands: ['keys'], load: async () => (await import('./cli/keys.ts')).registerKeyCommands },
  {
    commands: ['backup', 'restore'],
    load: async () => (await import('./cli/backup.ts')).registerBackupCommands,
  },
  { commands: ['doctor'], load: async () => (await import('./cli/doctor.ts')).registerDoctorCommand },
];

/** Exit codes: 0 done, 1 failed (the last line on stderr is the reason), 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const program = new Command('afterclass')
    .description('Turns the recording of a live webinar into self-paced, graded chapters in an LMS.')
    .exitOverride()
    .showHelpAfterError('(afterclass --help lists the commands)');
  const asked = commandFiles.filter(({ commands }) => commands.includes(args[0] ?? ''));
  for (const { load } of asked.length > 0 ? asked : commandFiles) (await load())(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(reasonOf(error));
  return 1;
}

/** One sentence; what is not ours is named by its message, and its stack only where somebody asked for it. */
function reasonOf(error: unknown): string {
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error);
  if (error instanceof AppError) return foldSpaces(error.message);
  return `The command failed: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`;
}

// What TypeScript compiles to is kept for the next command, which starts in half the time; where nothing may be written, not.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'afterclass'));
process.exitCode = await main(process.argv.slice(2));
