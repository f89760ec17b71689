import { fromKysely, PgBoss } from 'pg-boss';
import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Every kind of job with what it is given. Payloads hold ids only: the rows tell the rest. */
export interface JobPayloads {
  'probe-recording': { recordingId: string; run: number };
  'cut-chapter': { chapterId: string; revision: number };
  'finish-recording': { recordingId: string; run: number };
  'submit-scores': { publicationId: string; learnerId: string };
  'sweep-blobs': Record<string, never>;
  'scan-inbox': Record<string, never>;
  'forget-expired': Record<string, never>;
}
export type JobName = keyof JobPayloads;

interface QueueSettings {
  /** How long a job may run before it counts as dead. */
  expireInSeconds: number;
  retryLimit: number;
  retryDelay: number;
  retryBackoff: boolean;
}

const quick: QueueSettings = { expireInSeconds: 600, retryLimit: 3, retryDelay: 2, retryBackoff: true };
/** A step that dies with its worker is run again; one that fails by itself has said why and waits for Retry. */
const media: QueueSettings = { expireInSeconds: 6 * 3600, retryLimit: 5, retryDelay: 1, retryBackoff: true };

const queues: Record<JobName, QueueSettings> = {
  'probe-recording': media,
  'cut-chapter': media,
  'finish-recording': quick,
  'submit-scores': quick,
  'sweep-blobs': quick,
  'scan-inbox': quick,
  'forget-expired': quick,
};

const jobNames: readonly JobName[] = [
  'probe-recording',
  'cut-chapter',
  'finish-recording',
  'submit-scores',
  'sweep-blobs',
  'scan-inbox',
  'forget-expired',
];

/** A dead worker is noticed after this long without a heartbeat; pg-boss allows no less. */
const heartbeatSeconds = 10;

export type JobHandler<N extends JobName> = (payload: JobPayloads[N], signal: AbortSignal) => Promise<void>;
export type JobHandlers = { [N in JobName]: JobHandler<N> };

export interface Queue {
  /** Enqueues a job; within `transaction` it exists only if that commits. Two jobs of one `key` never wait side by side. */
  send<N extends JobName>(
    name: N,
    payload: JobPayloads[N],
    options?: { transaction?: Db; key?: string; startAfterSeconds?: number; priority?: number },
  ): Promise<void>;
  /** Works on jobs until `stop`. `concurrency` is the number of media jobs at a time. */
  work(handlers: JobHandlers, options: { concurrency: number }): Promise<void>;
  /** Jobs that wait or run. */
  pending(name?: JobName): Promise<number>;
  /** Aborts every running job's signal, waits for the handlers to end, and gives the jobs back. */
  stop(): Promise<void>;
}

/** The job queue in PostgreSQL's schema `pgboss`, used by any number of processes at once. */
export async function openQueue(db: Db, databaseUrl: string, onError: (error: Error) => void): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'afterclass-jobs',
    max: 4,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    schedule: false,
  });
  boss.on('error', onError);
  await boss.start();
  for (const name of jobNames) {
    const settings = { ...queues[name], heartbeatSeconds, policy: 'short' as const };
    await boss.createQueue(name, settings);
  }
  const stopping = new AbortController();
  return {
    async send(name, payload, options = {}) {
      await boss.send(name, payload, {
        // The policy `short` keeps at most one waiting job of a key; a job without one gets a key of its own.
        singletonKey: options.key ?? crypto.randomUUID(),
        ...(options.transaction ? { db: fromKysely(options.transaction) } : {}),
        ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
        ...(options.priority === undefined ? {} : { priority: options.priority }),
      });
    },
    async work(handlers, { concurrency }) {
      const worker: Worker = { boss, handlers, concurrency, stopping: stopping.signal };
      for (const name of jobNames) await workOn(worker, name);
    },
    async pending(name) {
      const { rows } = await sql<{ pending: number }>`
        select count(*)::int as pending from pgboss.job
        where state in ('created', 'retry', 'active') and (${name ?? null}::text is null or name = ${name ?? null})`.execute(db);
      return rows[0]?.pending ?? 0;
    },
    async stop() {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: 30_000 });
    },
  };
}

interface Worker {
  boss: PgBoss;
  handlers: JobHandlers;
  concurrency: number;
  stopping: AbortSignal;
}

async function workOn<N extends JobName>({ boss, handlers, concurrency, stopping }: Worker, name: N): Promise<void> {
  const handler: JobHandler<N> = handlers[name];
  await boss.work<JobPayloads[N]>(
    name,
    {
      pollingIntervalSeconds: 0.5,
      localConcurrency: name === 'cut-chapter' ? concurrency : 1,
      heartbeatRefreshSeconds: 3,
    },
    async (jobs) => {
      for (const job of jobs) await handler(job.data, AbortSignal.any([job.signal, stopping]));
    },
  );
}
