import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lampTimes, readBeeps, readFrames } from '../../fixtures/read-counter.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';

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
export async function worstSyncMs(tools: MediaTools, file: string): Promise<number> {
  const beeps = await readBeeps(tools, file);
  const lamps = lampTimes(await readFrames(tools, file));
  if (lamps.length === 0 || beeps.length === 0)
    throw new Error('The clip has no flash or no beep to compare');
  return Math.max(...lamps.map((lamp) => Math.min(...beeps.map((beep) => Math.abs(beep - lamp))))) * 1000;
}

/** Turns the picture of an MP4 by a quarter to the right, as a phone that was held upright says it. */
export async function turnPicture(file: string, height: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const matrixAt = (await handle.readFile()).indexOf('tkhd') + 44;
    const matrix = Buffer.alloc(32);
    [0, 1, 0, -1, 0, 0, height, 0].forEach((value, at) => {
      // Every third column is of 2.30 fixed point, and 0 here.
      matrix.writeInt32BE(value * 65_536, at * 4);
    });
    await handle.write(matrix, 0, matrix.length, matrixAt);
  } finally {
    await handle.close();
  }
}
