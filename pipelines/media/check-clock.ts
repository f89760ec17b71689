import { formatTime } from '../../domain/time.ts';
import type { MediaTools } from './ffmpeg.ts';
import { runFfprobe } from './ffmpeg.ts';
import { MediaError } from './media-error.ts';
import type { ProbedRecording } from './probe-recording.ts';

/**
 * Checks that the clock of a transport stream goes on to its end: two that were put one after the other into one file
 * have two clocks, by which the same moment comes twice. Reads the file once; nothing is read of other containers, which
 * have one clock. Throws MediaError `clock-jumps-back`.
 */
export async function checkClock(
  tools: MediaTools,
  { path, recording }: { path: string; recording: ProbedRecording },
  signal?: AbortSignal,
): Promise<void> {
  const { container, video, audio, originSeconds } = recording;
  const stream = video ?? audio;
  if (container !== 'mpegts' || stream === undefined) return;
  let last = Number.NEGATIVE_INFINITY;
  let jumpedAt: number | undefined;
  await runFfprobe({
    ...{ tools, path, demuxer: container, signal },
    options: [
      ...['-select_streams', String(stream.streamIndex)],
      ...['-show_entries', 'packet=dts_time', '-print_format', 'csv=p=0'],
    ],
    onLine: (line) => {
      const time = Number.parseFloat(line);
      if (time < last) jumpedAt ??= last;
      if (Number.isFinite(time)) last = time;
    },
  });
  if (jumpedAt === undefined) return;
  const at = formatTime(Math.max(0, Math.round((jumpedAt - originSeconds) * 1000)));
  throw new MediaError(
    'clock-jumps-back',
    `The clock of this recording jumps back at ${at}, as where two recordings were put into one file: upload each of them on its own, or convert the file to MP4 first.`,
  );
}
