import { spawn } from 'node:child_process';
import path from 'node:path';
import type { TestService } from './service.ts';

const cli = path.resolve(import.meta.dirname, '../../src/cli.ts');

/** Runs `afterclass ingest` in a folder, beside a running service and on its store. */
export async function runIngest(
  { ctx }: TestService,
  folder: string,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, 'ingest', ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: ctx.databaseUrl, AFTERCLASS_DATA: ctx.config.dataFolder },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
