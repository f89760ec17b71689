import type { BoundaryFrames } from './encode-boundary.ts';
import type { Join } from './find-join.ts';
import { carryPictures } from './h264/carry-pictures.ts';
import type { CarriedPicture, SourcePicture } from './h264/carry-pictures.ts';
import { bringsOtherSets } from './h264/decoder-config.ts';
import { isOfOtherCoding, isSlice, nalUnitsOf, parameterSetsIn } from './h264/nal-units.ts';
import { readPictureSet } from './h264/picture-set.ts';
import { readSliceHeader } from './h264/slice-header.ts';
import type { ReadPacket } from './write-excerpt.ts';

/** How the pictures of a boundary are made: a few encoded each on its own, the others carried over under new numbers. */
export interface CarryPlan {
  /** The pictures to encode in the order they are shown. */
  encode: readonly { pts: number }[];
  tail: BoundaryFrames['tail'];
  /** In decode order. */
  head: readonly CarriedPicture[];
  /** How many of them, from the first on, are to be compared with those of the recording. */
  compared: number;
  /** A number for the first picture that its neighbours do not have. */
  idrId: number;
}

/** Pictures encoded on their own are large: where more are needed, a group that builds on itself takes less room. */
const mostAnew = 24;

/** Pictures after the last that is encoded which are compared too: they are built on it, and on one another. */
const comparedBeyond = 6;

/**
 * Plans what to encode at a boundary, so that the other pictures after it need not be. `packets` are those from the IDR
 * packet before it up to the join. Undefined where too many would have to be encoded, or where the stream is of a kind
 * that is not modelled.
 */
export function planCarrying(
  packets: readonly ReadPacket[],
  { config, sequence }: Join,
  { tail, head }: BoundaryFrames,
): CarryPlan | undefined {
  const [first] = head;
  const pictures = readPictures(packets, { config, sequence });
  if (first === undefined || pictures === undefined) return undefined;
  const carried = carryPictures(pictures, { first: first.pts, sequence }) ?? [];
  const anew = new Set(carried.filter((picture) => picture.anew).map(({ name }) => name));
  if (carried.length !== head.length || anew.size > mostAnew) return undefined;
  const settledAt = carried.findLastIndex((picture) => picture.anew) + 1;
  const mostIds = 65_536;
  return {
    encode: [...tail, ...head.filter(({ pts }) => anew.has(pts))],
    tail,
    head: carried,
    compared: Math.min(settledAt + comparedBeyond, carried.length),
    idrId: ((pictures[0]?.slices[0]?.idrId ?? 0) + 2) % mostIds,
  };
}

function readPictures(
  packets: readonly ReadPacket[],
  { config, sequence }: Pick<Join, 'config' | 'sequence'>,
): SourcePicture[] | undefined {
  const sets = config.pictureSets.map(readPictureSet).filter((set) => set !== undefined);
  if (sets.length !== config.pictureSets.length) return undefined;
  const known = { sequence, pictures: new Map(sets.map((set) => [set.id, set])) };
  const pictures: SourcePicture[] = [];
  for (const [at, { pts, bytes }] of packets.entries()) {
    if (at > 0 && parameterSetsIn(bytes, config.lengthSize).length > 0) return undefined;
    if (bringsOtherSets(bytes, config)) return undefined;
    const all = nalUnitsOf(bytes, config.lengthSize);
    const units = all.filter(isSlice);
    const slices = units.map((unit) => readSliceHeader(unit, known)).filter((slice) => slice !== undefined);
    if (slices.length === 0 || slices.length !== units.length || all.some(isOfOtherCoding)) return undefined;
    pictures.push({ name: pts, slices });
  }
  return pictures;
}
