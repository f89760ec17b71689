import { open } from 'node:fs/promises';
import { MediaError } from '../media/media-error.ts';

/** A run of bytes in a file. */
export interface ByteRange {
  offset: number;
  size: number;
}

/** Reads runs of bytes of one file in large blocks, each block once while the runs lie near one another. */
export interface RangeReader {
  /** The bytes of each range. Throws MediaError where the file ends before. */
  read: (ranges: readonly ByteRange[]) => Promise<Uint8Array[]>;
  /** The bytes of all ranges, one after another, in pieces as they lie in the blocks; throws likewise. */
  pieces: (ranges: readonly ByteRange[]) => Promise<Uint8Array[]>;
  close: () => Promise<void>;
}

const blockBytes = 512 * 1024;
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
  const beginCall = (): void => {
    const letGo = retired.splice(0);
    if (reuse) free.push(...letGo.filter(({ length }) => length === blockBytes));
  };
  const addPieces = async ({ offset, size }: ByteRange, found: Uint8Array[]): Promise<void> => {
    const end = offset + size;
    if (end > fileBytes) throw endsTooEarly();
    for (let at = offset; at < end;) {
      const number = Math.floor(at / blockBytes);
      const block = blocks.get(number) ?? (await load(number));
      const from = at - number * blockBytes;
      if (from >= block.length) throw endsTooEarly(); // it was cut off just now
      const piece = block.subarray(from, from + end - at);
      found.push(piece);
      at += piece.length;
    }
  };
  return {
    read: async (ranges) => {
      beginCall();
      const found: Uint8Array[] = [];
      for (const range of ranges) {
        const pieces: Uint8Array[] = [];
        await addPieces(range, pieces);
        const [only = new Uint8Array(), ...more] = pieces;
        found.push(more.length === 0 ? only : Buffer.concat(pieces));
      }
      return found;
    },
    pieces: async (ranges) => {
      beginCall();
      const found: Uint8Array[] = [];
      for (const range of ranges) await addPieces(range, found);
      return found;
    },
    close: async () => file.close(),
  };
}

function endsTooEarly(): MediaError {
  return new MediaError('clip-not-exact', 'The recording ends before the packets that its index tells of.');
}
