/** Reads bits and Exp-Golomb numbers (ITU-T H.264, 9.1) from a NAL unit; throws RangeError past its end. */
export class BitReader {
  /** The unit without its escapes. */
  readonly bytes: Uint8Array;
  /** How many bits have been read. */
  position = 0;

  constructor(unit: Uint8Array) {
    this.bytes = withoutEscapes(unit);
  }

  /** The next `count` bits, at most 32, as a number. */
  read(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++) {
      const byte = this.bytes[this.position >> 3];
      if (byte === undefined) throw new RangeError('The unit ends too early');
      value = value * 2 + ((byte >> (7 - (this.position & 7))) & 1);
      this.position += 1;
    }
    return value;
  }

  /** `ue(v)`. */
  readUnsigned(): number {
    let zeros = 0;
    while (this.read(1) === 0) {
      zeros += 1;
      if (zeros > 32) throw new RangeError('The number is too long');
    }
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** `se(v)`. */
  readSigned(): number {
    const code = this.readUnsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}

/** Drops the 3 of every 0 0 3, which only keeps start codes out of the data. */
function withoutEscapes(unit: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(unit.length);
  let [from, filled] = [0, 0];
  for (let at = unit.indexOf(3, 2); at >= 0; at = unit.indexOf(3, at + 1)) {
    if (unit[at - 1] !== 0 || unit[at - 2] !== 0) continue;
    bytes.set(unit.subarray(from, at), filled);
    filled += at - from;
    from = at + 1;
  }
  bytes.set(unit.subarray(from), filled);
  return bytes.subarray(0, filled + unit.length - from);
}
