import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../storage/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

interface SharedServer {
  url: string;
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
  return async () => {
    globalThis.afterclassUsers = (globalThis.afterclassUsers ?? 1) - 1;
    if (globalThis.afterclassUsers === 0) await server.stop();
  };
}

async function startServer(): Promise<SharedServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-test-'));
  await chmod(folder, 0o711);
  // The run's data is thrown away, so nothing waits for the disk.
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
  const server = await startEmbeddedPostgres(folder, {
    flags: settings.flatMap((setting) => ['-c', setting]),
  });
  return {
    url: server.url,
    async stop() {
      await server.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
