import type { MediaTools } from '../pipelines/media/ffmpeg.ts';
import { measure } from './measure.ts';
import { longRecording } from './recordings.ts';
import { figure, table } from './table.ts';

const minutes = 20;

/** Each with what goes before the input and after it. */
const passes: readonly { name: string; before?: readonly string[]; after: readonly string[] }[] = [
  { name: 'silence (`silencedetect`)', after: ['-vn', '-af', 'silencedetect=noise=-35dB:d=0.4'] },
  { name: 'loudness (`ebur128`)', after: ['-vn', '-af', 'ebur128'] },
  {
    name: 'scene changes on key frames',
    before: ['-skip_frame', 'nokey'],
    after: ['-an', '-vf', "select='gt(scene,0.1)'", '-vsync', '0'],
  },
  {
    name: 'sprite of 100 key frames',
    before: ['-skip_frame', 'nokey'],
    after: ['-an', '-vf', 'scale=160:90,tile=10x10', '-vsync', '0'],
  },
];

/** `bench -- passes`: how much faster than playing the passes around a cut are. */
export async function benchPasses(tools: MediaTools): Promise<string> {
  const file = await longRecording(tools, minutes);
  const rows: string[][] = [];
  for (const { name, before = [], after } of passes) {
    const command = [tools.ffmpegPath, '-v', 'error', ...before, '-i', file, ...after, '-f', 'null', '-'];
    const { wallSeconds, cpuSeconds } = await measure(command);
    rows.push([name, figure((minutes * 60) / wallSeconds), `${figure(cpuSeconds)} s`]);
  }
  return table([`${minutes} minutes of 1080p30`, '× realtime', 'CPU'], rows);
}
