import { readFile } from 'node:fs/promises';

/** Pixels of a sampled picture across and down: enough to see a wrong one, and next to nothing to take. */
const grid = { width: 256, height: 144 };
/** Noise is looked for in squares of so many of them: what went wrong in one corner does not drown in the others. */
const squareSide = 16;

/**
 * Makes a decoder give whole macroblocks, with what no player shows at the right and at the bottom: pictures that are
 * carried over refer to that too.
 */
export const withRims = ['-flags2', '+ignorecrop'];

/** A filter for ffmpeg that takes single pixels of the brightness of a picture, whatever its size. */
export const samplingFilters = `extractplanes=y,scale=${grid.width}:${grid.height}:flags=neighbor`;

const sampledBytes = grid.width * grid.height;

/** One of the pictures of a raw file of samples. */
export function sampledPicture(samples: Uint8Array, at: number): Uint8Array {
  return samples.subarray(at * sampledBytes, (at + 1) * sampledBytes);
}

/** How many of these sampled pictures do not look as those of a raw file of samples, one beside the other. */
export async function picturesUnlike(path: string, pictures: readonly Uint8Array[]): Promise<number> {
  const recorded = await readFile(path);
  const missing = Math.abs(recorded.length / sampledBytes - pictures.length);
  const noise = pictures.map((picture, at) => worstNoise(picture, sampledPicture(recorded, at)));
  return Math.ceil(missing) + noise.filter((most) => most > mostNoise).length;
}

/** Mean square of the differences of brightness: a signal-to-noise ratio of 30 dB. */
const mostNoise = 64;

/** Mean square of the differences between two sampled pictures in the square where it is greatest. */
function worstNoise(one: Uint8Array, other: Uint8Array): number {
  let worst = 0;
  for (let top = 0; top < grid.height; top += squareSide)
    for (let left = 0; left < grid.width; left += squareSide)
      worst = Math.max(worst, noiseOf(one, other, top * grid.width + left));
  return worst;
}

function noiseOf(one: Uint8Array, other: Uint8Array, corner: number): number {
  let sum = 0;
  for (let row = 0; row < squareSide; row++) {
    const from = corner + row * grid.width;
    for (let at = from; at < from + squareSide; at++) sum += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  }
  return sum / squareSide ** 2;
}
