import { findBoxes, readBoxes } from './mp4-boxes.ts';

/** Enough to see the second span that is shown, if there is one. */
const maxListBytes = 4096;

/**
 * Tells whether a track of an MP4 is put together from several spans of its media, or played at another speed: then its
 * sample tables alone do not tell when a picture is shown, and only ffmpeg's own demuxer is to be asked.
 */
export async function hasInnerEdits(path: string): Promise<boolean> {
  return readBoxes(path, async (reader) => {
    for (const { from, to } of await findBoxes(reader, ['moov', 'trak', 'edts', 'elst'])) {
      if (isInner(await reader.read(from, Math.min(maxListBytes, to - from)))) return true;
    }
    return false;
  });
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
