import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, vi } from 'vitest';

const cli = path.resolve(import.meta.dirname, '../../src/cli.ts');

/** The whole service as an operator starts it, in a process of its own that can be killed. */
export interface ServiceProcess {
  /** Resolves when it listens; rejects when it ends before. */
  start(): Promise<void>;
  /** Ends it if it runs, and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** One service at a time in this environment; nothing runs before `start`. */
export function serviceProcess(env: NodeJS.ProcessEnv): ServiceProcess {
  let running: ChildProcess | undefined;
  return {
    async start() {
      const child = spawn(process.execPath, [cli, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      running = child;
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      await vi.waitFor(
        () => {
          if (child.exitCode !== null) throw new Error('the service ended by itself');
          expect(printed).toContain('Afterclass listens');
        },
        { timeout: 60_000, interval: 20 },
      );
    },
    async end(signal) {
      const child = running;
      running = undefined;
      if (child === undefined) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** Runs one command in this environment and gives what it printed. */
export async function runCommand(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await once(child, 'close');
  return printed.trim();
}
