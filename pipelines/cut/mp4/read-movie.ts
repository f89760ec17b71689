import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { endOf, rowsOf } from './packet-table.ts';
import type { PacketTable } from './packet-table.ts';
import { boxesIn, boxHeader, find, need } from './read-boxes.ts';
import { aacConfigIn, avcConfigIn } from './sample-entry.ts';

/** A track of an MP4 or MOV, read from its index without touching the packets. */
export interface MovieTrack {
  kind: 'video' | 'audio' | 'other';
  /** `avcC` of H.264, AudioSpecificConfig of AAC. */
  config?: Buffer | undefined;
  /** Expands the track's tables: undefined where they are not whole or describe more packets than there can be. */
  read: () => TrackPackets | undefined;
}

/** The packets of a track, and whether their times can be trusted. */
export interface TrackPackets {
  table: PacketTable;
  /** False where an edit list does more than shift the track: then only a player knows what is shown. */
  plainEdits: boolean;
}

/** An index larger than this is none: it would hold some hundred hours. */
const maxIndexBytes = 512 * 1024 * 1024;
/** Two days of pictures at 100 a second. */
const maxPackets = 20_000_000;

/**
 * Reads the sample tables of an MP4 or MOV (ISO/IEC 14496-12, 8.6 and 8.7): a few bytes of each packet, never the
 * packets. Gives undefined where the file is written in fragments, or its index is not whole.
 */
export async function readMovie(path: string): Promise<MovieTrack[] | undefined> {
  const file = await open(path);
  try {
    const movie = await findMovie(file);
    return movie === undefined ? undefined : readTracks(movie);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // a table that points past its end
    throw error;
  } finally {
    await file.close();
  }
}

async function findMovie(file: FileHandle): Promise<Buffer | undefined> {
  const { size: fileBytes } = await file.stat();
  const header = Buffer.alloc(16);
  for (let at = 0; at + 8 <= fileBytes;) {
    const { bytesRead } = await file.read(header, 0, 16, at);
    const { type, headerBytes, bytes } = boxHeader(header.subarray(0, bytesRead), fileBytes - at);
    if (bytes < headerBytes) return undefined;
    if (type !== 'moov') {
      at += bytes;
      continue;
    }
    const contentBytes = bytes - headerBytes;
    if (contentBytes > Math.min(maxIndexBytes, fileBytes)) return undefined;
    const content = Buffer.alloc(contentBytes);
    const read = await file.read(content, 0, contentBytes, at + headerBytes);
    return read.bytesRead === contentBytes ? content : undefined;
  }
  return undefined;
}

function readTracks(movie: Buffer): MovieTrack[] | undefined {
  const boxes = [...boxesIn(movie)];
  if (boxes.some(({ type }) => type === 'mvex')) return undefined;
  const header = need(movie, 'mvhd');
  const movieTicks = header.readUInt32BE(header[0] === 1 ? 20 : 12);
  return boxes.filter(({ type }) => type === 'trak').map(({ content }) => readTrack(content, movieTicks));
}

const kinds: Readonly<Record<string, 'video' | 'audio'>> = { vide: 'video', soun: 'audio' };

function readTrack(track: Buffer, movieTicks: number): MovieTrack {
  const kind = kinds[need(track, 'mdia', 'hdlr').toString('latin1', 8, 12)] ?? 'other';
  const descriptions = need(track, 'mdia', 'minf', 'stbl', 'stsd');
  const config = kind === 'video' ? avcConfigIn(descriptions) : aacConfigIn(descriptions);
  return {
    kind,
    config,
    read: () => {
      try {
        return readPackets(track, movieTicks);
      } catch (error) {
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    },
  };
}

function readPackets(track: Buffer, movieTicks: number): TrackPackets {
  const header = need(track, 'mdia', 'mdhd');
  const ticksPerSecond = header.readUInt32BE(header[0] === 1 ? 20 : 12);
  const table = readTable(need(track, 'mdia', 'minf', 'stbl'), ticksPerSecond);
  const edits = readEdits(find(track, 'edts', 'elst'));
  const [edit, ...others] = edits.filter(({ mediaTime }) => mediaTime !== -1);
  const empty = edits
    .filter(({ mediaTime }) => mediaTime === -1)
    .reduce((sum, { length }) => sum + length, 0);
  const shift = Math.round((empty * ticksPerSecond) / movieTicks) - (edit?.mediaTime ?? 0);
  if (shift !== 0) table.times.forEach((time, at) => (table.times[at] = time + shift));
  const whole = edit === undefined || reachesEnd(edit, { table, empty, movieTicks });
  return { table, plainEdits: others.length === 0 && whole };
}

interface Edit {
  /** In the movie's ticks. */
  length: number;
  /** In the track's ticks; -1 for a stretch in which nothing is shown. */
  mediaTime: number;
  rate: number;
}

function readEdits(list: Buffer | undefined): Edit[] {
  if (list === undefined) return [];
  const wide = list[0] === 1;
  return Array.from({ length: Math.min(list.readUInt32BE(4), 1000) }, (_, at) => {
    const from = 8 + at * (wide ? 20 : 12);
    return wide
      ? {
          length: Number(list.readBigUInt64BE(from)),
          mediaTime: Number(list.readBigInt64BE(from + 8)),
          rate: list.readInt32BE(from + 16),
        }
      : {
          length: list.readUInt32BE(from),
          mediaTime: list.readInt32BE(from + 4),
          rate: list.readInt32BE(from + 8),
        };
  });
}

const normalRate = 0x0001_0000;
/** Writers round the length of an edit, and leave out what the encoder put after the end. */
const editGraceSeconds = 0.1;

interface Shifted {
  table: PacketTable;
  empty: number;
  movieTicks: number;
}

/** Claims that the edit shows the track at its own pace and to its end; a length of 0 means all of it. */
function reachesEnd(edit: Edit, { table, empty, movieTicks }: Shifted): boolean {
  const end = endOf(rowsOf(table, Math.max(0, table.count - 64), table.count));
  const shownUntil = (empty + edit.length) / movieTicks;
  return (
    edit.rate === normalRate &&
    (edit.length === 0 || shownUntil + editGraceSeconds > end / table.ticksPerSecond)
  );
}

function readTable(tables: Buffer, ticksPerSecond: number): PacketTable {
  const sizes = readSizes(need(tables, 'stsz'));
  const count = sizes.length;
  const { times, durations } = readTimes(need(tables, 'stts'), count);
  addOffsets(times, find(tables, 'ctts'));
  const keys = readKeys(find(tables, 'stss'), count);
  const chunks = readChunkOffsets(tables);
  const offsets = placePackets(need(tables, 'stsc'), chunks, sizes);
  return { ticksPerSecond, count, times, durations, sizes, keys, offsets };
}

function readSizes(box: Buffer): Uint32Array {
  const [common, count] = [box.readUInt32BE(4), box.readUInt32BE(8)];
  if (common === 0 && count * 4 > box.length) throw new RangeError('The sizes are not whole');
  if (count > maxPackets) throw new RangeError('More packets than there can be');
  const sizes = new Uint32Array(count).fill(common);
  if (common === 0) for (let at = 0; at < count; at++) sizes[at] = box.readUInt32BE(12 + at * 4);
  return sizes;
}

function readTimes(box: Buffer, count: number): { times: Float64Array; durations: Float64Array } {
  const times = new Float64Array(count);
  const durations = new Float64Array(count);
  let [at, time] = [0, 0];
  for (const { packets, value } of runs(box)) {
    for (let packet = 0; packet < packets && at < count; packet++, at++) {
      times[at] = time;
      durations[at] = value;
      time += value;
    }
  }
  if (at !== count) throw new RangeError('The times are not whole');
  return { times, durations };
}

/** Offsets are signed in every version: writers use negative ones in version 0 too. */
function addOffsets(times: Float64Array, box: Buffer | undefined): void {
  if (box === undefined) return;
  let at = 0;
  for (const { packets, value } of runs(box)) {
    const offset = value | 0;
    for (let packet = 0; packet < packets && at < times.length; packet++, at++)
      times[at] = (times[at] ?? 0) + offset;
  }
  if (at !== times.length) throw new RangeError('The offsets are not whole');
}

function* runs(box: Buffer): Generator<{ packets: number; value: number }> {
  const count = box.readUInt32BE(4);
  for (let entry = 0; entry < count; entry++) {
    yield { packets: box.readUInt32BE(8 + entry * 8), value: box.readUInt32BE(12 + entry * 8) };
  }
}

function readKeys(box: Buffer | undefined, count: number): Uint8Array {
  const keys = new Uint8Array(count).fill(box === undefined ? 1 : 0);
  const listed = box?.readUInt32BE(4) ?? 0;
  for (let entry = 0; entry < listed; entry++) keys[(box?.readUInt32BE(8 + entry * 4) ?? 0) - 1] = 1;
  return keys;
}

function readChunkOffsets(tables: Buffer): Float64Array {
  const near = find(tables, 'stco');
  const box = near ?? need(tables, 'co64');
  const count = box.readUInt32BE(4);
  if (count * 4 > box.length) throw new RangeError('The chunks are not whole');
  return Float64Array.from({ length: count }, (_, at) =>
    near === undefined ? Number(box.readBigUInt64BE(8 + at * 8)) : box.readUInt32BE(8 + at * 4),
  );
}

/** Lays the packets out in their chunks; throws RangeError where a track changes its form on the way. */
function placePackets(box: Buffer, chunks: Float64Array, sizes: Uint32Array): Float64Array {
  const offsets = new Float64Array(sizes.length);
  const entries = box.readUInt32BE(4);
  let at = 0;
  for (let entry = 0; entry < entries; entry++) {
    const from = 8 + entry * 12;
    const next = entry + 1 < entries ? box.readUInt32BE(from + 12) - 1 : chunks.length;
    if (box.readUInt32BE(from + 8) !== 1) throw new RangeError('The track has several forms');
    const perChunk = box.readUInt32BE(from + 4);
    for (let chunk = box.readUInt32BE(from) - 1; chunk < Math.min(next, chunks.length); chunk++) {
      let offset = chunks[chunk] ?? 0;
      for (let packet = 0; packet < perChunk && at < sizes.length; packet++, at++) {
        offsets[at] = offset;
        offset += sizes[at] ?? 0;
      }
    }
  }
  if (at !== sizes.length) throw new RangeError('The chunks do not hold all packets');
  return offsets;
}
