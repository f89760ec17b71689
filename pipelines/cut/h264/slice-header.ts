import { BitReader } from './bit-reader.ts';
import type { PictureSet } from './picture-set.ts';
import type { SequenceSet } from './sequence-set.ts';

/** The parameter sets that slices are read with. */
export interface SliceSets {
  sequence: SequenceSet;
  pictures: ReadonlyMap<number, PictureSet>;
}

/** What a slice header tells of its picture and of those it refers to (ITU-T H.264, 7.3.3). */
export interface SliceHeader {
  unit: Uint8Array;
  firstMacroblock: number;
  kind: 'P' | 'B' | 'I';
  isIdr: boolean;
  isReference: boolean;
  frameNumber: number;
  /** The order of the picture modulo its width in bits; 0 where slices do not tell it. */
  orderBits: number;
  /** Where in the unit's unescaped content both numbers stand. */
  frameNumberAt: number;
  orderAt: number;
  idrId: number | undefined;
  /** How the lists of references are put in order: one change after another for each of the two. */
  lists: readonly ReferenceList[];
  /** Differences of numbers of the pictures that are no longer kept; undefined where the oldest goes by itself. */
  dropped: readonly number[] | undefined;
  /** Where the quantiser of the slice is told. */
  quantiserAt: number;
}

/** A list of references: its length, and what is moved to its front in turn (7.3.3.1). */
export interface ReferenceList {
  length: number;
  moves: readonly { direction: 1 | -1; distance: number }[];
}

/** Longest part of a unit that a header can fill. */
const headerBytes = 512;
const kinds = ['P', 'B', 'I'] as const;

/**
 * Reads the header of a slice. Undefined where it uses what only few encoders do: long-term references, switching
 * pictures, redundant slices, or sets that are not known.
 */
export function readSliceHeader(unit: Uint8Array, sets: SliceSets): SliceHeader | undefined {
  const bits = new BitReader(unit.subarray(1, headerBytes));
  try {
    const firstMacroblock = bits.readUnsigned();
    const kind = kinds[bits.readUnsigned() % 5];
    const pictureSet = sets.pictures.get(bits.readUnsigned());
    const { sequence } = sets;
    if (kind === undefined || pictureSet?.sequenceId !== sequence.id) return undefined;
    const isIdr = ((unit[0] ?? 0) & 0x1f) === 5;
    const isReference = ((unit[0] ?? 0) & 0x60) !== 0;
    const frameNumberAt = bits.position;
    const frameNumber = bits.read(sequence.frameNumberBits);
    const idrId = isIdr ? bits.readUnsigned() : undefined;
    const orderAt = bits.position;
    const orderBits = bits.read(sequence.order.bits);
    const lists = readLists(bits, kind, pictureSet);
    if (lists === undefined) return undefined;
    const weighs = (kind === 'P' && pictureSet.weightsP) || (kind === 'B' && pictureSet.weightsB === 1);
    if (weighs) skipWeights(bits, sequence, lists);
    const dropped = isReference ? readDropped(bits, isIdr) : undefined;
    if (dropped === 'unusual') return undefined;
    if (pictureSet.arithmetic && kind !== 'I') bits.readUnsigned(); // initial contexts
    return {
      ...{ unit, firstMacroblock, kind, isIdr, isReference, frameNumber, orderBits, frameNumberAt, orderAt },
      ...{ idrId, lists, dropped, quantiserAt: bits.position },
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readLists(
  bits: BitReader,
  kind: SliceHeader['kind'],
  { listLengths }: PictureSet,
): ReferenceList[] | undefined {
  if (kind === 'I') return [];
  if (kind === 'B') bits.read(1); // direct prediction
  const own = bits.read(1) === 1;
  const count = kind === 'B' ? 2 : 1;
  const lengths = listLengths.slice(0, count).map((length) => (own ? bits.readUnsigned() + 1 : length));
  const lists: ReferenceList[] = [];
  for (const length of lengths) {
    const moves = bits.read(1) === 1 ? readMoves(bits) : [];
    if (moves === undefined || length > 32) return undefined;
    lists.push({ length, moves });
  }
  return lists;
}

function readMoves(bits: BitReader): ReferenceList['moves'] | undefined {
  const moves: { direction: 1 | -1; distance: number }[] = [];
  for (;;) {
    const operation = bits.readUnsigned();
    if (operation === 3) return moves;
    if (operation > 1 || moves.length > 66) return undefined;
    moves.push({ direction: operation === 0 ? -1 : 1, distance: bits.readUnsigned() + 1 });
  }
}

function skipWeights(bits: BitReader, { chromaFormat }: SequenceSet, lists: readonly ReferenceList[]): void {
  bits.readUnsigned(); // denominators of luma and chroma
  if (chromaFormat !== 0) bits.readUnsigned();
  for (const { length } of lists) {
    for (let entry = 0; entry < length; entry++) {
      const luma = bits.read(1) === 1 ? 2 : 0;
      for (let value = 0; value < luma; value++) bits.readSigned();
      const chroma = chromaFormat !== 0 && bits.read(1) === 1 ? 4 : 0;
      for (let value = 0; value < chroma; value++) bits.readSigned();
    }
  }
}

/** Decoded reference picture marking (7.3.3.3). */
function readDropped(bits: BitReader, isIdr: boolean): SliceHeader['dropped'] | 'unusual' {
  if (isIdr) {
    bits.read(1); // whether what was not shown yet is left out
    return bits.read(1) === 1 ? 'unusual' : undefined;
  }
  if (bits.read(1) === 0) return undefined;
  const dropped: number[] = [];
  for (;;) {
    const operation = bits.readUnsigned();
    if (operation === 0) return dropped;
    if (operation !== 1 || dropped.length > 66) return 'unusual';
    dropped.push(bits.readUnsigned() + 1);
  }
}
