/** Makes one box of ISO/IEC 14496-12: size, type, content. */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const size = content.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([u32(size), Buffer.from(type, 'latin1'), ...content], size);
}

/** Makes one box that carries a version and flags. */
export function fullBox(type: string, version: number, flags: number, ...content: readonly Buffer[]): Buffer {
  return box(type, u32(((version << 24) | flags) >>> 0), ...content);
}

/** 8-bit numbers. */
export function u8(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

/** 16-bit numbers. */
export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeUInt16BE(value, at * 2));
  return bytes;
}

/** 32-bit numbers. */
export function u32(...values: readonly number[]): Buffer {
  return listOf32(values);
}

/** A list of 32-bit numbers, of any length: more than a call can have arguments. Negative ones are two's complements. */
export function listOf32(values: ArrayLike<number>): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    bytes.writeUInt32BE(value < 0 ? value >>> 0 : value, at * 4);
  }
  return bytes;
}

/** Signed 32-bit numbers. */
export function i32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeInt32BE(value, at * 4));
  return bytes;
}

/** 64-bit numbers, up to the largest safe integer. */
export function u64(...values: readonly number[]): Buffer {
  return listOf64(values);
}

/** A list of 64-bit numbers, of any length. */
export function listOf64(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, at) => bytes.writeBigUInt64BE(BigInt(value), at * 8));
  return bytes;
}

/** Signed 16.16 fixed-point numbers. */
export function fixed16(...values: readonly number[]): Buffer {
  return i32(...values.map((value) => Math.round(value * 65_536)));
}

/** Bytes that are reserved and zero. */
export function zeros(count: number): Buffer {
  return Buffer.alloc(count);
}
