import { readdir, readFile } from 'node:fs/promises';

/** A tool under measurement. */
export interface Tool {
  name: string;
  loginUrl: string;
  launchUrl: string;
  targetLinkUri: string;
  clientId: string;
  resourceLinkId: string;
  userIds: readonly string[];
  /** CPU seconds that it and all it needs have used since they started. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** How a tool is started: on which core, and for how many learners of the platform. */
export interface ToolOptions {
  core: number;
  learnerCount: number;
}

/** Linux counts CPU time in hundredths of a second. */
const ticksPerSecond = 100;

/** CPU seconds of these processes and their living descendants, from /proc. */
export async function cpuSecondsOf(pids: readonly number[]): Promise<number> {
  const all = new Map<number, { parent: number; seconds: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]].map(Number);
    all.set(Number(name), { parent, seconds: (user + system) / ticksPerSecond });
  }
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent ?? 0;
    return pids.includes(pid) || (parent > 1 && isOurs(parent));
  };
  return [...all].reduce((sum, [pid, { seconds }]) => (isOurs(pid) ? sum + seconds : sum), 0);
}
