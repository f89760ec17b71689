import { describe, expect, it } from 'vitest';
import { carryPictures, type CarriedPicture } from '../../../../pipelines/cut/h264/carry-pictures.ts';
import type { SequenceSet } from '../../../../pipelines/cut/h264/sequence-set.ts';
import { listOf, numbered, sequenceOf, type ToldPicture } from '../../../support/h264-pictures.ts';

/** Each picture as `name:number:order`, with `!` where it is encoded anew and what it then drops. */
function shape(carried: readonly CarriedPicture[] | undefined): string[] | undefined {
  return carried?.map(
    ({ name, frameNumber, order, anew, drops }) =>
      `${name}:${frameNumber}:${order}${anew ? `!${drops.join('-')}` : ''}`,
  );
}

function carry(told: readonly ToldPicture[], first: number, sequence: SequenceSet = sequenceOf()) {
  return shape(carryPictures(numbered(told, sequence), { first, sequence }));
}

/** Pictures shown one after another, each referring to so many before it. */
const chain = (count: number, references: number): ToldPicture[] =>
  Array.from({ length: count }, (_, name) => ({ name, lists: name === 0 ? [] : [listOf(references)] }));

const one = [listOf(1)];
const both = [listOf(1), listOf(1)];
const nonReference = { kind: 'B', isReference: false, lists: both } as const;

describe('carryPictures', () => {
  it('encodes the first alone and numbers the others on, past the end of the numbers too', () => {
    expect(carry(chain(40, 1), 3)).toEqual([
      '3:0:0!',
      ...Array.from({ length: 36 }, (_, at) => `${at + 4}:${(at + 1) % 16}:${(at + 1) * 2}`),
    ]);
  });

  it('encodes those that would refer to what came before the first, and so to less than in the recording', () => {
    expect(carry(chain(9, 3), 4)).toEqual(['4:0:0!', '5:1:2!', '6:2:4!', '7:3:6', '8:4:8']);
  });

  it('encodes what refers to none even in the recording: decoders differ in what they show there', () => {
    expect(carry(chain(4, 2), 0)).toEqual(['0:0:0!', '1:1:2!', '2:2:4', '3:3:6']);
  });

  it('puts the first before what is decoded before it', () => {
    const pyramid: ToldPicture[] = [
      { name: 0 },
      { name: 4, lists: one },
      { name: 2, kind: 'B', lists: both },
      { name: 1, ...nonReference },
      { name: 3, ...nonReference },
      { name: 8, lists: [listOf(1, -2)] },
      { name: 6, kind: 'B', lists: both },
      { name: 5, ...nonReference },
      { name: 7, ...nonReference },
      { name: 12, lists: [listOf(1, -2)] },
    ];
    // 4 refers to 0, which is not there, and drops 3, which others do not expect. 8 means 4 two numbers before it, where
    // 2 is not there either. The B-frames around take their motion from these two.
    expect(carry(pyramid, 3)).toEqual([
      ...['3:0:0!', '4:1:2!1', '8:2:10!', '6:3:6!', '5:4:4!', '7:4:8!', '12:4:18'],
    ]);
  });

  it('encodes B-frames whose motion is that of a picture encoded anew', () => {
    const frames: ToldPicture[] = [
      ...[{ name: 0 }, { name: 2, lists: one }, { name: 1, ...nonReference }],
      ...[
        { name: 4, lists: one },
        { name: 3, ...nonReference },
      ],
    ];
    expect(carry(frames, 1)).toEqual(['1:0:0!', '2:1:2!1', '4:2:6', '3:3:4']);
    const apart = frames.map((frame) => (frame.name === 4 ? { ...frame, lists: [listOf(2)] } : frame));
    expect(carry(apart, 1)).toEqual(['1:0:0!', '2:1:2!1', '4:2:6!', '3:3:4!']);
  });

  it('lets a picture encoded anew drop what the recording no longer keeps', () => {
    const commanded = [...chain(8, 1).slice(0, 5), { name: 5, lists: one, dropped: [1, 2] }];
    expect(carry(commanded, 3)).toEqual(['3:0:0!', '4:1:2', '5:2:4']);
    // What it would drop is not there: it is encoded, and drops what is.
    const farther = [...commanded.slice(0, 5), { name: 5, lists: one, dropped: [1, 2, 3] }];
    expect(carry(farther, 3)).toEqual(['3:0:0!', '4:1:2', '5:2:4!2-1']);
  });

  it('counts where slices do not tell the order', () => {
    const sequence = sequenceOf({ order: { type: 2, bits: 0 } });
    expect(carry(chain(5, 1), 2, sequence)).toEqual(['2:0:0!', '3:1:2', '4:2:4']);
  });
});

describe('carryPictures leaves to the encoder a stream', () => {
  const sequence = sequenceOf();
  const plain = numbered(chain(6, 1), sequence);
  const changed = (at: number, change: object) =>
    plain.map((picture, place) =>
      place === at
        ? { ...picture, slices: picture.slices.map((slice) => ({ ...slice, ...change })) }
        : picture,
    );
  const cases = {
    'whose order is told in cycles': { sequence: sequenceOf({ order: { type: 1, bits: 0 } }) },
    'that weighs coefficients': { sequence: sequenceOf({ scaled: true }) },
    'that begins with another picture than an IDR': { pictures: changed(0, { isIdr: false }) },
    'with a second IDR on the way': { pictures: changed(4, { isIdr: true, frameNumber: 0 }) },
    'that leaves out a number': { pictures: changed(4, { frameNumber: 5 }) },
    'whose order is not that in which it is shown': { pictures: changed(4, { orderBits: 12 }) },
    'that keeps more than it may': {
      pictures: changed(4, { dropped: [] }),
      sequence: sequenceOf({ referenceFrames: 2 }),
    },
    ...Object.fromEntries(
      [
        { firstMacroblock: 0 },
        { frameNumber: 5 },
        { orderBits: 10 },
        { isReference: false },
        { isIdr: true },
      ].map((change) => [
        `whose packets hold two pictures: ${JSON.stringify(change)}`,
        {
          pictures: plain.map((picture, at) => {
            const slices = picture.slices.map((slice) => ({ ...slice, firstMacroblock: 20, ...change }));
            return at === 4 ? { ...picture, slices: [...picture.slices, ...slices] } : picture;
          }),
        },
      ]),
    ),
  } satisfies Record<string, { pictures?: typeof plain; sequence?: SequenceSet }>;

  it('of none of these kinds', () => {
    expect(carryPictures(plain, { first: 2, sequence })).toHaveLength(4);
    const sliced = plain.map(({ name, slices: [slice] }) => ({
      name,
      slices: slice === undefined ? [] : [slice, { ...slice, firstMacroblock: 20 }],
    }));
    expect(carryPictures(sliced, { first: 2, sequence })).toHaveLength(4);
  });

  it.each(Object.entries(cases))('%s', (_, given) => {
    const { pictures, sequence: own } = { pictures: plain, sequence, ...given };
    expect(carryPictures(pictures, { first: 2, sequence: own })).toBeUndefined();
  });
});
