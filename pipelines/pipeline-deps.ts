import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { Db } from '../storage/database.ts';
import type { Queue } from '../storage/queue.ts';
import type { CutFallback } from './cut/cut-chapter.ts';
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
  log: Record<'error' | 'warn', (details: object, message: string) => void>;
  /** Counts the chapters that were encoded in full where they should have been copied. */
  cutFallbacks: { inc(labels: Pick<CutFallback, 'cause'>): void };
}

/** What enqueuing needs; `db` may be a transaction, and then the jobs exist only if it commits. */
export type EnqueueDeps = Pick<PipelineDeps, 'db' | 'queue' | 'now'>;
