import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../storage/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** Where samples that several files use are kept until the run ends. */
    samplesFolder: string;
  }
}

interface SharedServer {
  url: string;
  samplesFolder: string;
  stop(): Promise<void>;
}

// Each project of a run loads this file anew; they meet on the process.
declare global {
  var afterclassServer: Promise<SharedServer> | undefined;
  var afterclassUsers: number | undefined;
}

/** One real PostgreSQL for the whole run; every service under test gets a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.afterclassServer ??= startServer();
  globalThis.afterclassUsers = (globalThis.afterclassUsers ?? 0) + 1;
  const server = await globalThis.afterclassServer;
  project.provide('postgresUrl', server.url);
  project.provide('samplesFolder', server.samplesFolder);
  return async () => {
    globalThis.afterclassUsers = (globalThis.afterclassUsers ?? 1) - 1;
    if (globalThis.afterclassUsers === 0) await server.stop();
  };
}

async function startServer(): Promise<SharedServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-test-'));
  await chmod(folder, 0o711);
  const guard = clearAfterDeath(folder);
  // The run's data is thrown away, so nothing waits for the disk.
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
  const server = await startEmbeddedPostgres(folder, {
    flags: settings.flatMap((setting) => ['-c', setting]),
  });
  const samplesFolder = path.join(folder, 'samples');
  await mkdir(samplesFolder);
  return {
    url: server.url,
    samplesFolder,
    async stop() {
      await server.release();
      await rm(folder, { recursive: true, force: true });
      guard.end();
    },
  };
}

/** Ends the server and takes the folder away if this process is killed: a shell waits for the end of its input. */
function clearAfterDeath(folder: string): { end(): void } {
  const script = `cat >/dev/null; [ -d "$0" ] || exit
    server=$(head -n 1 "$0/postgres/postmaster.pid") && kill -INT "$server"
    while kill -0 "$server"; do sleep 0.1; done; rm -rf "$0"`;
  const shell = spawn('sh', ['-c', script, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  return shell.stdin;
}
