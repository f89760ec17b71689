/** The type and the sizes that a box begins with; a size of 0 means the rest. Throws RangeError when cut off. */
export function boxHeader(bytes: Buffer, rest: number): { type: string; headerBytes: number; bytes: number } {
  const size = bytes.readUInt32BE(0);
  const type = bytes.toString('latin1', 4, 8);
  if (size === 1) return { type, headerBytes: 16, bytes: Number(bytes.readBigUInt64BE(8)) };
  return { type, headerBytes: 8, bytes: size === 0 ? rest : size };
}

/** The boxes that stand one after another in a box. Throws RangeError where one ends past its parent. */
export function* boxesIn(content: Buffer): Generator<{ type: string; content: Buffer }> {
  for (let at = 0; at + 8 <= content.length;) {
    const { type, headerBytes, bytes } = boxHeader(content.subarray(at), content.length - at);
    if (bytes < headerBytes || at + bytes > content.length)
      throw new RangeError('A box ends past its parent');
    yield { type, content: content.subarray(at + headerBytes, at + bytes) };
    at += bytes;
  }
}

/** The content of the first box of a type, or of a box in it, and so on; undefined where there is none. */
export function find(content: Buffer, ...types: readonly string[]): Buffer | undefined {
  let inner: Buffer | undefined = content;
  for (const type of types) {
    inner = inner && [...boxesIn(inner)].find((box) => box.type === type)?.content;
  }
  return inner;
}

/** The same where there must be one; throws RangeError. */
export function need(content: Buffer, ...types: readonly string[]): Buffer {
  const found = find(content, ...types);
  if (found === undefined) throw new RangeError(`There is no ${types.join('/')}`);
  return found;
}
