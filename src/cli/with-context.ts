import { createContext, type Context } from '../context.ts';
import { readEnv, toConfig } from '../config.ts';

/** Runs one command beside a running service or without one, and leaves nothing open behind it. */
export async function withContext<T>(run: (ctx: Context) => Promise<T>): Promise<T> {
  const env = readEnv();
  // A command's own log shows what went wrong; the rest is the service's.
  const ctx = await createContext(
    toConfig({ ...env, LOG_LEVEL: env.LOG_LEVEL === 'info' ? 'error' : env.LOG_LEVEL }),
  );
  try {
    return await run(ctx);
  } finally {
    await ctx.close();
  }
}

/** Prints the one JSON document of a command, or its text for people. */
export function print(json: boolean | undefined, document: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${text}\n`);
}
