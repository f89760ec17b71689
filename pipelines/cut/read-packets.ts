import type { EncodedPacketSink } from 'mediabunny';
import { MediaError } from '../media/media-error.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { Container } from '../media/recognise-container.ts';
import { limitConcurrency } from './limit-concurrency.ts';
import { openRanges } from './read-ranges.ts';
import type { RangeReader } from './read-ranges.ts';

/** A packet to read: by its place in the file, or by its time from a key packet on. */
export interface PacketToRead {
  size: number;
  key: boolean;
  seconds: number;
  offset?: number | undefined;
}

/** A track's packets; each call begins at a key packet or goes on where the last one ended. */
export interface PacketReader {
  /** Their bytes, in order. Throws MediaError `clip-not-exact`. */
  read: (packets: readonly PacketToRead[]) => Promise<Uint8Array[]>;
  close: () => Promise<void>;
}

/** The track whose packets are read where they have no known place. */
export interface TrackInFile {
  path: string;
  container: Container;
  kind: 'video' | 'audio';
  trackNumber: number;
}

/** How a track is to be read. */
export interface PacketsToOpen {
  /** The packets' places in the file are known. */
  placed: boolean;
  /** The opened file of placed packets, where tracks that lie together are read together; the caller closes it. */
  ranges?: RangeReader | undefined;
}

/** Opens a track for reading: packets with known places by large reads, others by the library's. */
export async function openPackets(
  track: TrackInFile,
  { placed, ranges: shared }: PacketsToOpen,
): Promise<PacketReader> {
  if (!placed) return openLibraryPackets(track);
  const ranges = shared ?? (await openRanges(track.path));
  return {
    read: async (packets) => ranges.read(packets.map(({ offset, size }) => ({ offset: offset ?? 0, size }))),
    close: async () => (shared === undefined ? ranges.close() : undefined),
  };
}

async function openLibraryPackets({
  path,
  container,
  kind,
  trackNumber,
}: TrackInFile): Promise<PacketReader> {
  const tables = openSampleTables(path, container);
  const sink = (await (kind === 'video' ? tables?.video(trackNumber) : tables?.audio(trackNumber)))?.packets;
  const oneByOne = limitConcurrency(1);
  let data: AsyncGenerator<Uint8Array, void> | undefined;
  const read = async (packets: readonly PacketToRead[]): Promise<Uint8Array[]> => {
    const [first] = packets;
    if (first === undefined) return [];
    if (sink === undefined) throw notAsIndexed();
    if (data === undefined || (kind === 'video' && first.key)) data = dataFrom(sink, first, kind);
    const found: Uint8Array[] = [];
    while (found.length < packets.length) {
      const next = await data.next();
      if (next.done === true) throw notAsIndexed();
      found.push(next.value);
    }
    return found;
  };
  return {
    read: async (packets) => oneByOne(async () => read(packets)),
    close: async () => {
      await data?.return();
      tables?.close();
    },
  };
}

async function* dataFrom(
  sink: EncodedPacketSink,
  { seconds }: PacketToRead,
  kind: TrackInFile['kind'],
): AsyncGenerator<Uint8Array, void> {
  const first = await (kind === 'video' ? sink.getKeyPacket(seconds) : sink.getPacket(seconds));
  for await (const packet of packetsFrom(sink, first, { metadataOnly: false })) yield packet.data;
}

function notAsIndexed(): MediaError {
  return new MediaError('clip-not-exact', 'A packet of the recording is not as its index says.');
}
