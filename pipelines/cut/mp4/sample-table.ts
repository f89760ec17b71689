import { box, fullBox, listOf32, listOf64, u32 } from './boxes.ts';

/** One packet of a clip's track; times in the track's ticks from the clip's start. */
export interface ClipSample {
  time: number;
  duration: number;
  size: number;
  key: boolean;
}

/** A run of samples that lie together in the file. */
export interface Chunk {
  sampleCount: number;
  offset: number;
}

/** When each sample is decoded, and when the last one ends. */
export interface DecodeTimes {
  /** Presentation times in order, from 0: the n-th packet is decoded when the n-th picture is shown. */
  times: number[];
  /** The last one's duration. */
  lastDuration: number;
  /** Where the first picture is shown. */
  offset: number;
}

/** Gives samples in decode order their decode times, so that no edit list is needed to shift them. */
function decodeTimesOf(samples: readonly ClipSample[]): DecodeTimes {
  const shown = samples.toSorted((one, other) => one.time - other.time);
  const offset = shown[0]?.time ?? 0;
  return { times: shown.map(({ time }) => time - offset), lastDuration: shown.at(-1)?.duration ?? 0, offset };
}

/** Where the last picture or sound of the track ends, in ticks from the clip's start. */
export function endOf(samples: readonly ClipSample[]): number {
  return samples.reduce((latest, { time, duration }) => Math.max(latest, time + duration), 0);
}

/** The sample table `stbl`. `entry` is the sample entry; with `reordered` pictures carry composition offsets. */
export function sampleTable(
  samples: readonly ClipSample[],
  chunks: readonly Chunk[],
  options: { entry: Buffer; reordered: boolean },
): Buffer {
  const decode = decodeTimesOf(samples);
  return box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), options.entry),
    timeToSample(decode),
    ...(options.reordered ? compositionOffsets(samples, decode) : []),
    ...syncSamples(samples),
    fullBox('stsz', 0, 0, u32(0, samples.length), listOf32(samples.map(({ size }) => size))),
    samplesToChunks(chunks),
    chunkOffsets(chunks),
  );
}

function timeToSample({ times, lastDuration }: DecodeTimes): Buffer {
  const runs = runLengths(times.map((time, at) => (times[at + 1] ?? time + lastDuration) - time));
  return fullBox(
    'stts',
    0,
    0,
    u32(runs.length),
    listOf32(runs.flatMap(({ count, value }) => [count, value])),
  );
}

function compositionOffsets(samples: readonly ClipSample[], { times }: DecodeTimes): Buffer[] {
  const offsets = samples.map(({ time }, at) => time - (times[at] ?? 0));
  if (offsets.every((offset) => offset === 0)) return [];
  const runs = runLengths(offsets);
  const content = listOf32(runs.flatMap(({ count, value }) => [count, value]));
  return [fullBox('ctts', 1, 0, u32(runs.length), content)];
}

function syncSamples(samples: readonly ClipSample[]): Buffer[] {
  if (samples.every(({ key }) => key)) return [];
  const keys = samples.flatMap(({ key }, at) => (key ? [at + 1] : []));
  return [fullBox('stss', 0, 0, u32(keys.length), listOf32(keys))];
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

function runLengths(values: readonly number[]): { count: number; value: number }[] {
  const runs: { count: number; value: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.value === value) last.count += 1;
    else runs.push({ count: 1, value });
  }
  return runs;
}
