import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';
import { measure } from './measure.ts';
import { longRecording } from './recordings.ts';
import { figure, megabytes, table } from './table.ts';

/** `bench -- index`: what it takes to know where every picture and sound of a recording lies. */
export async function benchIndex(tools: MediaTools): Promise<string> {
  const rows: string[][] = [];
  for (const minutes of [20, 120]) {
    const file = await longRecording(tools, minutes);
    const { size } = await stat(file);
    const program = path.join(import.meta.dirname, 'index-one.ts');
    const bare = await measure([process.execPath, program]);
    const copy = await measure(['cp', file, `${file}.copy`]);
    await rm(`${file}.copy`);
    const index = await measure([process.execPath, program, file]);
    const packets = [
      '-v',
      'error',
      '-select_streams',
      'v',
      '-show_entries',
      'packet=pts,flags',
      '-of',
      'csv',
    ];
    const scan = await measure([tools.ffprobePath, ...packets, file]);
    const row = (name: string, wallSeconds: number, cpuSeconds: number, bytes: number): string[] => [
      `${minutes} minutes: ${name}`,
      figure(wallSeconds / copy.wallSeconds),
      `${figure(cpuSeconds)} s`,
      megabytes(bytes),
      `${figure((100 * bytes) / size)} %`,
    ];
    // What starting Node reads and takes is not the index's.
    const own = (what: 'wallSeconds' | 'cpuSeconds' | 'bytesRead'): number =>
      Math.max(0, index[what] - bare[what]);
    rows.push(row('this index', own('wallSeconds'), own('cpuSeconds'), own('bytesRead')));
    rows.push(row('ffprobe over all packets', scan.wallSeconds, scan.cpuSeconds, scan.bytesRead));
  }
  return table(['', 'wall ÷ cp', 'CPU', 'read', 'of the file'], rows);
}
