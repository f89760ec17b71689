import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { MediaError, throwIfCancelled } from '../media/media-error.ts';
import { box, u32, u64 } from './mp4/boxes.ts';
import { fileType, movie } from './mp4/movie.ts';
import type { ClipTrack } from './mp4/movie.ts';
import type { Chunk, ClipSample } from './mp4/sample-table.ts';

/** A track and where its packets come from: as many as it has samples, in decode order. */
export interface TrackToWrite {
  track: ClipTrack;
  packets: AsyncIterator<Uint8Array>;
}

const chunkSeconds = 1;
const bufferBytes = 4 * 1024 * 1024;

/**
 * Writes a clip as MP4 with its index in front, in one pass: the samples' sizes are known before their bytes
 * are read. Throws MediaError `clip-not-exact` when a packet is not as large as its sample says.
 */
export async function writeClip(
  path: string,
  tracks: readonly TrackToWrite[],
  options: { signal?: AbortSignal | undefined; onSample?: () => void } = {},
): Promise<void> {
  const layout = layOut(tracks.map(({ track }) => track));
  const file = await open(path, 'w');
  try {
    const pen = bufferedPen(file);
    await pen.write(layout.head);
    for (const { trackIndex, samples } of layout.chunks) {
      throwIfCancelled(options.signal);
      const packets = tracks[trackIndex]?.packets;
      for (const sample of samples) {
        const packet = await packets?.next();
        const bytes = packet?.done === false ? packet.value : undefined;
        if (bytes?.length !== sample.size)
          throw new MediaError('clip-not-exact', 'A packet of the recording is not as its index says.');
        await pen.write(bytes);
        options.onSample?.();
      }
    }
    await pen.flush();
    await file.sync();
  } finally {
    await file.close();
  }
}

interface PlacedChunk {
  trackIndex: number;
  samples: readonly ClipSample[];
  seconds: number;
}

/** Decides the order of the chunks and makes everything that stands before the first packet. */
function layOut(tracks: readonly ClipTrack[]): { head: Buffer; chunks: readonly PlacedChunk[] } {
  const chunks = tracks
    .flatMap((track, trackIndex) => chunksOf(track, trackIndex))
    .toSorted((one, other) => one.seconds - other.seconds || one.trackIndex - other.trackIndex);
  const type = fileType(tracks);
  const dataBytes = chunks.reduce((sum, { samples }) => sum + bytesOf(samples), 0);
  const dataHeader =
    dataBytes + 8 > 0xffff_ffff
      ? Buffer.concat([u32(1), Buffer.from('mdat'), u64(dataBytes + 16)])
      : dataBox(dataBytes);
  // The index's own size decides the offsets in it, and far offsets are wider: settle in at most three rounds.
  let index = movie(tracks, offsetsFrom(0, chunks, tracks.length));
  for (let round = 0; round < 3; round++) {
    index = movie(tracks, offsetsFrom(type.length + index.length + dataHeader.length, chunks, tracks.length));
  }
  return { head: Buffer.concat([type, index, dataHeader]), chunks };
}

function dataBox(dataBytes: number): Buffer {
  const header = box('mdat');
  header.writeUInt32BE(dataBytes + 8, 0);
  return header;
}

/** Splits a track into runs of about a second. */
function chunksOf(track: ClipTrack, trackIndex: number): PlacedChunk[] {
  const chunks: PlacedChunk[] = [];
  let first = 0;
  track.samples.forEach((sample, at) => {
    const begin = track.samples[first]?.time ?? 0;
    const full = sample.time - begin >= chunkSeconds * track.timescale;
    if (full) {
      chunks.push({ trackIndex, samples: track.samples.slice(first, at), seconds: begin / track.timescale });
      first = at;
    }
  });
  const rest = track.samples.slice(first);
  return rest.length === 0
    ? chunks
    : [...chunks, { trackIndex, samples: rest, seconds: (rest[0]?.time ?? 0) / track.timescale }];
}

function offsetsFrom(start: number, chunks: readonly PlacedChunk[], trackCount: number): Chunk[][] {
  const placed: Chunk[][] = Array.from({ length: trackCount }, () => []);
  let offset = start;
  for (const { trackIndex, samples } of chunks) {
    placed[trackIndex]?.push({ sampleCount: samples.length, offset });
    offset += bytesOf(samples);
  }
  return placed;
}

function bytesOf(samples: readonly ClipSample[]): number {
  return samples.reduce((sum, { size }) => sum + size, 0);
}

/** Collects small writes into large ones. */
function bufferedPen(file: FileHandle): {
  write: (bytes: Uint8Array) => Promise<void>;
  flush: () => Promise<void>;
} {
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    // appendFile goes on until all is written, which write does not promise
    if (size > 0) await file.appendFile(Buffer.concat(waiting));
    waiting = [];
    size = 0;
  };
  return {
    flush,
    write: async (bytes) => {
      waiting.push(bytes);
      size += bytes.length;
      if (size >= bufferBytes || waiting.length >= 1000) await flush();
    },
  };
}
