import { BitReader } from './bit-reader.ts';
import { BitWriter, nalUnit } from './bit-writer.ts';

/** What of an H.264 picture parameter set decides how slice headers are read (ITU-T H.264, 7.3.2.2). */
export interface PictureSet {
  id: number;
  sequenceId: number;
  arithmetic: boolean;
  /** How many pictures the lists of references hold where a slice does not say. */
  listLengths: readonly [number, number];
  weightsP: boolean;
  /** 1 is explicit. */
  weightsB: number;
  deblockingTold: boolean;
}

/** Reads a picture parameter set; undefined for one that is cut off or has what only fields and old profiles have. */
export function readPictureSet(unit: Uint8Array): PictureSet | undefined {
  try {
    const bits = new BitReader(unit.subarray(1));
    const [id, sequenceId] = [bits.readUnsigned(), bits.readUnsigned()];
    const arithmetic = bits.read(1) === 1;
    const orderOfFields = bits.read(1) === 1;
    const groups = bits.readUnsigned();
    if (orderOfFields || groups > 0) return undefined;
    const listLengths = [bits.readUnsigned() + 1, bits.readUnsigned() + 1] as const;
    const [weightsP, weightsB] = [bits.read(1) === 1, bits.read(2)];
    bits.readSigned(); // quantisers of luma, of switching pictures, of chroma
    bits.readSigned();
    bits.readSigned();
    const deblockingTold = bits.read(1) === 1;
    bits.read(1); // constrained intra prediction
    const redundant = bits.read(1) === 1;
    return redundant
      ? undefined
      : { id, sequenceId, arithmetic, listLengths, weightsP, weightsB, deblockingTold };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The same set under another number, for another sequence set. */
export function renumberedSet(
  unit: Uint8Array,
  { id, sequenceId }: { id: number; sequenceId: number },
): Uint8Array {
  const bits = new BitReader(unit.subarray(1));
  bits.readUnsigned();
  bits.readUnsigned();
  const written = new BitWriter().writeUnsigned(id).writeUnsigned(sequenceId);
  return nalUnit(unit[0] ?? 0, written.withRest(bits.bytes, bits.position));
}
