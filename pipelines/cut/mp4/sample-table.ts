import { box, fullBox, listOf32, listOf64, u32 } from './boxes.ts';
import { endOf } from './packet-table.ts';
import type { PacketTable } from './packet-table.ts';

/** A run of samples that lie together in the file. */
export interface Chunk {
  sampleCount: number;
  offset: number;
}

/** When each sample is decoded, and when the last one ends. */
interface DecodeTimes {
  /** Presentation times in order, from 0: the n-th packet is decoded when the n-th picture is shown. */
  times: Float64Array;
  end: number;
}

/** Gives samples in decode order their decode times, so that no edit list is needed to shift them. */
function decodeTimesOf(samples: PacketTable): DecodeTimes {
  const times = samples.times.toSorted();
  const offset = times[0] ?? 0;
  times.forEach((time, at) => (times[at] = time - offset));
  return { times, end: endOf(samples) - offset };
}

/**
 * The sample table `stbl`, made but for its chunks: their places are not known until its size is. `entry` is the sample
 * entry; with `reordered` pictures carry composition offsets.
 */
export function sampleTable(
  samples: PacketTable,
  options: { entry: Buffer; reordered: boolean },
): (chunks: readonly Chunk[]) => Buffer {
  const decode = decodeTimesOf(samples);
  const settled = [
    fullBox('stsd', 0, 0, u32(1), options.entry),
    timeToSample(decode),
    ...(options.reordered ? compositionOffsets(samples, decode) : []),
    ...syncSamples(samples),
    fullBox('stsz', 0, 0, u32(0, samples.count), listOf32(samples.sizes)),
  ];
  return (chunks) => box('stbl', ...settled, samplesToChunks(chunks), chunkOffsets(chunks));
}

function timeToSample({ times, end }: DecodeTimes): Buffer {
  return runLengths(
    'stts',
    0,
    times.map((time, at) => (times[at + 1] ?? end) - time),
  );
}

function compositionOffsets(samples: PacketTable, { times }: DecodeTimes): Buffer[] {
  const offsets = times.map((time, at) => (samples.times[at] ?? 0) - time);
  return offsets.every((offset) => offset === 0) ? [] : [runLengths('ctts', 1, offsets)];
}

function syncSamples({ keys }: PacketTable): Buffer[] {
  if (keys.every((key) => key === 1)) return [];
  const numbers = Uint32Array.from(keys, (key, at) => key * (at + 1)).filter((number) => number > 0);
  return [fullBox('stss', 0, 0, u32(numbers.length), listOf32(numbers))];
}

function samplesToChunks(chunks: readonly Chunk[]): Buffer {
  const entries = chunks.flatMap(({ sampleCount }, at) =>
    chunks[at - 1]?.sampleCount === sampleCount ? [] : [at + 1, sampleCount, 1],
  );
  return fullBox('stsc', 0, 0, u32(entries.length / 3), listOf32(entries));
}

function chunkOffsets(chunks: readonly Chunk[]): Buffer {
  const offsets = chunks.map(({ offset }) => offset);
  const far = (offsets.at(-1) ?? 0) > 0xffff_ffff;
  return far
    ? fullBox('co64', 0, 0, u32(offsets.length), listOf64(offsets))
    : fullBox('stco', 0, 0, u32(offsets.length), listOf32(offsets));
}

/** A box that tells a value for each sample, those that follow one another and are the same together. */
function runLengths(type: string, version: number, values: Float64Array): Buffer {
  const runs = new Float64Array(values.length * 2);
  let count = 0;
  values.forEach((value, at) => {
    if (at === 0 || value !== values[at - 1]) {
      runs[count * 2 + 1] = value;
      count += 1;
    }
    runs[count * 2 - 2] = (runs[count * 2 - 2] ?? 0) + 1;
  });
  return fullBox(type, version, 0, u32(count), listOf32(runs.subarray(0, count * 2)));
}
