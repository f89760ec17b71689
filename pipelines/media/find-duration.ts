import { runFfprobe } from './ffmpeg.ts';
import type { MediaTools } from './ffmpeg.ts';
import type { FoundStreams, Source, Stream } from './read-streams.ts';

/** What an encoder of sound puts before its first sample. */
const longestPrimingSeconds = 0.1;

/**
 * Seconds at which a recording's clock starts. A broadcast's may start below zero; sound that does so by a moment is what
 * its encoder put first.
 */
export function originOf(video: Stream | undefined, audio: Stream | undefined): number {
  const sound = audio?.start_time;
  const soundStart = sound !== undefined && sound < 0 && sound > -longestPrimingSeconds ? 0 : sound;
  const starts = [video?.start_time, soundStart].filter((start) => start !== undefined);
  return starts.length === 0 ? 0 : Math.min(...starts);
}

/** A file, and where its clock starts. */
interface Clocked extends Source {
  originSeconds: number;
}

/**
 * How long a recording is: as its container tells, where that can be trusted, else as long as its packets go on. The
 * header of a broken-off file tells what there would have been.
 */
export async function findDurationMs(
  tools: MediaTools,
  source: Clocked,
  { output, breaksOff }: { output: FoundStreams; breaksOff: boolean },
): Promise<number> {
  const told = toldDurationMs(output, source);
  if (told !== undefined && !breaksOff) return told;
  const found = await scanDurationMs(tools, source);
  return told !== undefined && (found <= 0 || found > told) ? told : found;
}

/** What the container tells, where it can be trusted: some count from their clock's zero, not from the first frame. */
function toldDurationMs(output: FoundStreams, source: Clocked): number | undefined {
  const told = output.format.duration;
  const counted = ['mov', 'matroska'].includes(source.container) && source.originSeconds > 0.5;
  // Bare streams tell nothing: what is told of them is guessed from their bit rate.
  const guessed = ['aac', 'mp3'].includes(source.container);
  return told === undefined || told <= 0 || counted || guessed ? undefined : Math.ceil(told * 1000);
}

/** Where nothing is told, as by a recording written live: read where its last packet ends. */
async function scanDurationMs(tools: MediaTools, source: Clocked): Promise<number> {
  let end = 0;
  await runFfprobe({
    tools,
    path: source.path,
    demuxer: source.container,
    options: ['-show_entries', 'packet=pts_time,duration_time', '-print_format', 'csv=p=0'],
    signal: source.signal,
    onLine: (line) => {
      const [start, length] = line.split(',').map(Number);
      if (start !== undefined && Number.isFinite(start))
        end = Math.max(end, start + (Number.isFinite(length) ? (length ?? 0) : 0));
    },
  });
  return Math.ceil((end - source.originSeconds) * 1000);
}
