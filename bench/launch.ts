import { execFileSync } from 'node:child_process';
import { createSandbox } from '../sandbox/platform.ts';
import { startAfterclass } from './launch/afterclass.ts';
import { startLtijs } from './launch/ltijs.ts';
import { measureLaunches, type Measured } from './launch/measure.ts';
import type { Tool } from './launch/tool.ts';
import { table } from './table.ts';

/** Cores by number: the tool on one, the platform and its browsers on the other. */
const toolCore = 0;
const clientCore = 1;
const learnerCount = 500;
const rounds = 3;

/**
 * Launches a second and the 99th percentile of login + launch on one core: ours with its PostgreSQL on that core too, beside
 * ltijs with a database in memory. Rounds take turns, so that a busy machine is busy for both; the middle one counts.
 */
export async function benchLaunch(): Promise<string> {
  execFileSync('taskset', ['-cp', String(clientCore), String(process.pid)], { stdio: 'ignore' });
  const sandbox = await createSandbox();
  const tools: Tool[] = [];
  try {
    tools.push(await startAfterclass(sandbox, { core: toolCore, learnerCount }));
    tools.push(await startLtijs(sandbox, { core: toolCore, learnerCount }));
    const results = new Map<Tool, Measured[]>(tools.map((tool) => [tool, []]));
    for (const tool of tools) await measureLaunches(sandbox, tool, { seconds: 4 });
    for (let round = 0; round < rounds; round++) {
      for (const tool of tools) {
        results.get(tool)?.push(await measureLaunches(sandbox, tool, { seconds: 6 }));
      }
    }
    return report(tools.map((tool) => ({ name: tool.name, ...middleOf(results.get(tool) ?? []) })));
  } finally {
    for (const tool of tools) await tool.stop();
    await sandbox.close();
  }
}

function middleOf(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((one, other) => one.perCpuSecond - other.perCpuSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function report(rows: readonly ({ name: string } & Measured)[]): string {
  const figures = rows.map(({ name, perSecond, perCpuSecond, p50Ms, p99Ms }) => [
    name,
    ...[perSecond.toFixed(0), perCpuSecond.toFixed(0), p50Ms.toFixed(1), p99Ms.toFixed(1)],
  ]);
  const shown = table(['tool', 'launches per second', 'per second of CPU', 'p50 ms', 'p99 ms'], figures);
  const [ours, theirs] = rows;
  if (ours === undefined || theirs === undefined) return shown;
  const ratio = (pick: (row: Measured) => number) => (pick(ours) / pick(theirs)).toFixed(1);
  return `${shown}\n\nOurs to theirs: ${ratio((row) => row.perSecond)} by the clock, ${ratio((row) => row.perCpuSecond)} by CPU.`;
}
