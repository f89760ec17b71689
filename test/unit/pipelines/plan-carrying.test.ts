import { describe, expect, it } from 'vitest';
import { BitWriter, nalUnit } from '../../../pipelines/cut/h264/bit-writer.ts';
import type { DecoderConfig } from '../../../pipelines/cut/h264/decoder-config.ts';
import { framedUnits } from '../../../pipelines/cut/h264/nal-units.ts';
import { planCarrying } from '../../../pipelines/cut/plan-carrying.ts';
import type { ReadPacket } from '../../../pipelines/cut/write-excerpt.ts';
import { sequenceOf } from '../../support/h264-pictures.ts';

const end = Uint8Array.of(0x80);
const bits = (): BitWriter => new BitWriter();
const ownSet = Uint8Array.of(0x67, 100, 0, 31);
/** One reference; by codes of variable length; nothing else that matters. */
const pictureSet = nalUnit(
  0x68,
  bits()
    .writeUnsigned(0)
    .writeUnsigned(0)
    .write(0, 2)
    .writeUnsigned(0)
    .writeUnsigned(0)
    .writeUnsigned(0)
    .write(0, 3)
    .writeSigned(0)
    .writeSigned(0)
    .writeSigned(0)
    .write(0, 3)
    .withRest(end, 0),
);
const config: DecoderConfig = {
  ...{ profile: 100, compatibility: 0, level: 31, lengthSize: 4, extension: new Uint8Array() },
  ...{ sequenceSets: [ownSet], pictureSets: [pictureSet] },
};

/** A slice of a picture that refers to so many before it, or of an IDR picture where it is the first. */
function sliceUnit(at: number, references: number): Uint8Array {
  const isFirst = at === 0;
  const header = bits()
    .writeUnsigned(0)
    .writeUnsigned(isFirst ? 7 : 5)
    .writeUnsigned(0)
    .write(at % 16, 4);
  if (isFirst) header.writeUnsigned(65_535);
  header.write((at * 2) % 64, 6);
  if (!isFirst)
    header
      .write(1, 1)
      .writeUnsigned(references - 1)
      .write(0, 1);
  return nalUnit(
    isFirst ? 0x65 : 0x61,
    header
      .write(0, isFirst ? 2 : 1)
      .writeSigned(0)
      .withRest(end, 0),
  );
}

/** Pictures shown one after another, with what else stands in one of their packets. */
function packetsOf(
  count: number,
  { references = 1, at = -1, units = [] }: { references?: number; at?: number; units?: Uint8Array[] } = {},
): ReadPacket[] {
  return Array.from({ length: count }, (_, pts) => {
    const bytes = framedUnits([...(pts === at ? units : []), sliceUnit(pts, references)]);
    return { pts, duration: 1, size: bytes.length, key: pts === 0, bytes };
  });
}

function plan(packets: readonly ReadPacket[], { from = 3, referenceFrames = 4, own = config } = {}) {
  const frames = packets.map(({ pts }) => ({ pts }));
  return planCarrying(
    packets,
    {
      ...{ pts: packets.length, config: own, sequence: sequenceOf({ referenceFrames }) },
      ...{ freeSetId: 1, freePictureSetId: 2 },
      match: { profile: 'high', level: 31, referenceFrames, reorderFrames: 0 },
    },
    { tail: frames.slice(from - 1, from), head: frames.slice(from) },
  );
}

describe('planCarrying', () => {
  it('encodes what is before the boundary and the first after it, and carries over the others', () => {
    const planned = plan(packetsOf(9));
    expect(planned?.encode).toEqual([{ pts: 2 }, { pts: 3 }]);
    expect(planned?.head.map(({ name, anew }) => (anew ? `${name}!` : `${name}`))).toEqual([
      ...['3!', '4', '5', '6', '7', '8'],
    ]);
    expect(planned?.idrId).toBe(1); // 65 535 and 2, of 65 536
  });

  it('takes the recording’s own sets at its key packet, and what tells of a picture at any', () => {
    const delimiterAndInformation = [Uint8Array.of(9, 0x10), Uint8Array.of(6, 1, 1, 4, 0x80)];
    expect(plan(packetsOf(9, { at: 0, units: [ownSet, pictureSet] }))).toBeDefined();
    expect(plan(packetsOf(9, { at: 5, units: delimiterAndInformation }))).toBeDefined();
  });

  const otherSet = Uint8Array.of(0x67, 77, 0, 31);
  it.each([
    { what: 'other sets at its key packet', at: 0, units: [otherSet] },
    { what: 'sets on the way', at: 5, units: [ownSet] },
    ...[2, 3, 4, 14, 15, 19, 20, 21].map((type) => ({
      ...{ what: `units of type ${type}`, at: 5, units: [Uint8Array.of(0x60 | type, 0x88, 0x80)] },
    })),
  ])('leaves to the encoder what has $what', (given) => {
    expect(plan(packetsOf(9, given))).toBeUndefined();
  });

  it('leaves what cannot be read, and what refers so that too many were to be encoded', () => {
    const packets = packetsOf(9);
    expect(
      plan(packets.map((packet) => (packet.pts === 4 ? { ...packet, bytes: end } : packet))),
    ).toBeUndefined();
    const own = { ...config, pictureSets: [Uint8Array.of(0x68)] };
    expect(plan(packets, { own })).toBeUndefined();
    const farBack = { references: 2 };
    expect(plan(packetsOf(27, farBack), { referenceFrames: 1 })).toBeDefined();
    expect(plan(packetsOf(28, farBack), { referenceFrames: 1 })).toBeUndefined();
  });
});
