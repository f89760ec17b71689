import { open } from 'node:fs/promises';

/**
 * Tells whether a track of an MP4 is put together from several spans of its media, or played at another speed: then its
 * sample tables alone do not tell when a picture is shown, and only ffmpeg's own demuxer is to be asked.
 */
export async function hasInnerEdits(path: string): Promise<boolean> {
  const file = await open(path);
  const read: ReadAt = async (position, length) => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, position);
    return bytes.subarray(0, bytesRead);
  };
  try {
    const { size } = await file.stat();
    for await (const list of findBoxes(read, { from: 0, to: size }, ['moov', 'trak', 'edts', 'elst'])) {
      if (isInner(await read(list.from, Math.min(maxListBytes, list.to - list.from)))) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}

type ReadAt = (position: number, length: number) => Promise<Buffer>;

interface Span {
  from: number;
  to: number;
}

const maxBoxes = 10_000;
/** Enough to see the second span that is shown, if there is one. */
const maxListBytes = 4096;

/** The contents of all boxes at the end of a path of types. */
async function* findBoxes(read: ReadAt, within: Span, types: readonly string[]): AsyncGenerator<Span, void> {
  const [type, ...inner] = types;
  let at = within.from;
  for (let count = 0; at + 8 <= within.to && count < maxBoxes; count++) {
    const header = await read(at, 16);
    if (header.length < 8) return;
    const short = header.readUInt32BE(0);
    const isLong = short === 1 && header.length === 16;
    const size = isLong ? Number(header.readBigUInt64BE(8)) : short === 0 ? within.to - at : short;
    if (size < 8) return;
    const content = { from: at + (isLong ? 16 : 8), to: Math.min(within.to, at + size) };
    if (header.toString('latin1', 4, 8) === type) {
      if (inner.length === 0) yield content;
      else yield* findBoxes(read, content, inner);
    }
    at += size;
  }
}

const normalRate = 0x0001_0000;

/** An empty edit before the media only delays it. */
function isInner(list: Buffer): boolean {
  if (list.length < 8) return false;
  const wide = list[0] === 1;
  const entryBytes = wide ? 20 : 12;
  const told = Math.min(list.readUInt32BE(4), Math.floor((list.length - 8) / entryBytes));
  const entries = Array.from({ length: told }, (_, entry) => {
    const at = 8 + entry * entryBytes;
    const from = wide ? Number(list.readBigInt64BE(at + 8)) : list.readInt32BE(at + 4);
    return { from, rate: list.readUInt32BE(at + entryBytes - 4) };
  });
  const shown = entries.filter(({ from }) => from !== -1);
  const firstShown = entries.findIndex(({ from }) => from !== -1);
  const pausesLater = entries.some(({ from }, at) => from === -1 && at > firstShown && firstShown >= 0);
  return shown.length > 1 || pausesLater || shown.some(({ rate }) => rate !== normalRate);
}
