import { BitReader } from './bit-reader.ts';
import { BitWriter, nalUnit, putBits } from './bit-writer.ts';
import type { PictureSet } from './picture-set.ts';
import type { NumberedPicture } from './reference-pictures.ts';
import { orderBitsOf } from './carry-pictures.ts';
import type { SequenceSet } from './sequence-set.ts';
import type { SliceHeader } from './slice-header.ts';

/** The numbers under which a picture stands in another stream. */
type Numbers = Pick<NumberedPicture, 'frameNumber' | 'order' | 'isIdr' | 'isReference'>;

/** The same slice under other numbers: they are as wide as those they replace, and nothing else changes. */
export function renumberedSlice(slice: SliceHeader, numbers: Numbers, sequence: SequenceSet): Uint8Array {
  const { bytes } = new BitReader(slice.unit.subarray(1));
  const { frameNumberBits, order } = sequence;
  putBits(bytes, slice.frameNumberAt, { value: numbers.frameNumber, count: frameNumberBits });
  putBits(bytes, slice.orderAt, { value: orderBitsOf(numbers.order, sequence), count: order.bits });
  return nalUnit(slice.unit[0] ?? 0, bytes);
}

/** What a slice of a picture encoded on its own is to become a part of. */
export interface AdoptingStream {
  sequence: SequenceSet;
  /** The encoder's picture set, and the number that it has in the stream. */
  pictureSet: PictureSet;
  pictureSetId: number;
  /** Other than that of the IDR picture before and after. */
  idrId: number;
}

const intraOnly = 7;
const types = { idr: 0x65, reference: 0x61, other: 0x01 };

/** A slice that refers to no other picture, with the header that another stream asks for; its content stays. */
export function adoptedSlice(
  slice: SliceHeader,
  numbers: Numbers & { drops?: readonly number[] },
  stream: AdoptingStream,
): Uint8Array {
  const { sequence, pictureSet } = stream;
  const bits = new BitReader(slice.unit.subarray(1));
  bits.position = slice.quantiserAt;
  const header = new BitWriter()
    .writeUnsigned(slice.firstMacroblock)
    .writeUnsigned(intraOnly)
    .writeUnsigned(stream.pictureSetId)
    .write(numbers.frameNumber, sequence.frameNumberBits);
  if (numbers.isIdr) header.writeUnsigned(stream.idrId);
  header.write(orderBitsOf(numbers.order, sequence), sequence.order.bits);
  if (numbers.isIdr) header.write(0, 2);
  else if (numbers.isReference) writeDrops(header, numbers.drops ?? []);
  header.writeSigned(bits.readSigned()); // quantiser
  if (pictureSet.deblockingTold) copyDeblocking(bits, header);
  if (pictureSet.arithmetic) {
    header.alignWithOnes();
    bits.position = Math.ceil(bits.position / 8) * 8;
  }
  const type = numbers.isIdr ? types.idr : numbers.isReference ? types.reference : types.other;
  return nalUnit(type, header.withRest(bits.bytes, bits.position));
}

/** Decoded reference picture marking (7.3.3.3): without commands, the oldest goes where there are too many. */
function writeDrops(header: BitWriter, drops: readonly number[]): void {
  header.write(drops.length > 0 ? 1 : 0, 1);
  for (const distance of drops) header.writeUnsigned(1).writeUnsigned(distance - 1);
  if (drops.length > 0) header.writeUnsigned(0);
}

function copyDeblocking(bits: BitReader, header: BitWriter): void {
  const off = 1;
  const filter = bits.readUnsigned();
  header.writeUnsigned(filter);
  if (filter !== off) header.writeSigned(bits.readSigned()).writeSigned(bits.readSigned());
}
