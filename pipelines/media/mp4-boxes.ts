import { open } from 'node:fs/promises';

/** The content of a box: from its first byte to behind its last, as its header tells and the file allows. */
export interface BoxSpan {
  from: number;
  to: number;
}

/** An MP4 read box by box, without trusting any size in it. */
export interface BoxReader {
  sizeBytes: number;
  /** Up to so many bytes from a position on; fewer at the file's end. */
  read: (position: number, length: number) => Promise<Buffer>;
  /** The boxes of a span that have one of the types, or all of them, in order. */
  boxes: (within: BoxSpan, types?: readonly string[]) => Promise<(BoxSpan & { type: string })[]>;
}

const mostBoxes = 100_000;

/** Opens an MP4 for as long as `use` takes. */
export async function readBoxes<T>(path: string, use: (reader: BoxReader) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    const { size: sizeBytes } = await file.stat();
    const read: BoxReader['read'] = async (position, length) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, position);
      return bytes.subarray(0, bytesRead);
    };
    return await use({ sizeBytes, read, boxes: (within, types) => listBoxes(read, within, types) });
  } finally {
    await file.close();
  }
}

async function listBoxes(read: BoxReader['read'], within: BoxSpan, types: readonly string[] | undefined) {
  const found: (BoxSpan & { type: string })[] = [];
  let at = within.from;
  for (let count = 0; at + 8 <= within.to && count < mostBoxes; count++) {
    const header = await read(at, 16);
    if (header.length < 8) break;
    const short = header.readUInt32BE(0);
    const isLong = short === 1 && header.length === 16;
    const size = isLong ? Number(header.readBigUInt64BE(8)) : short === 0 ? within.to - at : short;
    const headerBytes = isLong ? 16 : 8;
    if (size < headerBytes) break;
    const type = header.toString('latin1', 4, 8);
    const span = { type, from: at + headerBytes, to: Math.min(within.to, at + size) };
    if (types === undefined || types.includes(type)) found.push(span);
    at += size;
  }
  return found;
}

/** The boxes at the end of a path of types, wherever they stand. */
export async function findBoxes(
  reader: BoxReader,
  path: readonly string[],
  within: BoxSpan = { from: 0, to: reader.sizeBytes },
): Promise<BoxSpan[]> {
  const [type = '', ...inner] = path;
  const found = await reader.boxes(within, [type]);
  if (inner.length === 0) return found;
  const deeper: BoxSpan[] = [];
  for (const box of found) deeper.push(...(await findBoxes(reader, inner, box)));
  return deeper;
}
