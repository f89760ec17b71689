import { box, fixed16, fullBox, i32, u16, u32, u64, u8, zeros } from './boxes.ts';
import { endOf } from './packet-table.ts';
import type { PacketTable } from './packet-table.ts';
import { sampleTable } from './sample-table.ts';
import type { Chunk } from './sample-table.ts';

/** H.264 pictures in a clip: `avcC` is the decoder configuration record of ISO/IEC 14496-15. */
export interface VideoTrack {
  kind: 'video';
  width: number;
  height: number;
  /** Degrees clockwise. */
  rotation: 0 | 90 | 180 | 270;
  /** Width of a pixel over its height. */
  pixelAspect: number;
  avcC: Uint8Array;
  /** In decode order; times count from the clip's start. */
  samples: PacketTable;
}

/** AAC sound in a clip: `config` is the AudioSpecificConfig of ISO/IEC 14496-3. */
export interface AudioTrack {
  kind: 'audio';
  channels: number;
  config: Uint8Array;
  /** In decode order; times count from the clip's start. */
  samples: PacketTable;
}

/** A track of a clip. */
export type ClipTrack = VideoTrack | AudioTrack;

/** The first box of a clip. */
export function fileType(tracks: readonly ClipTrack[]): Buffer {
  const sound = tracks.every(({ kind }) => kind === 'audio');
  const brands = sound ? ['M4A ', 'isom', 'iso2', 'mp41'] : ['isom', 'isom', 'iso2', 'avc1', 'mp41'];
  const [major = 'isom', ...compatible] = brands;
  return box('ftyp', Buffer.from(major, 'latin1'), u32(512), Buffer.from(compatible.join(''), 'latin1'));
}

/**
 * The index `moov`, made but for the places of its tracks' chunks: no dates, no names, no chapter marks, so the same clip
 * gives the same bytes.
 */
export function movie(tracks: readonly ClipTrack[]): (chunksOf: readonly (readonly Chunk[])[]) => Buffer {
  const timescale = movieTimescale(tracks);
  const durations = tracks.map(({ samples }) =>
    Math.round((endOf(samples) * timescale) / samples.ticksPerSecond),
  );
  const duration = Math.max(0, ...durations);
  const header = movieHeader(timescale, duration, tracks.length);
  const boxes = tracks.map((track, at) =>
    trackBox(track, { id: at + 1, timescale, duration: durations[at] ?? 0 }),
  );
  return (chunksOf) => box('moov', header, ...boxes.map((place, at) => place(chunksOf[at] ?? [])));
}

/** The sound's own, so that where it starts is told to the sample. */
function movieTimescale(tracks: readonly ClipTrack[]): number {
  const track = tracks.find(({ kind }) => kind === 'audio') ?? tracks[0];
  return track?.samples.ticksPerSecond ?? 1000;
}

const identity = [1, 0, 0, 0, 1, 0, 0, 0];

function matrix(values: readonly number[]): Buffer {
  return Buffer.concat([fixed16(...values), i32(0x4000_0000)]);
}

function movieHeader(timescale: number, duration: number, trackCount: number): Buffer {
  const { version, times } = wideTimes([0, 0], timescale, duration);
  return fullBox(
    'mvhd',
    version,
    0,
    times,
    fixed16(1),
    u16(0x0100),
    zeros(10),
    matrix(identity),
    zeros(24),
    u32(trackCount + 1),
  );
}

/** Creation and change time, timescale, duration: in 32 bits where they fit. */
function wideTimes(
  dates: readonly [number, number],
  between: number,
  duration: number,
): { version: 0 | 1; times: Buffer } {
  if (duration <= 0xffff_ffff) return { version: 0, times: u32(...dates, between, duration) };
  return { version: 1, times: Buffer.concat([u64(...dates), u32(between), u64(duration)]) };
}

interface Placed {
  id: number;
  timescale: number;
  duration: number;
}

/** A box that is made but for the places of the track's chunks. */
type Unplaced = (chunks: readonly Chunk[]) => Buffer;

function trackBox(track: ClipTrack, placed: Placed): Unplaced {
  const settled = [trackHeader(track, placed), ...lateStart(track, placed)];
  const place = media(track);
  return (chunks) => box('trak', ...settled, place(chunks));
}

function trackHeader(track: ClipTrack, { id, duration }: Placed): Buffer {
  // The word after the id is reserved, so the id stands where a timescale stands elsewhere.
  const wide = duration > 0xffff_ffff;
  const times = wide ? Buffer.concat([u64(0, 0), u32(id, 0), u64(duration)]) : u32(0, 0, id, 0, duration);
  const volume = track.kind === 'audio' ? 0x0100 : 0;
  const group = track.kind === 'audio' ? 1 : 0;
  return fullBox('tkhd', wide ? 1 : 0, 3, times, zeros(8), u16(0, group, volume, 0), ...shownShape(track));
}

function shownShape(track: ClipTrack): Buffer[] {
  if (track.kind === 'audio') return [matrix(identity), u32(0, 0)];
  const width = track.width * track.pixelAspect;
  const { height } = track;
  const turned: Record<VideoTrack['rotation'], number[]> = {
    0: identity,
    90: [0, 1, 0, -1, 0, 0, height, 0],
    180: [-1, 0, 0, 0, -1, 0, width, height],
    270: [0, -1, 0, 1, 0, 0, 0, width],
  };
  return [matrix(turned[track.rotation]), fixed16(width, height)];
}

/** Sound that starts after the clip does: an empty edit before it. Nothing is ever hidden by an edit. */
function lateStart(track: ClipTrack, { timescale, duration }: Placed): Buffer[] {
  const start = startOf(track);
  if (start <= 0) return [];
  const empty = Math.round((start * timescale) / track.samples.ticksPerSecond);
  const rest = Math.max(0, duration - empty);
  const list =
    duration <= 0xffff_ffff
      ? fullBox('elst', 0, 0, u32(2), u32(empty), i32(-1), u32(0x0001_0000), u32(rest, 0, 0x0001_0000))
      : fullBox(
          'elst',
          1,
          0,
          u32(2),
          u64(empty),
          i32(-1, -1),
          u32(0x0001_0000),
          u64(rest, 0),
          u32(0x0001_0000),
        );
  return [box('edts', list)];
}

/** Pictures begin with the clip, whatever the order that they are decoded in. */
function startOf({ kind, samples }: ClipTrack): number {
  return kind === 'audio' ? (samples.times[0] ?? 0) : 0;
}

function media(track: ClipTrack): Unplaced {
  const { samples } = track;
  const { version, times } = wideTimes([0, 0], samples.ticksPerSecond, endOf(samples) - startOf(track));
  const undetermined = 0x55c4;
  const handler = Buffer.from(track.kind === 'video' ? 'vide' : 'soun', 'latin1');
  const headers = [
    fullBox('mdhd', version, 0, times, u16(undetermined, 0)),
    fullBox('hdlr', 0, 0, u32(0), handler, zeros(12), u8(0)),
  ];
  const information = [
    track.kind === 'video' ? fullBox('vmhd', 0, 1, zeros(8)) : fullBox('smhd', 0, 0, zeros(4)),
    box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
  ];
  const place = sampleTable(samples, {
    entry: track.kind === 'video' ? avcEntry(track) : aacEntry(track),
    reordered: track.kind === 'video',
  });
  return (chunks) => box('mdia', ...headers, box('minf', ...information, place(chunks)));
}

function avcEntry(track: VideoTrack): Buffer {
  const dotsPerInch = 72;
  const noColourTable = 0xffff;
  return box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(track.width, track.height),
    fixed16(dotsPerInch, dotsPerInch),
    zeros(4),
    u16(1),
    zeros(32),
    u16(24, noColourTable),
    box('avcC', Buffer.from(track.avcC)),
    ...(track.pixelAspect === 1 ? [] : [box('pasp', u32(...asRatio(track.pixelAspect)))]),
  );
}

function asRatio(value: number): [number, number] {
  for (let den = 1; den <= 1000; den++) {
    if (Math.abs(value * den - Math.round(value * den)) < 1e-6 * den) return [Math.round(value * den), den];
  }
  return [Math.round(value * 10_000), 10_000];
}

function aacEntry(track: AudioTrack): Buffer {
  const { ticksPerSecond } = track.samples;
  const rate = ticksPerSecond <= 0xffff ? ticksPerSecond : 0;
  return box(
    'mp4a',
    zeros(6),
    u16(1),
    zeros(8),
    u16(track.channels, 16, 0, 0),
    u32((rate << 16) >>> 0),
    fullBox('esds', 0, 0, elementaryStream(Buffer.from(track.config))),
  );
}

/** The descriptors of ISO/IEC 14496-1 that tell a player which AAC this is. */
function elementaryStream(config: Buffer): Buffer {
  const decoder = descriptor(4, u8(0x40, 0x15, 0, 0, 0), u32(0, 0), descriptor(5, config));
  return descriptor(3, u16(0), u8(0), decoder, descriptor(6, u8(2)));
}

function descriptor(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u8(tag, 0x80, 0x80, 0x80 | (body.length >> 7), body.length & 0x7f), body]);
}
