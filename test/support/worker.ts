import { createContext, type Context } from '../../src/context.ts';
import { startJobRunner } from '../../src/job-runner.ts';

/** A worker that runs; `stop` must be called. */
export interface TestWorker {
  ctx: Context;
  stop(): Promise<void>;
}

/** Starts a worker as another process would be: its own connections and its own queue. */
export async function startWorker({ config }: Context): Promise<TestWorker> {
  const own = await createContext(config);
  const runner = await startJobRunner(own);
  return {
    ctx: own,
    async stop() {
      await runner.stop();
      await own.close();
    },
  };
}

/** Runs with a worker of its own, which is stopped afterwards. */
export async function withWorker(ctx: Context, work: () => Promise<unknown>): Promise<void> {
  const worker = await startWorker(ctx);
  try {
    await work();
  } finally {
    await worker.stop();
  }
}
