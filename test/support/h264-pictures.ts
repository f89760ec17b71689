import type { SourcePicture } from '../../pipelines/cut/h264/carry-pictures.ts';
import type { SequenceSet } from '../../pipelines/cut/h264/sequence-set.ts';
import type { ReferenceList, SliceHeader } from '../../pipelines/cut/h264/slice-header.ts';

/** A sequence set of whole frames; numbers of four bits begin anew after 16 pictures. */
export function sequenceOf(overrides: Partial<SequenceSet> = {}): SequenceSet {
  return {
    ...{ profile: 100, level: 31, id: 0, chromaFormat: 1, bitDepth: 8, referenceFrames: 4, framesOnly: true },
    ...{ scaled: false, frameNumberBits: 4, order: { type: 0, bits: 6 } },
    ...overrides,
  };
}

/** A list of references of so many pictures, to whose front others are moved by differences of numbers. */
export function listOf(length: number, ...moves: readonly number[]): ReferenceList {
  return {
    length,
    moves: moves.map((move) => ({ direction: move < 0 ? -1 : 1, distance: Math.abs(move) })),
  };
}

/** One slice of a picture, as its header would be read. */
function sliceOf(told: Partial<SliceHeader> = {}): SliceHeader {
  return {
    ...{ unit: new Uint8Array(), firstMacroblock: 0, kind: 'P', isIdr: false, isReference: true },
    ...{ frameNumber: 0, orderBits: 0, frameNumberAt: 0, orderAt: 0, idrId: undefined, lists: [] },
    ...{ dropped: undefined, quantiserAt: 0 },
    ...told,
  };
}

/** What a test tells of a picture: the rest follows from those before it. */
export type ToldPicture = Partial<Pick<SliceHeader, 'kind' | 'isReference' | 'lists' | 'dropped'>> & {
  name: number;
};

/** Pictures in decode order from an IDR on, each shown at its name and numbered as an encoder does. */
export function numbered(told: readonly ToldPicture[], sequence: SequenceSet): SourcePicture[] {
  let frameNumber = 0;
  return told.map(({ name, ...header }, at) => {
    const slice = sliceOf({
      ...{ kind: at === 0 ? 'I' : 'P', isIdr: at === 0 },
      frameNumber: frameNumber % 2 ** sequence.frameNumberBits,
      orderBits: (name * 2) % 2 ** sequence.order.bits,
      ...header,
    });
    if (slice.isReference) frameNumber += 1;
    return { name, slices: [slice] };
  });
}
