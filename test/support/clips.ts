import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lampTimes, type ReadClip } from '../../fixtures/read-counter.ts';

/** Runs with a folder of its own, which is gone afterwards. */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'afterclass-test-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The types of the outermost boxes of an MP4, in order. */
export async function outermostBoxes(file: string): Promise<string[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const types: string[] = [];
    for (let position = 0; position < size;) {
      const header = Buffer.alloc(8);
      await handle.read(header, 0, 8, position);
      types.push(header.toString('latin1', 4, 8));
      position += header.readUInt32BE(0);
    }
    return types;
  } finally {
    await handle.close();
  }
}

/** The media times that a clip's edit lists name: -1 is an empty edit, more than 0 would hide pictures. */
export async function editListTimes(file: string): Promise<number[]> {
  const handle = await open(file);
  try {
    const bytes = await handle.readFile();
    const times: number[] = [];
    for (let at = bytes.indexOf('elst'); at >= 0; at = bytes.indexOf('elst', at + 1)) {
      const count = bytes.readUInt32BE(at + 8);
      for (let entry = 0; entry < Math.min(count, 8); entry++)
        times.push(bytes.readInt32BE(at + 12 + entry * 12 + 4));
    }
    return times;
  } finally {
    await handle.close();
  }
}

/** The farthest that a flash of the lamp stands from its beep in a clip of the sample, in milliseconds. */
export function worstSyncMs({ frames, beeps }: ReadClip): number {
  const lamps = lampTimes(frames);
  if (lamps.length === 0 || beeps.length === 0)
    throw new Error('The clip has no flash or no beep to compare');
  return Math.max(...lamps.map((lamp) => Math.min(...beeps.map((beep) => Math.abs(beep - lamp))))) * 1000;
}

/** Turns the picture of an MP4 to the right, as a phone says how it was held. */
export async function turnPicture(
  file: string,
  { width, height }: { width: number; height: number },
  degrees: 90 | 180 | 270 = 90,
): Promise<void> {
  const matrices = {
    90: [0, 1, 0, -1, 0, 0, height, 0],
    180: [-1, 0, 0, 0, -1, 0, width, height],
    270: [0, -1, 0, 1, 0, 0, 0, width],
  };
  const handle = await open(file, 'r+');
  try {
    const matrixAt = (await handle.readFile()).indexOf('tkhd') + 44;
    const matrix = Buffer.alloc(32);
    matrices[degrees].forEach((value, at) => {
      // Every third column is of 2.30 fixed point, and 0 here.
      matrix.writeInt32BE(value * 65_536, at * 4);
    });
    await handle.write(matrix, 0, matrix.length, matrixAt);
  } finally {
    await handle.close();
  }
}

/** One edit of a track: the span of its media that it shows, in seconds. */
interface Edit {
  from: number;
  to: number;
}

/** Gives every track of an MP4 whose index stands last these edits, as an editing program leaves them. */
export async function setEdits(file: string, edits: readonly Edit[]): Promise<void> {
  const bytes = await readFile(file);
  const indexAt = bytes.lastIndexOf('moov') - 4;
  const rest = boxesIn(bytes.subarray(indexAt + 8));
  const movieScale = rest.find(({ type }) => type === 'mvhd')?.bytes.readUInt32BE(20) ?? 1000;
  const index = rest.map(({ type, bytes: own }) =>
    type === 'trak' ? editedTrack(own, edits, movieScale) : own,
  );
  await writeFile(file, Buffer.concat([bytes.subarray(0, indexAt), boxOf('moov', ...index)]));
}

function editedTrack(track: Buffer, edits: readonly Edit[], movieScale: number): Buffer {
  const parts = boxesIn(track.subarray(8)).filter(({ type }) => type !== 'edts');
  const mediaScale = track.readUInt32BE(track.indexOf('mdhd') + 16);
  const list = Buffer.alloc(8 + edits.length * 12);
  list.writeUInt32BE(edits.length, 4);
  edits.forEach(({ from, to }, at) => {
    list.writeUInt32BE(Math.round((to - from) * movieScale), 8 + at * 12);
    list.writeInt32BE(Math.round(from * mediaScale), 12 + at * 12);
    list.writeUInt32BE(0x0001_0000, 16 + at * 12);
  });
  const edited = boxOf('edts', boxOf('elst', list));
  const [header, ...media] = parts.map(({ bytes }) => bytes);
  return boxOf('trak', header ?? Buffer.alloc(0), edited, ...media);
}

/** The boxes of an MP4 that lie side by side in some bytes. */
function boxesIn(bytes: Buffer): { type: string; bytes: Buffer }[] {
  const boxes: { type: string; bytes: Buffer }[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = Math.max(8, bytes.readUInt32BE(at));
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return boxes;
}

function boxOf(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(body.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}
