import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { Db } from '../storage/database.ts';
import type { Queue } from '../storage/queue.ts';
import type { MediaTools } from './media/ffmpeg.ts';

/** What a pipeline works with; the service's context has all of it. */
export interface PipelineDeps {
  db: Db;
  blobs: BlobStore;
  queue: Queue;
  now: () => Date;
}

/** What a step that reads or makes media needs besides. */
export interface MediaDeps extends PipelineDeps {
  tools: MediaTools;
  config: { dataFolder: string };
  log: { error(details: object, message: string): void };
}

/** What enqueuing needs; `db` may be a transaction, and then the jobs exist only if it commits. */
export type EnqueueDeps = Pick<PipelineDeps, 'db' | 'queue' | 'now'>;
