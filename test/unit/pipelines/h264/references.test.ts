import { describe, expect, it } from 'vitest';
import { ReferencePictures } from '../../../../pipelines/cut/h264/reference-pictures.ts';
import type { SliceHeader } from '../../../../pipelines/cut/h264/slice-header.ts';
import { listOf, sequenceOf } from '../../../support/h264-pictures.ts';

/** Keeps pictures named after their order, `frameNumber:order`, and gives the lists of a slice of one more. */
function listsAfter(
  kept: string,
  current: string,
  slice: Pick<SliceHeader, 'kind' | 'lists'>,
): (number | string)[][] {
  const references = new ReferencePictures(sequenceOf({ referenceFrames: 8 }));
  const pictureOf = (text: string, isIdr: boolean) => {
    const [frameNumber = 0, order = 0] = text.split(':').map(Number);
    return { name: order, frameNumber, order, isIdr, isReference: true };
  };
  for (const [at, text] of kept.split(' ').entries()) references.keep(pictureOf(text, at === 0), undefined);
  return references
    .listsOf(slice, pictureOf(current, false))
    .map((list) => list.map((name) => name ?? 'none'));
}

/** Of each picture, its frame number and its order; names are the orders. */
const lists: {
  what: string;
  kept: string;
  current: string;
  slice: Pick<SliceHeader, 'kind' | 'lists'>;
  gives: (number | string)[][];
}[] = [
  {
    what: 'P: the latest decoded first (8.2.4.2.1)',
    kept: '0:0 1:8 2:4',
    current: '3:12',
    slice: { kind: 'P', lists: [listOf(3)] },
    gives: [[4, 8, 0]],
  },
  {
    what: 'P: numbers that began anew after 15 (8-27)',
    kept: '14:0 15:2 0:4',
    current: '1:6',
    slice: { kind: 'P', lists: [listOf(3)] },
    gives: [[4, 2, 0]],
  },
  {
    what: 'P: none where the list is longer than what is kept',
    kept: '0:0',
    current: '1:2',
    slice: { kind: 'P', lists: [listOf(2)] },
    gives: [[0, 'none']],
  },
  {
    what: 'B: the nearest before, then the nearest after; the other way round (8.2.4.2.3)',
    kept: '0:0 1:16 2:8 3:4',
    current: '4:6',
    slice: { kind: 'B', lists: [listOf(4), listOf(4)] },
    gives: [
      [4, 0, 8, 16],
      [8, 16, 4, 0],
    ],
  },
  {
    what: 'B: the first two of the second list changed where both would be the same',
    kept: '0:0 1:4 2:8',
    current: '3:12',
    slice: { kind: 'B', lists: [listOf(3), listOf(2)] },
    gives: [
      [8, 4, 0],
      [4, 8],
    ],
  },
  {
    what: 'B: not where only one is kept',
    kept: '0:0',
    current: '1:4',
    slice: { kind: 'B', lists: [listOf(1), listOf(1)] },
    gives: [[0], [0]],
  },
  {
    what: 'one moved to the front, and the others one place on (8.2.4.3.1)',
    kept: '0:0 1:2 2:4 3:6',
    current: '4:8',
    slice: { kind: 'P', lists: [listOf(3, -3)] },
    gives: [[2, 6, 4]],
  },
  {
    what: 'moves that begin where the last one ended',
    kept: '0:0 1:2 2:4 3:6',
    current: '4:8',
    slice: { kind: 'P', lists: [listOf(4, -4, 2, -1)] },
    gives: [[0, 4, 2, 6]],
  },
  {
    what: 'a move past 0 and back past 15',
    kept: '14:0 15:2 0:4',
    current: '1:6',
    slice: { kind: 'P', lists: [listOf(3, -3, -14)] },
    gives: [[0, 4, 2]],
  },
  {
    what: 'one moved that a short list had left out',
    kept: '0:0 1:2 2:4',
    current: '3:6',
    slice: { kind: 'P', lists: [listOf(1, -3)] },
    gives: [[0]],
  },
  {
    what: 'the same one twice, for two weights',
    kept: '0:0 1:2',
    current: '2:4',
    slice: { kind: 'P', lists: [listOf(3, -1, -16)] },
    gives: [[2, 2, 0]],
  },
  {
    what: 'none in the place of one that is not there',
    kept: '0:0 1:2',
    current: '2:4',
    slice: { kind: 'P', lists: [listOf(2, -5)] },
    gives: [['none', 2]],
  },
];

describe('the lists of references', () => {
  it.each(lists)('$what', ({ kept, current, slice, gives }) => {
    expect(listsAfter(kept, current, slice)).toEqual(gives);
  });
});

describe('what is kept', () => {
  const keep = (references: ReferencePictures, name: number, dropped?: readonly number[]) => {
    references.keep(
      { name, frameNumber: name % 16, order: name * 2, isIdr: name === 0, isReference: true },
      dropped,
    );
    return [...references.names()];
  };

  it('is as many as the stream says, without the oldest (8.2.5.3)', () => {
    const references = new ReferencePictures(sequenceOf({ referenceFrames: 3 }));
    const names = Array.from({ length: 20 }, (_, name) => keep(references, name));
    expect(names.slice(1, 5)).toEqual([
      [0, 1],
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ]);
    expect(names[17]).toEqual([15, 16, 17]);
    expect(references.isOverfull()).toBe(false);
  });

  it('is one where the stream says none', () => {
    const references = new ReferencePictures(sequenceOf({ referenceFrames: 0 }));
    expect([keep(references, 0), keep(references, 1)]).toEqual([[0], [1]]);
  });

  it('is what a picture does not drop by command, the oldest then too, and may be too many (8.2.5.4.1)', () => {
    const references = new ReferencePictures(sequenceOf({ referenceFrames: 2 }));
    keep(references, 0);
    keep(references, 1);
    expect(keep(references, 2, [1])).toEqual([0, 2]);
    expect(references.isOverfull()).toBe(false);
    expect(keep(references, 3, [2])).toEqual([0, 2, 3]); // the picture of that number has gone already
    expect(references.isOverfull()).toBe(true);
  });

  it('begins anew with an IDR picture', () => {
    const references = new ReferencePictures(sequenceOf());
    keep(references, 5);
    expect(keep(references, 0)).toEqual([0]);
  });
});
