import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { makeSetUpLink } from '../accounts.ts';
import { readEnv, toConfig } from '../config.ts';
import { createContext, type Context } from '../context.ts';
import { startJobRunner } from '../job-runner.ts';
import { startService } from '../service.ts';
import { stopSignal } from './stop-signal.ts';

/** `serve` and `worker`: both run until they are told to stop. */
export function registerServeCommands(program: Command): void {
  program
    .command('serve')
    .description('runs the service, with a worker in it')
    .option('--no-worker', 'the service alone; run workers with: afterclass worker')
    .action(async (options: { worker: boolean }) => {
      await runUntilStopped((ctx) => serve(ctx, options.worker));
    });
  program
    .command('worker')
    .description('runs a worker alone, beside a service that shares its database and blob store')
    .action(async () => {
      await runUntilStopped(work);
    });
}

type Stop = () => Promise<void>;

async function serve(ctx: Context, withWorker: boolean): Promise<Stop> {
  const service = await startService(ctx, ctx.config).catch((error: unknown) => {
    throw portError(error, ctx.config.port);
  });
  const stopWork = withWorker ? await work(ctx) : undefined;
  process.stdout.write(`Afterclass listens at ${ctx.publicUrl}\n`);
  const link = await makeSetUpLink(ctx);
  if (link) process.stdout.write(`Set it up, once, at ${link}\n`);
  return async () => {
    await service.close();
    await stopWork?.();
  };
}

async function work(ctx: Context): Promise<Stop> {
  const runner = await startJobRunner(ctx);
  return () => runner.stop();
}

async function runUntilStopped(start: (ctx: Context) => Promise<Stop>): Promise<void> {
  const ctx = await createContext(toConfig(readEnv()));
  try {
    const stop = await start(ctx);
    await stopSignal();
    await stop();
  } finally {
    await ctx.close();
  }
}

function portError(error: unknown, port: number): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) return error;
  return new AppError('port-taken', `Port ${port} is taken. Set PORT to another one.`, { cause: error });
}
