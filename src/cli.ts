#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { AppError } from '../domain/app-error.ts';
import { registerAccountCommands } from './cli/account.ts';
import { registerBackupCommands } from './cli/backup.ts';
import { registerChapters } from './cli/chapters.ts';
import { registerDemoCommand } from './cli/demo.ts';
import { registerDoctorCommand } from './cli/doctor.ts';
import { registerIngestCommand } from './cli/ingest.ts';
import { registerKeyCommands } from './cli/keys.ts';
import { registerModuleCommands } from './cli/module.ts';
import { registerPlatformCommands } from './cli/platform.ts';
import { registerReadCommands } from './cli/read.ts';
import { registerServeCommands } from './cli/serve.ts';
import { registerSuggest } from './cli/suggest.ts';

/** Exit codes: 0 done, 1 failed (the last line on stderr is the reason), 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const program = new Command('afterclass')
    .description('Turns the recording of a live webinar into self-paced, graded chapters in an LMS.')
    .exitOverride()
    .showHelpAfterError('(afterclass --help lists the commands)');
  registerServeCommands(program);
  registerDemoCommand(program);
  registerChapters(program);
  registerSuggest(program);
  registerReadCommands(program);
  registerIngestCommand(program);
  registerAccountCommands(program);
  registerModuleCommands(program);
  registerPlatformCommands(program);
  registerKeyCommands(program);
  registerBackupCommands(program);
  registerDoctorCommand(program);
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
  if (error instanceof AppError) return error.message.replace(/\s+/g, ' ');
  return `The command failed: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`;
}

process.exitCode = await main(process.argv.slice(2));
