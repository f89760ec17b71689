import { runFfmpeg } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';

/** How loud a sound is by EBU R128. */
export interface Loudness {
  /** Integrated, in LUFS. */
  integrated: number;
  /** The highest true peak, in dBTP. */
  truePeak: number;
}

/** Measures an MP4's first sound, its picture left alone; undefined where it is silent throughout. */
export async function measureLoudness(
  tools: MediaTools,
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Loudness | undefined> {
  let integrated: number | undefined;
  let truePeak: number | undefined;
  await runFfmpeg({
    tools,
    inputs: [{ path, demuxer: 'mov' }],
    options: ['-map', '0:a:0', '-vn', '-sn', '-dn', '-af', 'ebur128=peak=true', '-f', 'null'],
    signal: options.signal,
    // The summary comes last, a value a line.
    onLine: (line) => {
      integrated = valueIn(line, /^\s*I:\s*(-?[\d.]+|-inf) LUFS\s*$/) ?? integrated;
      truePeak = valueIn(line, /^\s*Peak:\s*(-?[\d.]+|-inf) dBFS\s*$/) ?? truePeak;
    },
  });
  const quietest = -69;
  if (integrated === undefined || truePeak === undefined || integrated < quietest) return undefined;
  return { integrated, truePeak };
}

function valueIn(line: string, pattern: RegExp): number | undefined {
  const text = pattern.exec(line)?.[1];
  return text === undefined ? undefined : text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
