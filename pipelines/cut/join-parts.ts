import type { CutJob } from '../jobs/cut-job.ts';
import type { ProbedVideo, TimeBase } from '../media/probe-recording.ts';
import type { EncodedPart } from './encode-part.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import { bringsOtherSets, joinDecoderConfigs } from './h264/decoder-config.ts';
import type { FrameIndex } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import type { VideoTrack } from './mp4/movie.ts';
import { joinTables, ranksOf, tableOf } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import type { PlannedFrames } from './plan-cut.ts';
import { openPackets } from './read-packets.ts';
import type { PacketReader } from './read-packets.ts';
import { openRanges } from './read-ranges.ts';
import type { RangeReader } from './read-ranges.ts';
import type { ClipSound } from './take-sound.ts';
import { writeClip } from './write-clip.ts';
import type { TrackToWrite } from './write-clip.ts';

/** A run of pictures ready to be joined: an encoded file of ours, or packets of the recording. */
export type ReadyPart =
  | { kind: 'encode'; frames: PlannedFrames; part: EncodedPart }
  | { kind: 'copy'; frames: PlannedFrames; packets: PacketTable; config: DecoderConfig };

/** What a clip is joined from. */
export interface JoinRequest {
  outPath: string;
  picture?: Picture;
  sound?: ClipSound;
}

interface Picture {
  video: ProbedVideo;
  index: FrameIndex;
  parts: readonly ReadyPart[];
}

/** Joins parts and sound into one MP4; gives the samples of its pictures. */
export async function joinParts(job: CutJob, request: JoinRequest): Promise<PacketTable> {
  const { picture, sound, outPath } = request;
  const samples = picture === undefined ? tableOf(1000, []) : samplesOf(picture);
  const tracks: TrackToWrite[] = [];
  const opened: { close: () => Promise<void> }[] = [];
  try {
    // One reader for pictures and sound, which lie side by side: the recording is read once.
    const ranges = await openRanges(job.path, { reuse: true });
    opened.push(ranges);
    if (picture !== undefined) {
      const runs = [];
      for (const part of picture.parts) runs.push(await openRun({ ...job, ranges }, picture, part));
      opened.push(...runs.map(({ reader }) => reader));
      tracks.push({ track: videoTrack(picture, samples), read: readRuns(runs) });
    }
    if (sound !== undefined) {
      const { source, packets, track } = sound;
      const reader = await openPackets(source, packets, {
        ranges: source.path === job.path ? ranges : undefined,
      });
      opened.push(reader);
      tracks.push({ track, read: reader.pieces });
    }
    await writeClip(outPath, tracks, { signal: job.signal, onShare: job.onShare });
  } finally {
    for (const reader of opened) await reader.close();
  }
  return samples;
}

/** The samples of all parts, in ticks of the clip: where a time base counts several ticks as one, these are the single ones. */
function samplesOf({ parts, index: { timeBase } }: Picture): PacketTable {
  const { num, den } = timeBase;
  const tables = parts.map((part): PacketTable => {
    const packets = part.kind === 'copy' ? part.packets : part.part.packets;
    const { times, durations } = framesOf(part, packets, timeBase);
    // The n-th packet to be shown holds the n-th frame.
    const ranks = ranksOf(packets);
    const inClip = (ticks: Float64Array): Float64Array =>
      Float64Array.from(ranks, (rank) => (ticks[rank] ?? 0) * num);
    return { ...packets, times: inClip(times), durations: inClip(durations) };
  });
  return joinTables(den, tables);
}

/** The planned frames; where the recording yielded others than its index told, as the decoder had them. */
function framesOf(
  { frames }: ReadyPart,
  packets: PacketTable,
  { num, den }: TimeBase,
): Pick<PlannedFrames, 'times' | 'durations'> {
  if (packets.count === frames.times.length) return frames;
  const first = frames.times[0] ?? 0;
  const end = (frames.times.at(-1) ?? 0) + (frames.durations.at(-1) ?? 1);
  const ticks = den / num / packets.ticksPerSecond;
  const times = packets.times.map((time) => first + Math.round(time * ticks)).sort();
  return { times, durations: times.map((time, at) => Math.max(1, (times[at + 1] ?? end) - time)) };
}

function videoTrack({ video, parts }: Picture, samples: PacketTable): VideoTrack {
  const copied = parts.find((part) => part.kind === 'copy');
  const encoded = parts.flatMap((part) => (part.kind === 'encode' ? [part.part] : []));
  const even = (length: number): number => (copied === undefined ? length - (length % 2) : length);
  return {
    kind: 'video',
    width: even(video.width),
    height: even(video.height),
    rotation: video.rotation,
    pixelAspect: video.pixelAspect,
    avcC:
      copied === undefined
        ? (encoded[0]?.configBytes ?? new Uint8Array())
        : joinDecoderConfigs(
            copied.config,
            encoded.map(({ config }) => config),
          ),
    samples,
  };
}

/** The packets of a part, read by their numbers in it. */
interface Run {
  reader: PacketReader;
  count: number;
  read: TrackToWrite['read'];
}

async function openRun(
  job: CutJob & { ranges: RangeReader },
  { video, index }: Picture,
  part: ReadyPart,
): Promise<Run> {
  if (part.kind === 'encode') {
    const { path, packets } = part.part;
    const file = { path, container: 'mov', kind: 'video', trackNumber: 1 } as const;
    const reader = await openPackets(file, packets);
    return { reader, count: packets.count, read: reader.pieces };
  }
  const { packets, config } = part;
  const path = index.path ?? job.path;
  const { container } = job.recording;
  const track = { path, container, kind: 'video', trackNumber: video.trackNumber } as const;
  const reader = await openPackets(track, packets, {
    ranges: path === job.path ? job.ranges : undefined,
    onKey: (packet) => refuseOtherSets(packet, config),
  });
  return { reader, count: packets.count, read: reader.pieces };
}

/** Reads through parts that follow one another as if they were one. */
function readRuns(runs: readonly Run[]): TrackToWrite['read'] {
  return async (from, to) => {
    const found: Uint8Array[] = [];
    let first = 0;
    for (const { count, read } of runs) {
      const [begin, end] = [Math.max(from, first), Math.min(to, first + count)];
      if (begin < end) found.push(...(await read(begin - first, end - first)));
      first += count;
    }
    return found;
  };
}

/** A stream that changes its parameter sets on the way cannot be described by the one record of a clip. */
function refuseOtherSets(packet: Uint8Array, config: DecoderConfig): void {
  if (bringsOtherSets(packet, config))
    throw new MediaError('clip-not-exact', 'The recording changes its form inside this chapter.');
}
