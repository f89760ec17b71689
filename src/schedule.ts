import { schedule, type ScheduledTask } from 'node-cron';
import type { JobName } from '../storage/queue.ts';
import type { Context } from './context.ts';

/** The jobs that the clock enqueues; none of them is given anything. */
type ClockedJob = Extract<JobName, 'sweep-blobs' | 'scan-inbox' | 'recover-unfinished' | 'forget-expired'>;

interface Clocked {
  /** Second, minute, hour, day, month, weekday. */
  at: string;
  periodSeconds: number;
}

const clocked: Record<ClockedJob, Clocked> = {
  'recover-unfinished': { at: '20 * * * * *', periodSeconds: 60 },
  'scan-inbox': { at: '*/15 * * * * *', periodSeconds: 15 },
  'forget-expired': { at: '0 17 * * * *', periodSeconds: 3600 },
  'sweep-blobs': { at: '0 30 3 * * *', periodSeconds: 24 * 3600 },
};

/** Ticks on every node and only enqueues: a job runs once in its period, wherever that is. */
export function startSchedule(ctx: Context): { stop(): Promise<void> } {
  const tasks = Object.entries(clocked)
    .filter(([name]) => name !== 'scan-inbox' || ctx.config.inbox !== undefined)
    .map(([name, { at, periodSeconds }]) => tick(ctx, name, at, periodSeconds));
  return {
    async stop() {
      for (const task of tasks) await task.destroy();
    },
  };
}

function tick(ctx: Context, name: string, at: string, periodSeconds: number): ScheduledTask {
  return schedule(at, async () => {
    if (!isClockedJob(name)) return;
    try {
      await ctx.queue.send(name, {}, { key: name, oncePerSeconds: periodSeconds });
    } catch (error) {
      ctx.log.warn({ err: error, job: name }, 'the clock could not enqueue a job');
    }
  });
}

function isClockedJob(name: string): name is ClockedJob {
  return name in clocked;
}
