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

/** One real PostgreSQL for the whole run; every service under test gets a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-test-'));
  await chmod(folder, 0o711);
  // The run's data is thrown away, so nothing waits for the disk.
  const flags = [
    '-c',
    'fsync=off',
    '-c',
    'synchronous_commit=off',
    '-c',
    'full_page_writes=off',
    '-c',
    'max_connections=200',
  ];
  const server = await startEmbeddedPostgres(folder, { flags });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.release();
    await rm(folder, { recursive: true, force: true });
  };
}
