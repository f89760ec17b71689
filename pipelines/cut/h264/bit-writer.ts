/** Writes bits and Exp-Golomb numbers (ITU-T H.264, 9.1) one after another. */
export class BitWriter {
  private readonly bits: (0 | 1)[] = [];

  /** A number in `count` bits, at most 32. */
  write(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) this.bits.push(((value >>> bit) & 1) === 1 ? 1 : 0);
    return this;
  }

  /** `ue(v)`. */
  writeUnsigned(value: number): this {
    const length = Math.floor(Math.log2(value + 1));
    return this.write(0, length).write(value + 1, length + 1);
  }

  /** `se(v)`. */
  writeSigned(value: number): this {
    return this.writeUnsigned(value > 0 ? value * 2 - 1 : -value * 2);
  }

  /** Fills the byte that was begun with ones, as arithmetic coding begins (7.3.4). */
  alignWithOnes(): this {
    while (this.bits.length % 8 !== 0) this.bits.push(1);
    return this;
  }

  /** What was written, then the bits of `source` from one on up to the last that is 1: the end of any unit (7.3.2.11). */
  withRest(source: Uint8Array, from: number): Uint8Array {
    const written = this.bits.length;
    const end = endOf(source);
    const bytes = new Uint8Array(Math.ceil((written + end - from) / 8));
    this.bits.forEach((bit, at) => (bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)))));
    if (written % 8 === 0 && from % 8 === 0) {
      bytes.set(source.subarray(from / 8, Math.ceil(end / 8)), written / 8);
      return bytes;
    }
    for (let at = from; at < end; at++) {
      const bit = ((source[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
      const to = written + at - from;
      bytes[to >> 3] = (bytes[to >> 3] ?? 0) | (bit << (7 - (to & 7)));
    }
    return bytes;
  }
}

/** The number of bits up to the last 1, which ends what a unit holds. */
function endOf(bytes: Uint8Array): number {
  let last = bytes.length - 1;
  while (last >= 0 && bytes[last] === 0) last -= 1;
  const trailing = Math.clz32((bytes[last] ?? 0) & -(bytes[last] ?? 0)) - 24; // 7 for the lowest bit
  return last < 0 ? 0 : last * 8 + trailing + 1;
}

/** Puts a number in the place of another of the same width, `at` bits from the start. */
export function putBits(bytes: Uint8Array, at: number, field: { value: number; count: number }): void {
  for (let bit = 0; bit < field.count; bit++) {
    const place = at + bit;
    const mask = 1 << (7 - (place & 7));
    const isOne = ((field.value >>> (field.count - 1 - bit)) & 1) === 1;
    const byte = bytes[place >> 3] ?? 0;
    bytes[place >> 3] = isOne ? byte | mask : byte & ~mask;
  }
}

/** Makes a NAL unit (7.3.1): its header byte and its content, escaped so that no start code can be found in it. */
export function nalUnit(header: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2 + Math.ceil(content.length * 1.5));
  bytes[0] = header;
  let [filled, zeros] = [1, 0];
  for (const byte of content) {
    if (zeros === 2 && byte <= 3) {
      bytes[filled++] = 3;
      zeros = 0;
    }
    bytes[filled++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  if (zeros > 0) bytes[filled++] = 3; // no unit ends in a zero
  return bytes.subarray(0, filled);
}
