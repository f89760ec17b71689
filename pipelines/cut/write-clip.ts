import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { MediaError, throwIfCancelled } from '../media/media-error.ts';
import { box, u32, u64 } from './mp4/boxes.ts';
import { fileType, movie } from './mp4/movie.ts';
import type { ClipTrack } from './mp4/movie.ts';
import type { Chunk } from './mp4/sample-table.ts';

/** A track and where its packets come from. */
export interface TrackToWrite {
  track: ClipTrack;
  /**
   * The bytes of its samples from one up to another, in decode order, in pieces that may hold many of them; they hold
   * until the next call. Throws MediaError `clip-not-exact` when a sample is not as large as the track says.
   */
  read: (from: number, to: number) => Promise<readonly Uint8Array[]>;
}

const chunkSeconds = 1;
const bufferBytes = 512 * 1024;

/**
 * Writes a clip as MP4 with its index in front, in one pass: the samples' sizes are known before their bytes
 * are read. Not synced to the disk: whoever keeps the clip does that. Throws MediaError `clip-not-exact` when there are
 * other bytes than the samples tell of.
 */
export async function writeClip(
  path: string,
  tracks: readonly TrackToWrite[],
  options: { signal?: AbortSignal | undefined; onShare?: ((share: number) => void) | undefined } = {},
): Promise<void> {
  const layout = layOut(tracks.map(({ track }) => track));
  const file = await open(path, 'w');
  try {
    const pen = bufferedPen(file);
    await pen.write(layout.head);
    for (const [at, { trackIndex, from, to, bytes }] of layout.chunks.entries()) {
      throwIfCancelled(options.signal);
      const pieces = (await tracks[trackIndex]?.read(from, to)) ?? [];
      if (pieces.reduce((sum, { length }) => sum + length, 0) !== bytes) throw notAsIndexed();
      for (const piece of pieces) if (!pen.take(piece)) await pen.write(piece);
      if (at % 100 === 0) options.onShare?.(at / layout.chunks.length);
    }
    await pen.flush();
  } finally {
    await file.close();
  }
}

/** A track whose packets come one after another as the clip is written: each sample once, in order. */
export function inTurn(track: ClipTrack, packets: AsyncIterator<Uint8Array>): TrackToWrite {
  const read = async (from: number, to: number): Promise<Uint8Array[]> => {
    const found: Uint8Array[] = [];
    for (let at = from; at < to; at++) {
      const next = await packets.next();
      if (next.done === true || next.value.length !== track.samples.sizes[at]) throw notAsIndexed();
      found.push(next.value);
    }
    return found;
  };
  return { track, read };
}

/** What is thrown where a file holds other packets than its index tells of. */
export function notAsIndexed(): MediaError {
  return new MediaError('clip-not-exact', 'A packet of the recording is not as its index says.');
}

/** The samples of a track from one up to another, which lie together. */
interface PlacedChunk {
  trackIndex: number;
  from: number;
  to: number;
  bytes: number;
  seconds: number;
}

/** Decides the order of the chunks and makes everything that stands before the first packet. */
function layOut(tracks: readonly ClipTrack[]): { head: Buffer; chunks: readonly PlacedChunk[] } {
  const chunks = tracks
    .flatMap((track, trackIndex) => chunksOf(track, trackIndex))
    .toSorted((one, other) => one.seconds - other.seconds || one.trackIndex - other.trackIndex);
  const type = fileType(tracks);
  const dataBytes = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  const dataHeader =
    dataBytes + 8 > 0xffff_ffff
      ? Buffer.concat([u32(1), Buffer.from('mdat'), u64(dataBytes + 16)])
      : dataBox(dataBytes);
  // The index's own size decides the offsets in it, and far offsets are wider: until it settles.
  const place = movie(tracks);
  let index = place(offsetsFrom(0, chunks, tracks.length));
  for (let bytes = 0; bytes !== index.length;) {
    bytes = index.length;
    index = place(offsetsFrom(type.length + bytes + dataHeader.length, chunks, tracks.length));
  }
  return { head: Buffer.concat([type, index, dataHeader]), chunks };
}

function dataBox(dataBytes: number): Buffer {
  const header = box('mdat');
  header.writeUInt32BE(dataBytes + 8, 0);
  return header;
}

/** Splits a track into runs of about a second. */
function chunksOf({ samples }: ClipTrack, trackIndex: number): PlacedChunk[] {
  const { count, times, sizes, ticksPerSecond } = samples;
  const chunks: PlacedChunk[] = [];
  let chunk: PlacedChunk | undefined;
  for (let at = 0; at < count; at++) {
    const seconds = (times[at] ?? 0) / ticksPerSecond;
    if (chunk === undefined || seconds - chunk.seconds >= chunkSeconds) {
      chunk = { trackIndex, from: at, to: at, bytes: 0, seconds };
      chunks.push(chunk);
    }
    chunk.to = at + 1;
    chunk.bytes += sizes[at] ?? 0;
  }
  return chunks;
}

function offsetsFrom(start: number, chunks: readonly PlacedChunk[], trackCount: number): Chunk[][] {
  const placed: Chunk[][] = Array.from({ length: trackCount }, () => []);
  let offset = start;
  for (const { trackIndex, from, to, bytes } of chunks) {
    placed[trackIndex]?.push({ sampleCount: to - from, offset });
    offset += bytes;
  }
  return placed;
}

/** Collects small writes into large ones. */
function bufferedPen(file: FileHandle): {
  /** Takes what there is room for without writing; false where there is none. */
  take: (bytes: Uint8Array) => boolean;
  write: (bytes: Uint8Array) => Promise<void>;
  flush: () => Promise<void>;
} {
  const buffer = Buffer.allocUnsafeSlow(bufferBytes);
  let filled = 0;
  const take = (bytes: Uint8Array): boolean => {
    if (filled + bytes.length > buffer.length) return false;
    buffer.set(bytes, filled);
    filled += bytes.length;
    return true;
  };
  const flush = async (): Promise<void> => {
    // appendFile goes on until all is written, which write does not promise
    if (filled > 0) await file.appendFile(buffer.subarray(0, filled));
    filled = 0;
  };
  return {
    take,
    flush,
    write: async (bytes) => {
      await flush();
      if (!take(bytes)) await file.appendFile(bytes);
    },
  };
}
