import { sql } from 'kysely';
import { fromKysely, PgBoss, type Job } from 'pg-boss';
import type { Db } from './database.ts';
import { claimJob, giveBackJob, giveBackJobsOfTheDead, unclaimJob } from './job-claims.ts';
import { enterPresence, type Presence } from './worker-presence.ts';

/** Every kind of job with what it is given. Payloads hold ids only: the rows tell the rest. */
export interface JobPayloads {
  'probe-recording': { recordingId: string; run: number };
  'cut-chapter': { chapterId: string; revision: number };
  'finish-recording': { recordingId: string; run: number };
  'draw-timeline': { recordingId: string };
  'suggest-outline': { recordingId: string };
  'make-renditions': { chapterId: string; clipRevision: number };
  'sweep-blobs': Record<string, never>;
  'scan-inbox': Record<string, never>;
  'recover-unfinished': Record<string, never>;
  'forget-expired': Record<string, never>;
}
export type JobName = keyof JobPayloads;

interface QueueSettings {
  /** How long a job may run before it counts as dead. */
  expireInSeconds: number;
  retryLimit: number;
  retryDelay: number;
  retryBackoff: boolean;
  retryDelayMax: number;
}

const quick: QueueSettings = {
  expireInSeconds: 600,
  retryLimit: 3,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
};
/** Only a worker's death or a lost database fails these: what fails by itself has said why and waits for Retry. */
const media: QueueSettings = { ...quick, expireInSeconds: 6 * 3600, retryLimit: 20, retryDelay: 1 };

const queues: Record<JobName, QueueSettings> = {
  'probe-recording': media,
  'cut-chapter': media,
  'finish-recording': media,
  'draw-timeline': media,
  'suggest-outline': media,
  'make-renditions': media,
  'sweep-blobs': { ...quick, expireInSeconds: 6 * 3600 },
  'scan-inbox': { ...quick, expireInSeconds: 6 * 3600 },
  'recover-unfinished': quick,
  'forget-expired': quick,
};

const jobNames: readonly JobName[] = [
  'probe-recording',
  'cut-chapter',
  'finish-recording',
  'draw-timeline',
  'suggest-outline',
  'make-renditions',
  'sweep-blobs',
  'scan-inbox',
  'recover-unfinished',
  'forget-expired',
];

/** A worker that hangs is noticed after this long without a heartbeat; pg-boss allows no less. A killed one at once. */
const heartbeatSeconds = 10;
const lookForTheDeadEveryMs = 2000;

export type JobHandler<N extends JobName> = (payload: JobPayloads[N], signal: AbortSignal) => Promise<void>;
export type JobHandlers = { [N in JobName]: JobHandler<N> };

/** How a job is enqueued. Of two waiting jobs with one `key` the second is dropped. */
export interface SendOptions {
  /** The job exists only if this transaction commits. */
  transaction?: Db;
  key?: string;
  startAfterSeconds?: number;
  priority?: number;
  /** At most one such job in each period of this length, on however many machines the clock ticks. */
  oncePerSeconds?: number;
}

export interface Queue {
  /** Enqueues a job. */
  send<N extends JobName>(name: N, payload: JobPayloads[N], options?: SendOptions): Promise<void>;
  /**
   * Works on jobs until `stop`, after giving back those of dead workers. `concurrency` is chapters at a time. Gives the
   * id under which this worker is present.
   */
  work(handlers: JobHandlers, options: { concurrency: number }): Promise<{ workerId: number }>;
  /** Jobs that wait or run. */
  pending(name?: JobName): Promise<number>;
  /** Jobs that could be begun at once and were not. */
  waiting(name: JobName): Promise<number>;
  /** The keys of jobs that wait or run (`live`) and of those that were given up (`failed`). */
  keys(name: JobName): Promise<{ live: Set<string>; failed: Set<string> }>;
  /** Aborts every running job's signal, waits for the handlers to end, and gives the jobs back. */
  stop(): Promise<void>;
}

/** The job queue in PostgreSQL's schema `pgboss`, used by any number of processes at once. */
export async function openQueue(
  db: Db,
  databaseUrl: string,
  onError: (error: Error) => void,
): Promise<Queue> {
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
    await boss.createQueue(name, { ...queues[name], heartbeatSeconds, policy: 'short' });
  }
  const stopping = new AbortController();
  let presence: Presence | undefined;
  let lookForTheDead: NodeJS.Timeout | undefined;
  return {
    async send(name, payload, options = {}) {
      await boss.send(name, payload, {
        // The policy `short` keeps at most one waiting job of a key; a job without one gets a key of its own.
        singletonKey: options.key ?? crypto.randomUUID(),
        ...(options.transaction ? { db: fromKysely(options.transaction) } : {}),
        ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
        ...(options.priority === undefined ? {} : { priority: options.priority }),
        ...(options.oncePerSeconds === undefined ? {} : { singletonSeconds: options.oncePerSeconds }),
      });
    },
    async work(handlers, { concurrency }) {
      presence = await enterPresence(databaseUrl, onError);
      await giveBackJobsOfTheDead(db, boss);
      lookForTheDead = setInterval(() => {
        giveBackJobsOfTheDead(db, boss).catch(onError);
      }, lookForTheDeadEveryMs);
      const worker = {
        boss,
        db,
        handlers,
        concurrency,
        workerId: presence.workerId,
        stopping: stopping.signal,
      };
      for (const name of jobNames) await workOn(worker, name);
      return { workerId: worker.workerId };
    },
    pending: (name) => countPending(db, name),
    waiting: (name) => countWaiting(db, name),
    keys: (name) => readKeys(db, name),
    async stop() {
      clearInterval(lookForTheDead);
      stopping.abort();
      await boss.stop({ graceful: true, timeout: 30_000 });
      await presence?.leave();
    },
  };
}

interface Worker {
  boss: PgBoss;
  db: Db;
  handlers: JobHandlers;
  concurrency: number;
  workerId: number;
  stopping: AbortSignal;
}

async function workOn(worker: Worker, name: JobName): Promise<void> {
  const options = {
    pollingIntervalSeconds: 0.5,
    localConcurrency: name === 'cut-chapter' ? worker.concurrency : 1,
    heartbeatRefreshSeconds: 3,
  };
  await worker.boss.work<JobPayloads[JobName]>(name, options, async (jobs) => {
    for (const job of jobs) await runJob(worker, name, job);
  });
}

async function runJob<N extends JobName>(worker: Worker, name: N, job: Job<JobPayloads[N]>): Promise<void> {
  const { boss, db, stopping, workerId } = worker;
  const handler: JobHandler<N> = worker.handlers[name];
  await claimJob(db, { id: job.id, name, attempt: job.retryCount, workerId });
  try {
    stopping.throwIfAborted();
    await handler(job.data, AbortSignal.any([job.signal, stopping]));
  } catch (error) {
    if (!stopping.aborted) throw error;
    // Whoever works next does it; what pg-boss makes of our return is fenced off.
    await giveBackJob(db, boss, { id: job.id, name, attempt: job.retryCount });
  } finally {
    await unclaimJob(db, job.id, workerId);
  }
}

async function countPending(db: Db, name: JobName | undefined): Promise<number> {
  const ofName = name === undefined ? sql`true` : sql`name = ${name}`;
  const { rows } = await sql<{ pending: number }>`
    select count(*) as pending from pgboss.job
    where state in ('created', 'retry', 'active') and ${ofName}`.execute(db);
  return rows[0]?.pending ?? 0;
}

async function countWaiting(db: Db, name: JobName): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from pgboss.job
    where name = ${name} and state in ('created', 'retry') and start_after <= now()`.execute(db);
  return rows[0]?.waiting ?? 0;
}

async function readKeys(db: Db, name: JobName): Promise<{ live: Set<string>; failed: Set<string> }> {
  const { rows } = await sql<{ key: string; failed: boolean }>`
    select singleton_key as key, state = 'failed' as failed from pgboss.job
    where name = ${name} and singleton_key is not null
      and state in ('created', 'retry', 'active', 'failed')`.execute(db);
  const keysOf = (failed: boolean): Set<string> =>
    new Set(rows.filter((row) => row.failed === failed).map((row) => row.key));
  return { live: keysOf(false), failed: keysOf(true) };
}
