import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader } from '../../../../pipelines/cut/h264/bit-reader.ts';
import { BitWriter, nalUnit, putBits } from '../../../../pipelines/cut/h264/bit-writer.ts';

/** Bytes of bits that stand in groups, filled up with zeros. */
function bytesOf(bits: string): Uint8Array {
  const all = bits.replaceAll(' ', '');
  return Uint8Array.from({ length: Math.ceil(all.length / 8) }, (_, at) =>
    Number.parseInt(all.slice(at * 8, at * 8 + 8).padEnd(8, '0'), 2),
  );
}

/** What was written, with the 1 that ends it. */
const written = (writer: BitWriter): Uint8Array => writer.withRest(Uint8Array.of(0x80), 0);

/** ITU-T H.264, tables 9-2 and 9-3. */
const codes: readonly [string, number, number][] = [
  ['1', 0, 0],
  ['010', 1, 1],
  ['011', 2, -1],
  ['00100', 3, 2],
  ['00101', 4, -2],
  ['00110', 5, 3],
  ['00111', 6, -3],
  ['0001000', 7, 4],
  ['0001001', 8, -4],
  ['0001010', 9, 5],
];

describe('Exp-Golomb numbers', () => {
  it.each(codes)('%s is %i without a sign and %i with one', (bits, unsigned, signed) => {
    expect(new BitReader(bytesOf(bits)).readUnsigned()).toBe(unsigned);
    expect(new BitReader(bytesOf(bits)).readSigned() + 0).toBe(signed);
    expect(written(new BitWriter().writeUnsigned(unsigned))).toEqual(bytesOf(`${bits}1`));
    expect(written(new BitWriter().writeSigned(signed))).toEqual(bytesOf(`${bits}1`));
  });

  it('end with the unit, however they begin', () => {
    expect(() => new BitReader(bytesOf('00001')).readUnsigned()).toThrow(RangeError);
    expect(() => new BitReader(new Uint8Array(9)).readUnsigned()).toThrow(RangeError);
  });

  it('are read as they were written, one after another', () => {
    const number = fc.oneof(fc.nat({ max: 80 }), fc.nat({ max: 2 ** 24 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, fc.boolean())), (numbers) => {
        const writer = new BitWriter();
        for (const [value, isOdd] of numbers)
          if (isOdd) writer.writeSigned(-value);
          else writer.writeUnsigned(value);
        const reader = new BitReader(nalUnit(0x65, written(writer)).subarray(1));
        for (const [value, isOdd] of numbers)
          expect(isOdd ? -reader.readSigned() : reader.readUnsigned()).toBe(value);
      }),
    );
  });
});

describe('the rest of a unit', () => {
  it.each([
    ['101', '1101 0011 1', 0, '101 1101 0011 1'],
    ['101', '1101 0011 1', 3, '101 10011 1'],
    ['1010 1010', '1101 0011 1000 0000', 8, '1010 1010 1'],
    ['1010 1010', '1101 0011 1000 0000', 9, '1010 1010'],
    ['', '0000 0001 0110', 6, '01 0110'],
  ])('after %s, of %s from bit %i, ends with its last 1: %s', (head, source, from, whole) => {
    const writer = new BitWriter();
    for (const bit of head.replaceAll(' ', '')) writer.write(Number(bit), 1);
    expect(writer.withRest(bytesOf(source), from)).toEqual(bytesOf(whole));
  });

  it('is empty where there is no 1', () => {
    expect(new BitWriter().write(5, 3).withRest(new Uint8Array(3), 0)).toEqual(bytesOf('101'));
  });
});

describe('a unit', () => {
  it.each([
    ['00 00 00', '65 00 00 03 00 03'],
    ['00 00 01 80', '65 00 00 03 01 80'],
    ['00 00 02 80', '65 00 00 03 02 80'],
    ['00 00 03 80', '65 00 00 03 03 80'],
    ['00 00 04 80', '65 00 00 04 80'],
    ['00 00 00 00 00 80', '65 00 00 03 00 00 03 00 80'],
    ['80 00 00', '65 80 00 00 03'],
  ])('of %s is %s, in which no start code can be found', (content, unit) => {
    const bytes = Uint8Array.from(Buffer.from(content.replaceAll(' ', ''), 'hex'));
    const escaped = nalUnit(0x65, bytes);
    expect(Buffer.from(escaped).toString('hex')).toBe(unit.replaceAll(' ', ''));
    expect([...new BitReader(escaped.subarray(1)).bytes]).toEqual([...bytes, ...added(content)]);
  });

  it('gives back any content, and holds no 0 0 with less than 3 after it', () => {
    const zeros = fc.oneof(fc.constantFrom(0, 0, 0, 1, 2, 3, 4), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(zeros), (content) => {
        const unit = nalUnit(0x41, Uint8Array.from([...content, 0x80]));
        expect([...new BitReader(unit.subarray(1)).bytes]).toEqual([...content, 0x80]);
        expect(Buffer.from(unit).toString('hex').replaceAll(/../g, ' $&')).not.toMatch(/ 00 00 0[012]/);
      }),
    );
  });
});

/** Zeros at the end are closed by a 3, which no reader takes out where nothing follows the two before it. */
const added = (content: string): number[] => (content === '00 00 00' ? [3] : []);

describe('putBits', () => {
  it('changes the bits of one number and no others', () => {
    const bytes = bytesOf('1111 1111 0000 0000 1111 1111');
    putBits(bytes, 5, { value: 0b010_0000_0110, count: 11 });
    expect(bytes).toEqual(bytesOf('1111 1010 0000 0110 1111 1111'));
    putBits(bytes, 3, { value: 0, count: 0 });
    expect(bytes).toEqual(bytesOf('1111 1010 0000 0110 1111 1111'));
  });
});
