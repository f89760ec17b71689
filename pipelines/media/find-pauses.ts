import type { Pause } from '../../domain/pauses.ts';
import { runFfmpeg } from './ffmpeg.ts';
import type { FfmpegProgress, MediaTools } from './ffmpeg.ts';
import type { RecordingFile } from '../cut/index-frames.ts';

/** How to look for pauses. */
export interface FindPausesOptions {
  /** The shortest silence that counts; 400 ms unless told. */
  minPauseMs?: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: FfmpegProgress) => void) | undefined;
}

const quietDecibels = -35;
/** In a noisy room even pauses are loud: then what is this much below the mean counts as one. */
const belowMeanDecibels = 10;
const fewestPausesPerMinute = 1;

/** Finds where nobody speaks, in milliseconds on the player's clock; none where there is no sound. */
export async function findPauses(
  tools: MediaTools,
  file: RecordingFile,
  options: FindPausesOptions = {},
): Promise<Pause[]> {
  if (file.recording.audio === undefined) return [];
  const first = await detect(tools, file, { ...options, decibels: quietDecibels });
  const enough = (first.pauses.length * 60_000) / file.recording.durationMs >= fewestPausesPerMinute;
  if (enough || first.meanDecibels === undefined) return first.pauses;
  const second = await detect(tools, file, { ...options, decibels: first.meanDecibels - belowMeanDecibels });
  return second.pauses.length > first.pauses.length ? second.pauses : first.pauses;
}

interface Detected {
  pauses: Pause[];
  meanDecibels: number | undefined;
}

async function detect(
  tools: MediaTools,
  { path, recording }: RecordingFile,
  options: FindPausesOptions & { decibels: number },
): Promise<Detected> {
  const minSeconds = (options.minPauseMs ?? 400) / 1000;
  const pauses: Pause[] = [];
  let startMs: number | undefined;
  let meanDecibels: number | undefined;
  await runFfmpeg({
    tools,
    inputs: [{ path, demuxer: recording.container }],
    options: [
      ...['-map', `0:${recording.audio?.streamIndex ?? 0}`, '-vn', '-sn', '-dn'],
      ...[
        '-af',
        `silencedetect=noise=${options.decibels.toFixed(1)}dB:d=${minSeconds},volumedetect`,
        '-f',
        'null',
      ],
    ],
    signal: options.signal,
    onProgress: options.onProgress,
    onLine: (line) => {
      const start = numberAfter(line, 'silence_start');
      const end = numberAfter(line, 'silence_end');
      if (start !== undefined) startMs = Math.max(0, Math.round(start * 1000));
      if (end !== undefined && startMs !== undefined) pauses.push({ startMs, endMs: Math.round(end * 1000) });
      if (end !== undefined) startMs = undefined;
      meanDecibels = numberAfter(line, 'mean_volume') ?? meanDecibels;
    },
  });
  // A silence that lasts to the end is not closed by old versions.
  if (startMs !== undefined) pauses.push({ startMs, endMs: recording.durationMs });
  return { pauses: pauses.filter(({ startMs: from, endMs }) => endMs > from), meanDecibels };
}

function numberAfter(line: string, name: string): number | undefined {
  const text = new RegExp(`${name}:\\s*(-?[\\d.]+)`).exec(line)?.[1];
  return text === undefined ? undefined : Number(text);
}
