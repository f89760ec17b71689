import { BitReader } from './bit-reader.ts';

/** What of an H.264 sequence parameter set matters for joining other pictures to it. */
export interface SequenceSet {
  profile: number;
  level: number;
  id: number;
  /** 1 is 4:2:0. */
  chromaFormat: number;
  bitDepth: number;
  referenceFrames: number;
  /** False for field or mixed coding. */
  framesOnly: boolean;
  /** It weighs coefficients: what is encoded without would be decoded with its weights. */
  scaled: boolean;
  frameNumberBits: number;
  /** How the order of pictures is told: 0 by so many bits in each slice, 2 not at all. */
  order: { type: number; bits: number };
  /** Pictures that may be shown before one decoded earlier; undefined where the set does not say. */
  reorderFrames?: number;
}

const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Reads a sequence parameter set (ITU-T H.264, 7.3.2.1.1); undefined when it ends too early. */
export function readSequenceSet(unit: Uint8Array): SequenceSet | undefined {
  try {
    return readSet(new BitReader(unit.subarray(1)));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The number of a picture parameter set (7.3.2.2), or -1 when it is cut off. */
export function pictureSetId(unit: Uint8Array): number {
  try {
    return new BitReader(unit.subarray(1)).readUnsigned();
  } catch (error) {
    if (error instanceof RangeError) return -1;
    throw error;
  }
}

function readSet(bits: BitReader): SequenceSet {
  const profile = bits.read(8);
  bits.read(8); // constraint flags
  const level = bits.read(8);
  const id = bits.readUnsigned();
  const sample = highProfiles.has(profile) ? readSampleForm(bits) : plainForm;
  const frameNumberBits = bits.readUnsigned() + 4;
  const order = readPictureOrder(bits);
  const referenceFrames = bits.readUnsigned();
  bits.read(1); // gaps in frame numbers
  bits.readUnsigned(); // width
  bits.readUnsigned(); // height
  const framesOnly = bits.read(1) === 1;
  if (!framesOnly) bits.read(1);
  bits.read(1); // direct 8x8 inference
  if (bits.read(1) === 1) for (let edge = 0; edge < 4; edge++) bits.readUnsigned();
  const reorderFrames = bits.read(1) === 1 ? readReorderFrames(bits) : undefined;
  return {
    profile,
    level,
    id,
    ...sample,
    referenceFrames,
    framesOnly,
    frameNumberBits,
    order,
    ...(reorderFrames === undefined ? {} : { reorderFrames }),
  };
}

const plainForm = { chromaFormat: 1, bitDepth: 8, scaled: false };

function readSampleForm(bits: BitReader): Pick<SequenceSet, 'chromaFormat' | 'bitDepth' | 'scaled'> {
  const chromaFormat = bits.readUnsigned();
  if (chromaFormat === 3) bits.read(1);
  const bitDepth = 8 + Math.max(bits.readUnsigned(), bits.readUnsigned());
  bits.read(1); // lossless bypass
  const scaled = bits.read(1) === 1;
  if (scaled) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  return { chromaFormat, bitDepth, scaled };
}

function skipScalingLists(bits: BitReader, count: number): void {
  for (let list = 0; list < count; list++) {
    if (bits.read(1) === 0) continue;
    let [last, next] = [8, 8];
    for (let entry = 0; entry < (list < 6 ? 16 : 64); entry++) {
      if (next !== 0) next = (last + bits.readSigned() + 256) % 256;
      last = next === 0 ? last : next;
    }
  }
}

function readPictureOrder(bits: BitReader): SequenceSet['order'] {
  const type = bits.readUnsigned();
  if (type === 0) return { type, bits: bits.readUnsigned() + 4 };
  if (type === 1) skipOrderCycle(bits);
  return { type, bits: 0 };
}

function skipOrderCycle(bits: BitReader): void {
  bits.read(1);
  bits.readSigned();
  bits.readSigned();
  const cycle = bits.readUnsigned();
  for (let entry = 0; entry < Math.min(cycle, 255); entry++) bits.readSigned();
}

/** Walks through the usability information (annex E) to the bitstream restriction at its end. */
function readReorderFrames(bits: BitReader): number | undefined {
  const extendedAspect = 255;
  if (bits.read(1) === 1 && bits.read(8) === extendedAspect) bits.read(32);
  if (bits.read(1) === 1) bits.read(1); // overscan
  if (bits.read(1) === 1) {
    bits.read(4); // video format and range
    if (bits.read(1) === 1) bits.read(24); // colour
  }
  if (bits.read(1) === 1) {
    bits.readUnsigned(); // chroma location
    bits.readUnsigned();
  }
  if (bits.read(1) === 1) {
    bits.read(32); // timing
    bits.read(32);
    bits.read(1);
  }
  const hasBuffers = [skipBuffer(bits), skipBuffer(bits)].includes(true);
  if (hasBuffers) bits.read(1);
  bits.read(1); // picture structure
  if (bits.read(1) === 0) return undefined;
  bits.read(1); // motion vectors over edges
  for (let bound = 0; bound < 4; bound++) bits.readUnsigned();
  return bits.readUnsigned();
}

function skipBuffer(bits: BitReader): boolean {
  if (bits.read(1) === 0) return false;
  const count = bits.readUnsigned() + 1;
  bits.read(8); // scales
  for (let entry = 0; entry < Math.min(count, 32); entry++) {
    bits.readUnsigned();
    bits.readUnsigned();
    bits.read(1);
  }
  bits.read(20); // delays
  return true;
}
