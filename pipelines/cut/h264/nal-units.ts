/** The NAL unit types that a cut must know (ITU-T H.264, table 7-1). */
const nalTypes = { slice: 1, idr: 5, sequenceSet: 7, pictureSet: 8 } as const;

/** The NAL units of a packet whose units carry their length before them; what is cut off is left out. */
export function nalUnitsOf(packet: Uint8Array, lengthSize: number): Uint8Array[] {
  const units: Uint8Array[] = [];
  let at = 0;
  while (at + lengthSize < packet.length) {
    let length = 0;
    for (let byte = 0; byte < lengthSize; byte++) length = length * 256 + (packet[at + byte] ?? 0);
    at += lengthSize;
    if (length === 0 || at + length > packet.length) break;
    units.push(packet.subarray(at, at + length));
    at += length;
  }
  return units;
}

/** What kind of unit this is. */
function nalTypeOf(unit: Uint8Array): number {
  return (unit[0] ?? 0) & 0x1f;
}

/** Claims that nothing shown after this packet needs anything before it: an IDR picture, not just a key packet. */
export function isIdrPacket(packet: Uint8Array, lengthSize: number): boolean {
  const types = nalUnitsOf(packet, lengthSize).map(nalTypeOf);
  return types.includes(nalTypes.idr) && !types.includes(nalTypes.slice);
}

/** The parameter sets that stand inside a packet. */
export function parameterSetsIn(packet: Uint8Array, lengthSize: number): Uint8Array[] {
  return nalUnitsOf(packet, lengthSize).filter((unit) => {
    const type = nalTypeOf(unit);
    return type === nalTypes.sequenceSet || type === nalTypes.pictureSet;
  });
}

/** Claims that this unit holds macroblocks of a picture; partitions of slices are no such units. */
export function isSlice(unit: Uint8Array): boolean {
  const type = nalTypeOf(unit);
  return type === nalTypes.slice || type === nalTypes.idr;
}

/** Partitions of slices, and what is coded beside the plain pictures: other layers and views, transparency (table 7-1). */
const otherCodings = new Set([2, 3, 4, 14, 15, 19, 20, 21]);

/** Claims that this unit is numbered as slices are, in a way that is not read here. */
export function isOfOtherCoding(unit: Uint8Array): boolean {
  return otherCodings.has(nalTypeOf(unit));
}

/** A packet of units with their length in four bytes before each. */
export function framedUnits(units: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    units.flatMap((unit) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(unit.length);
      return [length, unit];
    }),
  );
}

/** Claims that no other picture refers to the ones in this packet (`nal_ref_idc` 0): decoding can leave it out. */
export function isDisposablePacket(packet: Uint8Array, lengthSize: number): boolean {
  const slices = nalUnitsOf(packet, lengthSize).filter(
    (unit) => nalTypeOf(unit) >= nalTypes.slice && nalTypeOf(unit) <= nalTypes.idr,
  );
  return slices.length > 0 && slices.every((unit) => ((unit[0] ?? 0) & 0x60) === 0);
}
