import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a command cost, its child processes included. */
export interface Cost {
  wallSeconds: number;
  cpuSeconds: number;
  /** Through system calls, from whatever cache. */
  bytesRead: number;
  bytesWritten: number;
  /** The largest sum over all its processes at one moment, looked at fifty times a second. */
  peakRssBytes: number;
}

/** The kernel counts processor time in hundredths of a second. */
const ticksPerSecond = 100;
const pageBytes = 4096;

/** Runs a command and measures it; throws with its last words when it fails. Linux only: it reads /proc. */
export async function measure(command: readonly string[], env: Record<string, string> = {}): Promise<Cost> {
  const folder = await mkdtemp(path.join(tmpdir(), 'afterclass-measure-'));
  const told = path.join(folder, 'told');
  // A shell waits for the command, so that the kernel adds up all that the command and its children did.
  const script =
    'out=$1; shift; "$@" >/dev/null 2>"$out.err"; code=$?; cat /proc/$$/io /proc/$$/stat >"$out"; exit $code';
  try {
    const began = performance.now();
    const child = spawn('sh', ['-c', script, 'sh', told, ...command], {
      stdio: 'ignore',
      env: { ...process.env, ...env },
    });
    let peakRssBytes = 0;
    const looking = setInterval(() => {
      peakRssBytes = Math.max(peakRssBytes, residentBytes(child.pid));
    }, 20);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    clearInterval(looking);
    const wallSeconds = (performance.now() - began) / 1000;
    if (code !== 0) throw new Error(`${command[0] ?? ''} failed: ${await readFile(`${told}.err`, 'utf8')}`);
    return { wallSeconds, peakRssBytes, ...readTold(await readFile(told, 'utf8')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readTold(text: string): Pick<Cost, 'cpuSeconds' | 'bytesRead' | 'bytesWritten'> {
  const count = (name: string): number => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  // utime, stime, and those of the children that were waited for: fields 14 to 17 of proc(5).
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
  return { cpuSeconds: ticks / ticksPerSecond, bytesRead: count('rchar'), bytesWritten: count('wchar') };
}

/** The memory of a process and of all below it; 0 for one that has just ended. */
function residentBytes(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const own = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const below = children === '' ? [] : children.split(' ').map(Number);
    return below.reduce((sum, child) => sum + residentBytes(child), own);
  } catch {
    return 0;
  }
}
