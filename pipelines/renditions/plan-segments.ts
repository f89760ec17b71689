import { endOf } from '../cut/mp4/packet-table.ts';
import type { PacketTable } from '../cut/mp4/packet-table.ts';

const shortestSeconds = 4;
/** A list of them must fit into one option of ffmpeg's and one playlist: a chapter of many hours has longer ones. */
const mostSegments = 5000;

/**
 * Where a clip can be divided for streaming: the times, in ticks, of key frames, at least four seconds apart, after which
 * nothing is shown that was coded to be shown before. The first is the clip's first picture.
 */
export function planSegments(samples: PacketTable): number[] {
  const earliestFrom = earliestShownFrom(samples);
  const shortest = Math.max(shortestSeconds * samples.ticksPerSecond, endOf(samples) / mostSegments);
  const starts: number[] = [];
  samples.times.forEach((time, at) => {
    const latest = starts.at(-1);
    const isFarEnough = latest === undefined || time - latest >= shortest;
    if (samples.keys[at] === 1 && isFarEnough && earliestFrom[at] === time) starts.push(time);
  });
  return starts;
}

/** For each sample in decode order: the earliest time that it or one decoded after it is shown at. */
function earliestShownFrom({ count, times }: PacketTable): Float64Array {
  const earliest = new Float64Array(count);
  let least = Number.POSITIVE_INFINITY;
  for (let at = count - 1; at >= 0; at--) {
    least = Math.min(least, times[at] ?? least);
    earliest[at] = least;
  }
  return earliest;
}
