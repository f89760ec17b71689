import { open } from 'node:fs/promises';
import { MediaError } from '../media/media-error.ts';

/** A run of bytes in a file. */
export interface ByteRange {
  offset: number;
  size: number;
}

/** Reads runs of bytes of one file in large pieces, each piece once while the runs lie near one another. */
export interface RangeReader {
  /** The bytes of each range. Throws MediaError where the file ends before. */
  read: (ranges: readonly ByteRange[]) => Promise<Uint8Array[]>;
  close: () => Promise<void>;
}

const blockBytes = 1024 * 1024;
/** Pictures and their sound lie a few seconds apart at most in files that play while they load. */
const keptBlocks = 8;

/**
 * Opens a file for reading by ranges, with a few megabytes of memory however large they are together. What was read
 * holds until the next call where the memory is used again (`reuse`), else for as long as it is held.
 */
export async function openRanges(path: string, { reuse = false } = {}): Promise<RangeReader> {
  const file = await open(path);
  const { size: fileBytes } = await file.stat();
  const blocks = new Map<number, Buffer>();
  // Blocks let go in this call may still be looked at; those of the calls before it are free.
  const retired: Buffer[] = [];
  const free: Buffer[] = [];
  const load = async (number: number): Promise<Buffer> => {
    const kept = blocks.get(number);
    if (kept !== undefined) {
      blocks.delete(number);
      blocks.set(number, kept);
      return kept;
    }
    const [oldest] = blocks.entries();
    if (oldest !== undefined && blocks.size >= keptBlocks) {
      blocks.delete(oldest[0]);
      retired.push(oldest[1]);
    }
    const room = free.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
    const { bytesRead } = await file.read(room, 0, blockBytes, number * blockBytes);
    const block = bytesRead === blockBytes ? room : room.subarray(0, bytesRead);
    blocks.set(number, block);
    return block;
  };
  const readOne = async ({ offset, size }: ByteRange): Promise<Uint8Array> => {
    const first = Math.floor(offset / blockBytes);
    const from = offset - first * blockBytes;
    const block = blocks.get(first) ?? (await load(first));
    if (from + size <= block.length) return block.subarray(from, from + size);
    const bytes = Buffer.allocUnsafe(size);
    let filled = block.copy(bytes, 0, from);
    for (let number = first + 1; filled < size; number++) {
      const next = await load(number);
      if (next.length === 0) throw endsTooEarly(); // it was cut off just now
      filled += next.copy(bytes, filled, 0, Math.min(next.length, size - filled));
    }
    return bytes;
  };
  return {
    read: async (ranges) => {
      const letGo = retired.splice(0);
      if (reuse) free.push(...letGo.filter(({ length }) => length === blockBytes));
      const found: Uint8Array[] = [];
      for (const range of ranges) {
        if (range.offset + range.size > fileBytes) throw endsTooEarly();
        const block = blocks.get(Math.floor(range.offset / blockBytes));
        const from = range.offset % blockBytes;
        // Most packets lie whole in a piece at hand: no waiting for those.
        if (block !== undefined && from + range.size <= block.length) {
          found.push(block.subarray(from, from + range.size));
        } else found.push(await readOne(range));
      }
      return found;
    },
    close: async () => file.close(),
  };
}

function endsTooEarly(): MediaError {
  return new MediaError('clip-not-exact', 'The recording ends before the packets that its index tells of.');
}
