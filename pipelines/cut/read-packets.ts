import type { EncodedPacketSink } from 'mediabunny';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { Container } from '../media/recognise-container.ts';
import { limitConcurrency } from './limit-concurrency.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import { openRanges } from './read-ranges.ts';
import type { ByteRange, RangeReader } from './read-ranges.ts';
import { notAsIndexed } from './write-clip.ts';

/**
 * The bytes of a table's packets, from one row up to another. Where their places are not known, each call begins at a key
 * packet or goes on where the last one ended. Throws MediaError `clip-not-exact`.
 */
export interface PacketReader {
  /** Packet by packet. */
  read: (from: number, to: number) => Promise<Uint8Array[]>;
  /** One after another, in as few pieces as they lie in. */
  pieces: (from: number, to: number) => Promise<Uint8Array[]>;
  close: () => Promise<void>;
}

/** The track whose packets are read. */
export interface TrackInFile {
  path: string;
  container: Container;
  kind: 'video' | 'audio';
  trackNumber: number;
}

/** How packets are to be read. */
export interface PacketsToOpen {
  /** The opened file, where tracks that lie together are read together; the caller closes it. */
  ranges?: RangeReader | undefined;
  /** Told of each key packet that is read in pieces; may throw to refuse it. */
  onKey?: (packet: Uint8Array) => void;
}

/** Opens packets of a track for reading: those with known places by large reads, the others by the library's. */
export async function openPackets(
  track: TrackInFile,
  packets: PacketTable,
  { ranges, onKey }: PacketsToOpen = {},
): Promise<PacketReader> {
  const { offsets, sizes, keys } = packets;
  if (offsets === undefined) return openLibraryPackets(track, packets, onKey);
  const placed = { offsets, sizes };
  const reader = ranges ?? (await openRanges(track.path));
  return {
    read: async (from, to) => reader.read(rangesOf(placed, from, to)),
    pieces: async (from, to) => {
      for (let at = from; at < to && onKey !== undefined; at++)
        if (keys[at] === 1) (await reader.read(rangesOf(placed, at, at + 1))).forEach(onKey);
      return reader.pieces(joinedRanges(placed, from, to));
    },
    close: async () => (ranges === undefined ? reader.close() : undefined),
  };
}

interface Places {
  offsets: Float64Array;
  sizes: Uint32Array;
}

function rangesOf({ offsets, sizes }: Places, from: number, to: number): ByteRange[] {
  return Array.from(offsets.subarray(from, to), (offset, at) => ({ offset, size: sizes[from + at] ?? 0 }));
}

/** Packets that lie side by side in the file are one range. */
function joinedRanges({ offsets, sizes }: Places, from: number, to: number): ByteRange[] {
  const ranges: ByteRange[] = [];
  for (let at = from; at < to; at++) {
    const [offset, size, last] = [offsets[at] ?? 0, sizes[at] ?? 0, ranges.at(-1)];
    if (last !== undefined && last.offset + last.size === offset) last.size += size;
    else ranges.push({ offset, size });
  }
  return ranges;
}

async function openLibraryPackets(
  { path, container, kind, trackNumber }: TrackInFile,
  { keys, sizes, times, ticksPerSecond }: PacketTable,
  onKey: PacketsToOpen['onKey'],
): Promise<PacketReader> {
  const tables = await openSampleTables(path, container);
  const sink = (await (kind === 'video' ? tables?.video(trackNumber) : tables?.audio(trackNumber)))?.packets;
  const oneByOne = limitConcurrency(1);
  let data: AsyncGenerator<Uint8Array, void> | undefined;
  const read = async (from: number, to: number): Promise<Uint8Array[]> => {
    if (from >= to) return [];
    if (sink === undefined) throw notAsIndexed();
    // A moment within the packet's tick, whichever way its time was rounded.
    const seconds = ((times[from] ?? 0) + 0.25) / ticksPerSecond;
    if (data === undefined || (kind === 'video' && keys[from] === 1)) data = dataFrom(sink, seconds, kind);
    const found: Uint8Array[] = [];
    for (let at = from; at < to; at++) {
      const next = await data.next();
      if (next.done === true || next.value.length !== sizes[at]) throw notAsIndexed();
      found.push(next.value);
    }
    return found;
  };
  const inOrder = async (from: number, to: number): Promise<Uint8Array[]> =>
    oneByOne(async () => read(from, to));
  return {
    read: inOrder,
    pieces: async (from, to) => {
      const found = await inOrder(from, to);
      found.forEach((packet, at) => keys[from + at] === 1 && onKey?.(packet));
      return found;
    },
    close: async () => {
      await data?.return();
      tables?.close();
    },
  };
}

async function* dataFrom(
  sink: EncodedPacketSink,
  seconds: number,
  kind: TrackInFile['kind'],
): AsyncGenerator<Uint8Array, void> {
  const first = await (kind === 'video' ? sink.getKeyPacket(seconds) : sink.getPacket(seconds));
  for await (const packet of packetsFrom(sink, first, { metadataOnly: false })) yield packet.data;
}
