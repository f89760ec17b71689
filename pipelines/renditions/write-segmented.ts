import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { box, u32 } from '../cut/mp4/boxes.ts';
import { fileType, movie } from '../cut/mp4/movie.ts';
import type { AudioTrack, ClipTrack, VideoTrack } from '../cut/mp4/movie.ts';
import { endOf, ranksOf } from '../cut/mp4/packet-table.ts';
import type { PacketTable } from '../cut/mp4/packet-table.ts';
import type { Chunk } from '../cut/mp4/sample-table.ts';
import { MediaError, throwIfCancelled } from '../media/media-error.ts';
import { fragmentHeader, initSection, type FragmentRun, type FragmentSample } from './fragment-boxes.ts';
import type { ReadTrack } from './read-clip.ts';

/** Where a file's init section and segments lie: offset and bytes, and a segment's length in milliseconds. */
export interface SegmentMap {
  init: [number, number];
  segments: [number, number, number][];
}

/** The tracks of a file, and where its segments start, in the picture's ticks. */
export interface SegmentedRequest {
  video: ReadTrack<VideoTrack>;
  audio: ReadTrack<AudioTrack> | undefined;
  starts: readonly number[];
  signal?: AbortSignal | undefined;
}

/**
 * Writes one MP4 that is two: with its index in front it plays while it loads, and each of its segments, with a header
 * that lies in a `free` box just before the data, is a fragment for HLS by byte ranges. Nothing stands in it twice.
 */
export async function writeSegmented(path: string, request: SegmentedRequest): Promise<SegmentMap> {
  const { video, audio } = request;
  const tracks: readonly ClipTrack[] = audio ? [video.track, audio.track] : [video.track];
  const segments = divide(request);
  const layout = layOut(tracks, segments);
  const packets = [video.packets(), ...(audio ? [audio.packets()] : [])];
  await pipeline(bytesOf(layout, packets, request.signal), createWriteStream(path, { flush: true }));
  return layout.map;
}

interface Segment {
  runs: FragmentRun[];
  milliseconds: number;
}

/** Divides the samples into segments, each a run of sound and a run of pictures. */
function divide({ video, audio, starts }: SegmentedRequest): Segment[] {
  const { ticksPerSecond: timescale } = video.track.samples;
  const pictures = divideAt(starts, timescale, { samples: pictureSamples(video.track), timescale });
  const sounds =
    audio &&
    divideAt(starts, timescale, {
      samples: soundSamples(audio.track),
      timescale: audio.track.samples.ticksPerSecond,
    });
  const end = endOf(video.track.samples);
  return starts.map((start, at) => {
    // Sound first: it is small, and a player that reads from the front can begin with the first picture.
    const runs = [
      { trackIndex: 1, samples: sounds?.[at] ?? [] },
      { trackIndex: 0, samples: pictures[at] ?? [] },
    ];
    return {
      // One run a track: old players read no more than the first.
      runs: runs.filter(({ samples }) => samples.length > 0),
      milliseconds: (((starts[at + 1] ?? end) - (at === 0 ? 0 : start)) * 1000) / timescale,
    };
  });
}

/** The samples of each segment: those decoded before its successor starts, and not before itself. */
function divideAt(
  starts: readonly number[],
  ticksOfStarts: number,
  { samples, timescale }: { samples: readonly FragmentSample[]; timescale: number },
): FragmentSample[][] {
  let from = 0;
  return starts.map((_, at) => {
    const next = starts[at + 1] ?? Number.POSITIVE_INFINITY;
    let to = from;
    while (to < samples.length && ((samples[to]?.decodeTime ?? 0) * ticksOfStarts) / timescale < next) to++;
    const own = samples.slice(from, to);
    from = to;
    return own;
  });
}

/** The n-th packet is decoded when the n-th picture is shown. */
function pictureSamples({ samples }: VideoTrack): FragmentSample[] {
  const shown = samples.times.toSorted();
  return Array.from(samples.times, (time, at) => {
    const decodeTime = shown[at] ?? time;
    return {
      decodeTime,
      offset: time - decodeTime,
      size: samples.sizes[at] ?? 0,
      key: samples.keys[at] === 1,
      duration: (shown[at + 1] ?? decodeTime + (samples.durations[at] ?? 0)) - decodeTime,
    };
  });
}

function soundSamples({ samples }: AudioTrack): FragmentSample[] {
  const { times, durations, sizes } = samples;
  return Array.from(times, (time, at) => ({
    decodeTime: time,
    offset: 0,
    size: sizes[at] ?? 0,
    key: true,
    duration: (times[at + 1] ?? time + (durations[at] ?? 0)) - time,
  }));
}

interface PlacedSegment extends Segment {
  /** Everything that stands before the segment's data. */
  head: Buffer;
}

interface Layout {
  start: Buffer;
  segments: readonly PlacedSegment[];
  map: SegmentMap;
}

function layOut(tracks: readonly ClipTrack[], segments: readonly Segment[]): Layout {
  const init = initSection(tracks);
  const headers = segments.map(({ runs }, at) => fragmentHeader(at + 1, runs));
  const type = fileType(tracks);
  const hiddenInit = box('free', init);
  const heads = segments.map(({ runs }, at) =>
    Buffer.concat([box('free', headers[at] ?? Buffer.alloc(0)), dataHeader(bytesIn(runs))]),
  );
  // The index's own size decides the offsets in it, and far offsets are wider: until it settles.
  const place = movie(tracks);
  let index = place(chunksFrom(0, tracks.length, segments, heads));
  for (let bytes = 0; bytes !== index.length;) {
    bytes = index.length;
    index = place(chunksFrom(type.length + bytes + hiddenInit.length, tracks.length, segments, heads));
  }
  const initAt = type.length + index.length + 8;
  let at = initAt - 8 + hiddenInit.length;
  const map: SegmentMap = { init: [initAt, init.length], segments: [] };
  segments.forEach(({ runs, milliseconds }, number) => {
    const headBytes = heads[number]?.length ?? 0;
    const bytes = bytesIn(runs);
    map.segments.push([at + 8, headBytes - 8 + bytes, milliseconds]);
    at += headBytes + bytes;
  });
  return {
    start: Buffer.concat([type, index, hiddenInit]),
    segments: segments.map((segment, number) => ({ ...segment, head: heads[number] ?? Buffer.alloc(0) })),
    map,
  };
}

function chunksFrom(
  first: number,
  trackCount: number,
  segments: readonly Segment[],
  heads: readonly Buffer[],
): Chunk[][] {
  const chunks: Chunk[][] = Array.from({ length: trackCount }, () => []);
  let offset = first;
  segments.forEach(({ runs }, at) => {
    offset += heads[at]?.length ?? 0;
    for (const run of runs) {
      chunks[run.trackIndex]?.push({ sampleCount: run.samples.length, offset });
      offset += bytesIn([run]);
    }
  });
  return chunks;
}

function bytesIn(runs: readonly FragmentRun[]): number {
  return runs.reduce((sum, { samples }) => sum + samples.reduce((bytes, { size }) => bytes + size, 0), 0);
}

/** Fragments tell the place of their data eight bytes after their header: a segment stays below 4 GiB. */
function dataHeader(bytes: number): Buffer {
  return Buffer.concat([u32(bytes + 8), Buffer.from('mdat')]);
}

async function* bytesOf(
  { start, segments }: Layout,
  packets: readonly AsyncGenerator<Uint8Array, void>[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  yield start;
  for (const { head, runs } of segments) {
    throwIfCancelled(signal);
    yield head;
    for (const { trackIndex, samples } of runs) {
      for (const { size } of samples) {
        const packet = await packets[trackIndex]?.next();
        if (packet?.done !== false || packet.value.length !== size)
          throw new MediaError('clip-not-exact', 'A packet of the clip is not as its index says.');
        yield packet.value;
      }
    }
  }
}

/** The samples that a track has, set to the times of others by their place in the order in which they are shown. */
export function retime(samples: PacketTable, like: PacketTable): PacketTable {
  const ranks = ranksOf(samples);
  const rows = new Uint32Array(like.count);
  ranksOf(like).forEach((rank, row) => (rows[rank] = row));
  const likeShown = (column: Float64Array): Float64Array =>
    Float64Array.from(ranks, (rank) => column[rows[rank] ?? 0] ?? 0);
  const { ticksPerSecond, times, durations } = like;
  return { ...samples, ticksPerSecond, times: likeShown(times), durations: likeShown(durations) };
}
