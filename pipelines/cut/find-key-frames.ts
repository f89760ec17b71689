import { maxPauseMoveMs } from '../../domain/pauses.ts';
import type { OutlineEntry } from '../../domain/outline.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import type { RecordingFile } from './index-frames.ts';
import { indexRecording } from './index-recording.ts';

/**
 * The key frames, in milliseconds of the recording's clock, that a boundary of the outline could be moved to: from such a
 * one on, H.264 is copied. None where nothing is copied, or where the container has no index that tells of them.
 */
export async function findKeyFrames(
  tools: MediaTools,
  file: RecordingFile,
  entries: readonly OutlineEntry[],
  signal?: AbortSignal,
): Promise<number[]> {
  const { container, video, originSeconds } = file.recording;
  if (video?.codec !== 'h264' || (container !== 'mov' && container !== 'matroska')) return [];
  const { packetsInTables } = await indexRecording(tools, file, signal);
  const found = new Set<number>();
  for (const timeMs of new Set(entries.flatMap(({ startMs, endMs = startMs }) => [startMs, endMs]))) {
    const range = { fromMs: Math.max(0, timeMs - maxPauseMoveMs), toMs: timeMs + maxPauseMoveMs };
    const packets = await packetsInTables(range, signal);
    if (packets === undefined) return [];
    for (const [at, time] of packets.times.subarray(0, packets.count).entries()) {
      // Rounded down: a chapter that begins at that millisecond begins with the key frame.
      if (packets.keys[at] === 1)
        found.add(Math.floor((time / packets.ticksPerSecond - originSeconds) * 1000));
    }
  }
  return [...found].filter((ms) => ms > 0).toSorted((one, other) => one - other);
}
