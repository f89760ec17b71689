import type { CutJob } from '../jobs/cut-job.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import type { EncodedPart } from './encode-part.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import { bringsOtherSets, joinDecoderConfigs } from './h264/decoder-config.ts';
import { toRead } from './index-frames.ts';
import type { FrameIndex } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import type { VideoTrack } from './mp4/movie.ts';
import type { ClipSample } from './mp4/sample-table.ts';
import type { CopiedPacket, PlannedFrame } from './plan-cut.ts';
import { openPackets } from './read-packets.ts';
import type { PacketReader } from './read-packets.ts';
import { openRanges } from './read-ranges.ts';
import type { RangeReader } from './read-ranges.ts';
import type { ClipSound } from './take-sound.ts';
import { writeClip } from './write-clip.ts';
import type { TrackToWrite } from './write-clip.ts';

/** A run of pictures ready to be joined: an encoded file of ours, or packets of the recording. */
export type ReadyPart =
  | { kind: 'encode'; part: EncodedPart; frames: readonly PlannedFrame[] }
  | { kind: 'copy'; packets: readonly CopiedPacket[]; config: DecoderConfig };

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

/** Joins parts and sound into one MP4; gives the samples of its pictures in decode order. */
export async function joinParts(job: CutJob, request: JoinRequest): Promise<readonly ClipSample[]> {
  const { picture, sound, outPath } = request;
  const samples = picture?.parts.flatMap((part) => samplesOf(part, picture.index)) ?? [];
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
      const reader = await openPackets(sound.source, {
        placed: sound.placed,
        ranges: sound.source.path === job.path ? ranges : undefined,
      });
      opened.push(reader);
      tracks.push({
        track: sound.track,
        read: async (from, to) => reader.read(sound.packets.slice(from, to)),
      });
    }
    await writeClip(outPath, tracks, { signal: job.signal, onShare: job.onShare });
  } finally {
    for (const reader of opened) await reader.close();
  }
  return samples;
}

function samplesOf(part: ReadyPart, index: FrameIndex): ClipSample[] {
  const { num, den } = index.timeBase;
  if (part.kind === 'copy') {
    return part.packets.map(({ time, duration, size, key }) => ({
      time: time * num,
      duration: duration * num,
      size,
      key,
    }));
  }
  const shown = framesOf(part, (seconds) => Math.round((seconds * den) / num));
  return part.part.packets.flatMap(({ rank, size, key }) => {
    const frame = shown[rank];
    return frame === undefined ? [] : [{ time: frame.time * num, duration: frame.duration * num, size, key }];
  });
}

/** The planned frames; where the recording yielded others than its index told, as the decoder had them. */
function framesOf(
  { part, frames }: ReadyPart & { kind: 'encode' },
  ticks: (seconds: number) => number,
): { time: number; duration: number }[] {
  if (part.packets.length === frames.length) return [...frames];
  const first = frames[0]?.time ?? 0;
  const end = (frames.at(-1)?.time ?? 0) + (frames.at(-1)?.duration ?? 1);
  const times = part.packets
    .map(({ seconds }) => first + ticks(seconds))
    .toSorted((one, other) => one - other);
  return times.map((time, at) => ({ time, duration: Math.max(1, (times[at + 1] ?? end) - time) }));
}

function videoTrack({ video, index, parts }: Picture, samples: readonly ClipSample[]): VideoTrack {
  const copied = parts.find((part) => part.kind === 'copy');
  const encoded = parts.flatMap((part) => (part.kind === 'encode' ? [part.part] : []));
  const even = (length: number): number => (copied === undefined ? length - (length % 2) : length);
  return {
    kind: 'video',
    timescale: index.timeBase.den,
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
  read: (from: number, to: number) => Promise<Uint8Array[]>;
}

async function openRun(
  job: CutJob & { ranges: RangeReader },
  { video, index }: Picture,
  part: ReadyPart,
): Promise<Run> {
  if (part.kind === 'encode') {
    const { path, packets } = part.part;
    const reader = await openPackets(
      { path, container: 'mov', kind: 'video', trackNumber: 1 },
      { placed: true },
    );
    return { reader, count: packets.length, read: async (from, to) => reader.read(packets.slice(from, to)) };
  }
  const placed = part.packets.every(({ offset }) => offset !== undefined);
  const path = index.path ?? job.path;
  const source = { path, container: job.recording.container, trackNumber: video.trackNumber };
  const ranges = path === job.path ? job.ranges : undefined;
  const reader = await openPackets({ ...source, kind: 'video' }, { placed, ranges });
  return {
    reader,
    count: part.packets.length,
    read: async (from, to) => {
      const packets = part.packets.slice(from, to);
      const bytes = await reader.read(packets.map((packet) => toRead(packet, index.timeBase)));
      packets.forEach(({ key }, at) => {
        const packet = bytes[at];
        if (key && packet !== undefined) refuseOtherSets(packet, part.config);
      });
      return bytes;
    },
  };
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
