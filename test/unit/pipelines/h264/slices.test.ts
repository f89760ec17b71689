import { describe, expect, it } from 'vitest';
import { BitReader } from '../../../../pipelines/cut/h264/bit-reader.ts';
import { BitWriter, nalUnit } from '../../../../pipelines/cut/h264/bit-writer.ts';
import {
  readPictureSet,
  renumberedSet,
  type PictureSet,
} from '../../../../pipelines/cut/h264/picture-set.ts';
import { adoptedSlice, renumberedSlice } from '../../../../pipelines/cut/h264/rewrite-slices.ts';
import { readSliceHeader, type SliceHeader } from '../../../../pipelines/cut/h264/slice-header.ts';
import { listOf, sequenceOf } from '../../../support/h264-pictures.ts';

/** A syntax element of a header: an Exp-Golomb number, one with a sign, or a number of so many bits. */
type Field = { u: number } | { s: number } | { bits: number; is: number };
const u = (value: number): Field => ({ u: value });
const s = (value: number): Field => ({ s: value });
const flag = (value: 0 | 1): Field => ({ bits: 1, is: value });
const frameNumber = (value: number): Field => ({ bits: 4, is: value });
const orderBits = (value: number): Field => ({ bits: 6, is: value });

function write(fields: readonly Field[]): BitWriter {
  const writer = new BitWriter();
  for (const field of fields) {
    if ('u' in field) writer.writeUnsigned(field.u);
    else if ('s' in field) writer.writeSigned(field.s);
    else writer.write(field.is, field.bits);
  }
  return writer;
}

/** What follows a header: zeros to be escaped among it, and the 1 at its end. */
const content = Uint8Array.of(0b1011_0000, 0, 0, 1, 0, 0, 0, 0x9c, 0x80);
const types = { reference: 0x61, other: 0x01, idr: 0x65 };
const unitOf = (type: keyof typeof types, fields: readonly Field[], writer = write(fields)): Uint8Array =>
  nalUnit(types[type], writer.withRest(content, 0));

const sequence = sequenceOf();
const pictureSet: PictureSet = {
  ...{ id: 0, sequenceId: 0, arithmetic: true, listLengths: [3, 1] },
  ...{ weightsP: false, weightsB: 0, deblockingTold: true },
};
const read = (unit: Uint8Array, set: Partial<PictureSet> = {}): SliceHeader | undefined =>
  readSliceHeader(unit, { sequence, pictures: new Map([[set.id ?? 0, { ...pictureSet, ...set }]]) });
/** What stands before the lists in a slice of the first macroblock, by its kind. */
const begin = (kind: number): Field[] => [u(0), u(kind), u(0), frameNumber(9), orderBits(41)];
const [asTheSetSays, plain, keepsByItself] = [flag(0), flag(0), flag(0)];
const contexts = u(1);
const quantiser = s(-5);

const headers: {
  what: string;
  type: keyof typeof types;
  fields: Field[];
  set?: Partial<PictureSet>;
  header: Partial<SliceHeader>;
}[] = [
  {
    what: 'P as its set says',
    type: 'reference',
    fields: [...begin(5), asTheSetSays, plain, keepsByItself, contexts],
    header: {
      ...{ kind: 'P', isIdr: false, isReference: true, frameNumber: 9, orderBits: 41, idrId: undefined },
      ...{ lists: [listOf(3)], dropped: undefined, firstMacroblock: 0 },
    },
  },
  {
    what: 'P of four references in an order of its own',
    type: 'reference',
    fields: [...begin(0), flag(1), u(3), flag(1), u(0), u(1), u(1), u(4), u(3), keepsByItself, contexts],
    header: { kind: 'P', lists: [listOf(4, -2, 5)] },
  },
  {
    what: 'B that nothing refers to',
    type: 'other',
    fields: [...begin(1), flag(1), flag(1), u(1), u(0), plain, flag(1), u(1), u(0), u(3), contexts],
    header: { kind: 'B', isReference: false, lists: [listOf(2), listOf(1, 1)] },
  },
  {
    what: 'P with weights',
    type: 'reference',
    set: { weightsP: true, listLengths: [2, 1] },
    fields: [
      ...[...begin(0), asTheSetSays, plain, u(5), u(4)],
      ...[flag(1), s(30), s(-2), flag(0), flag(0), flag(1), s(1), s(2), s(3), s(4)],
      ...[keepsByItself, contexts],
    ],
    header: { kind: 'P', lists: [listOf(2)] },
  },
  {
    what: 'B with weights of its own, not those of time',
    type: 'other',
    set: { weightsB: 1, listLengths: [1, 1] },
    fields: [
      ...[...begin(1), flag(0), asTheSetSays, plain, plain, u(0), u(0)],
      ...[flag(1), s(7), s(0), flag(0), flag(0), flag(0), contexts],
    ],
    header: { kind: 'B', lists: [listOf(1), listOf(1)] },
  },
  {
    what: 'B with weights of time',
    type: 'other',
    set: { weightsB: 2, listLengths: [1, 1] },
    fields: [...begin(1), flag(0), asTheSetSays, plain, plain, contexts],
    header: { kind: 'B' },
  },
  {
    what: 'P that drops two',
    type: 'reference',
    fields: [...begin(0), asTheSetSays, plain, flag(1), u(1), u(0), u(1), u(3), u(0), contexts],
    header: { dropped: [1, 4] },
  },
  {
    what: 'I, by codes of variable length',
    type: 'reference',
    set: { arithmetic: false },
    fields: [...begin(7), keepsByItself],
    header: { kind: 'I', lists: [] },
  },
  {
    what: 'IDR',
    type: 'idr',
    fields: [u(0), u(7), u(0), frameNumber(0), u(3), orderBits(0), flag(0), flag(0)],
    header: { kind: 'I', isIdr: true, isReference: true, idrId: 3, frameNumber: 0, lists: [] },
  },
  {
    what: 'a later slice under another set',
    type: 'reference',
    set: { id: 7 },
    fields: [u(396), u(5), u(7), frameNumber(1), orderBits(2), asTheSetSays, plain, keepsByItself, contexts],
    header: { firstMacroblock: 396, frameNumber: 1, orderBits: 2 },
  },
];

describe('readSliceHeader', () => {
  it.each(headers)('reads $what, up to its quantiser', ({ type, fields, set, header }) => {
    const slice = read(unitOf(type, [...fields, quantiser]), set);
    expect(slice).toMatchObject(header);
    const bits = new BitReader(slice?.unit.subarray(1) ?? new Uint8Array());
    bits.position = slice?.quantiserAt ?? 0;
    expect(bits.readSigned()).toBe(-5);
  });

  const afterLists = [...begin(0), asTheSetSays, plain];
  const unusual: { what: string; unit: Uint8Array; set?: Partial<PictureSet> }[] = [
    { what: 'a switching picture', unit: unitOf('reference', begin(3)) },
    { what: 'a set that is not known', unit: unitOf('reference', [u(0), u(5), u(1), frameNumber(0)]) },
    { what: 'a set of another sequence', unit: unitOf('reference', begin(7)), set: { sequenceId: 1 } },
    {
      what: 'a long-term reference in a list',
      unit: unitOf('reference', [...begin(0), asTheSetSays, flag(1), u(2), u(0), u(3)]),
    },
    {
      what: 'an IDR that stays for long',
      unit: unitOf('idr', [u(0), u(7), u(0), frameNumber(0), u(0), orderBits(0), flag(0), flag(1)]),
    },
    ...[2, 3, 4, 5, 6].map((command) => ({
      what: `command ${command} of what is kept`,
      unit: unitOf('reference', [...afterLists, flag(1), u(1), u(0), u(command), u(0), u(0), u(0)]),
    })),
    { what: 'a header that is cut off', unit: unitOf('reference', []).subarray(0, 2) },
  ];
  it.each(unusual)('leaves $what', ({ unit, set }) => {
    expect(read(unit, set)).toBeUndefined();
  });
});

describe('a slice that is carried over', () => {
  it.each(headers)('is the same but for its numbers: $what', ({ type, fields, set }) => {
    const slice = read(unitOf(type, fields), set);
    if (slice === undefined) throw new Error('It must be read');
    const numbers = { frameNumber: 6, order: 64 + 21, isIdr: slice.isIdr, isReference: slice.isReference };
    const expected = fields.map((field) => {
      if (!('bits' in field) || field.bits === 1) return field;
      return field.bits === 4 ? frameNumber(6) : orderBits(21);
    });
    expect(renumberedSlice(slice, numbers, sequence)).toEqual(unitOf(type, expected));
  });

  it('tells an order below zero by its last bits', () => {
    const slice = read(unitOf('reference', [...begin(0), asTheSetSays, plain, keepsByItself, contexts]));
    if (slice === undefined) throw new Error('It must be read');
    const under = renumberedSlice(slice, { ...slice, order: -3 }, sequence);
    expect(read(under)).toMatchObject({ orderBits: 61, frameNumber: 9 });
  });
});

describe('a slice that is encoded on its own', () => {
  const own = sequenceOf({ frameNumberBits: 5, order: { type: 2, bits: 0 } });
  const encoded = (set: PictureSet, deblocking: readonly Field[]): SliceHeader => {
    const fields = [u(20), u(7), u(3), { bits: 5, is: 0 }, u(2), flag(0), flag(0), quantiser, ...deblocking];
    const writer = write(fields);
    const unit = unitOf('idr', [], set.arithmetic ? writer.alignWithOnes() : writer);
    const slice = readSliceHeader(unit, { sequence: own, pictures: new Map([[3, { ...set, id: 3 }]]) });
    if (slice === undefined) throw new Error('It must be read');
    return slice;
  };
  const filters = [[u(1)], [u(0), s(2), s(-3)]];
  const places = [
    {
      what: 'IDR',
      type: 'idr',
      numbers: { isIdr: true, isReference: true, frameNumber: 0, order: 0 },
      fields: [frameNumber(0), u(9), orderBits(0), flag(0), flag(0)],
    },
    {
      what: 'reference',
      type: 'reference',
      numbers: { isIdr: false, isReference: true, frameNumber: 5, order: 12 },
      fields: [frameNumber(5), orderBits(12), flag(0)],
    },
    {
      what: 'reference that drops two',
      type: 'reference',
      numbers: { isIdr: false, isReference: true, frameNumber: 5, order: 70, drops: [1, 4] },
      fields: [frameNumber(5), orderBits(6), flag(1), u(1), u(0), u(1), u(3), u(0)],
    },
    {
      what: 'picture that nothing refers to',
      type: 'other',
      numbers: { isIdr: false, isReference: false, frameNumber: 6, order: 10, drops: [] },
      fields: [frameNumber(6), orderBits(10)],
    },
  ] as const;
  const all = places.flatMap((place) =>
    [true, false].flatMap((arithmetic) => filters.map((filter) => ({ ...place, arithmetic, filter }))),
  );

  it.each(all)('becomes a $what of another stream, its content as it was', (place) => {
    const { numbers, type, fields, arithmetic, filter } = place;
    const set = { ...pictureSet, arithmetic };
    const stream = { sequence, pictureSet: set, pictureSetId: 2, idrId: 9 };
    const writer = write([u(20), u(7), u(2), ...fields, quantiser, ...filter]);
    const expected = unitOf(type, [], arithmetic ? writer.alignWithOnes() : writer);
    expect(adoptedSlice(encoded(set, filter), numbers, stream)).toEqual(expected);
  });
});

describe('a picture set', () => {
  const fields = (
    id: number,
    sequenceId: number,
    { groups = 0, fieldOrder = 0, redundant = 0 } = {},
  ): Field[] => [
    ...[u(id), u(sequenceId), flag(1), { bits: 1, is: fieldOrder }, u(groups), u(2), u(0)],
    ...[flag(1), { bits: 2, is: 2 }, s(-3), s(0), s(-2), flag(1), flag(0), { bits: 1, is: redundant }],
  ];
  const unit = (of: Field[]): Uint8Array => nalUnit(0x68, write(of).withRest(content, 0));

  it('is read, and given another number', () => {
    const told = { arithmetic: true, listLengths: [3, 1], weightsP: true, weightsB: 2, deblockingTold: true };
    expect(readPictureSet(unit(fields(4, 1)))).toEqual({ id: 4, sequenceId: 1, ...told });
    const renumbered = renumberedSet(unit(fields(4, 1)), { id: 30, sequenceId: 0 });
    expect(renumbered).toEqual(unit(fields(30, 0)));
  });

  it.each([{ groups: 1 }, { fieldOrder: 1 }, { redundant: 1 }])('is left where it has %o', (unusual) => {
    expect(readPictureSet(unit(fields(0, 0, unusual)))).toBeUndefined();
  });
});
