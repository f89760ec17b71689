import { mkdir } from 'node:fs/promises';
import { migrate, openDatabase, type Db } from '../storage/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../storage/embedded-postgres.ts';
import { openQueue, type Queue } from '../storage/queue.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { createBlobStore } from '../storage/blobs/create-blob-store.ts';
import { findMediaTools } from '../pipelines/media/find-media-tools.ts';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';
import type { Config } from './config.ts';
import { createFallbackCounter } from './metrics.ts';
import { createLog, type Log } from './log.ts';
import { loadSecret, type DeriveKey } from './secret.ts';

/** All that routes, handlers and commands work with. Made once a process; closed by `close`. */
export interface Context {
  config: Config;
  /** The public address, without a slash at the end. */
  publicUrl: string;
  db: Db;
  databaseUrl: string;
  blobs: BlobStore;
  queue: Queue;
  tools: MediaTools;
  log: Log;
  cutFallbacks: ReturnType<typeof createFallbackCounter>;
  deriveKey: DeriveKey;
  now: () => Date;
  /** Ends connections and, if nobody else uses it, the embedded database. */
  close(): Promise<void>;
}

/** Opens everything the configuration names, with the schema up to date. What is given in `overrides` is not opened. */
export async function createContext(
  config: Config,
  overrides: Partial<Pick<Context, 'now' | 'log' | 'tools' | 'publicUrl'>> = {},
): Promise<Context> {
  await mkdir(config.dataFolder, { recursive: true });
  const log = overrides.log ?? createLog(config);
  const server = await openServer(config);
  const db = openDatabase(server.url);
  try {
    await migrate(db);
    const queue = await openQueue(db, server.url, (error) => log.error({ err: error }, 'job queue'));
    return {
      config,
      publicUrl: overrides.publicUrl ?? config.publicUrl ?? `http://localhost:${config.port}`,
      db,
      databaseUrl: server.url,
      blobs: createBlobStore(config.blobs),
      queue,
      tools: overrides.tools ?? (await findMediaTools(config)),
      log,
      cutFallbacks: createFallbackCounter(),
      deriveKey: await loadSecret(config),
      now: overrides.now ?? (() => new Date()),
      close: async () => {
        await queue.stop();
        await closeDatabase(db, server.embedded);
      },
    };
  } catch (error) {
    await closeDatabase(db, server.embedded);
    throw error;
  }
}

async function openServer(config: Config): Promise<{ url: string; embedded: EmbeddedPostgres | undefined }> {
  if (config.database.kind === 'server') return { url: config.database.url, embedded: undefined };
  const embedded = await startEmbeddedPostgres(config.dataFolder, { flags: config.database.flags });
  return { url: embedded.url, embedded };
}

async function closeDatabase(db: Db, embedded: EmbeddedPostgres | undefined): Promise<void> {
  await db.destroy();
  await embedded?.release();
}
