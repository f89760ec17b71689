import type { EncodedPacketSink } from 'mediabunny';
import type { CutJob } from '../jobs/cut-job.ts';
import type { EncodedPart } from './encode-part.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import { joinDecoderConfigs } from './h264/decoder-config.ts';
import { parameterSetsIn } from './h264/nal-units.ts';
import type { FrameIndex } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import type { VideoTrack } from './mp4/movie.ts';
import type { ClipSample } from './mp4/sample-table.ts';
import type { CopiedPacket, PlannedFrame } from './plan-cut.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
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
  picture?: { video: ProbedVideo; index: FrameIndex; parts: readonly ReadyPart[] };
  sound?: ClipSound;
}

/** Joins parts and sound into one MP4; gives the samples of its pictures in decode order. */
export async function joinParts(job: CutJob, request: JoinRequest): Promise<readonly ClipSample[]> {
  const { picture, sound, outPath } = request;
  const openings: (() => void)[] = [];
  const samples = picture?.parts.flatMap((part) => samplesOf(part, picture.index)) ?? [];
  const tracks: TrackToWrite[] = [];
  if (picture !== undefined) {
    const packets = picturePackets(job, picture, openings);
    tracks.push({ track: videoTrack(picture, samples), packets });
  }
  if (sound !== undefined) tracks.push({ track: sound.track, packets: soundPackets(sound, openings) });
  try {
    await writeClip(outPath, tracks, { signal: job.signal });
  } finally {
    openings.forEach((close) => close());
  }
  return samples;
}

type Picture = NonNullable<JoinRequest['picture']>;

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

async function* picturePackets(
  job: CutJob,
  { video, index, parts }: Picture,
  openings: (() => void)[],
): AsyncGenerator<Uint8Array, void> {
  for (const part of parts) {
    if (part.kind === 'encode') yield* packetsOfPart(part.part, openings);
    else yield* copiedPackets(job, { video, index, part }, openings);
  }
}

async function* packetsOfPart(part: EncodedPart, openings: (() => void)[]): AsyncGenerator<Uint8Array, void> {
  const tables = openSampleTables(part.path, 'mov');
  if (tables !== undefined) openings.push(tables.close);
  const sink = (await tables?.video(1))?.packets;
  if (sink !== undefined) yield* dataFrom(sink, await sink.getFirstPacket());
}

async function* copiedPackets(
  job: CutJob,
  { video, index, part }: { video: ProbedVideo; index: FrameIndex; part: ReadyPart & { kind: 'copy' } },
  openings: (() => void)[],
): AsyncGenerator<Uint8Array, void> {
  const tables = openSampleTables(job.path, job.recording.container);
  if (tables !== undefined) openings.push(tables.close);
  const sink = (await tables?.video(video.trackNumber))?.packets;
  const { num, den } = index.timeBase;
  const joinSeconds = (((part.packets[0]?.pts ?? 0) + 0.25) * num) / den;
  if (sink === undefined) return;
  let count = 0;
  for await (const data of dataFrom(sink, await sink.getKeyPacket(joinSeconds))) {
    if (count === part.packets.length) return;
    if (part.packets[count]?.key === true) refuseOtherSets(data, part.config);
    count += 1;
    yield data;
    if (count % 50 === 0) job.onShare?.(count / part.packets.length);
  }
}

/** A stream that changes its parameter sets on the way cannot be described by the one record of a clip. */
function refuseOtherSets(packet: Uint8Array, config: DecoderConfig): void {
  const known = [...config.sequenceSets, ...config.pictureSets];
  const foreign = parameterSetsIn(packet, config.lengthSize).some(
    (set) => !known.some((one) => Buffer.compare(one, set) === 0),
  );
  if (foreign) throw new MediaError('clip-not-exact', 'The recording changes its form inside this chapter.');
}

async function* soundPackets(
  { source, track }: ClipSound,
  openings: (() => void)[],
): AsyncGenerator<Uint8Array, void> {
  const tables = openSampleTables(source.path, source.container);
  if (tables !== undefined) openings.push(tables.close);
  const sink = (await tables?.audio(source.trackNumber))?.packets;
  if (sink === undefined || track.samples.length === 0) return;
  yield* dataFrom(sink, await sink.getPacket(source.firstSeconds));
}

async function* dataFrom(
  sink: EncodedPacketSink,
  first: Parameters<typeof packetsFrom>[1],
): AsyncGenerator<Uint8Array, void> {
  for await (const packet of packetsFrom(sink, first, { metadataOnly: false })) yield packet.data;
}
