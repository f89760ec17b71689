import { cpus, loadavg, release, totalmem } from 'node:os';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';

/** One line that says what the figures were measured on; no host is named. */
export function describeMachine(tools: MediaTools): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  const cores = cpus();
  const busy = loadavg()[0] ?? 0;
  return [
    `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${memory} GB of memory, Linux ${release()},`,
    `Node ${process.versions.node}, ffmpeg ${tools.version} (${tools.source}); load before the run ${busy.toFixed(1)}.`,
  ].join(' ');
}
