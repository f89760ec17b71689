import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour, whole and small at any size. */
export function makePng(width: number, height: number, grey = 128): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  const row = Buffer.alloc(width + 1, grey).fill(0, 0, 1);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return pngOf(header, pixels);
}

/** A chart of grey columns, each as high as its share. */
export function drawColumns(width: number, height: number, shares: readonly number[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(width + 1, 255).fill(0, 0, 1);
    shares.forEach((share, index) => {
      const [from, to] = [index + 0.2, index + 0.8].map((at) => 1 + Math.round((at * width) / shares.length));
      if (y >= height * (1 - share)) row.fill(70 + index * 30, from, to);
    });
    return row;
  });
  return pngOf(header, deflateSync(Buffer.concat(rows)));
}

/** A PNG that claims a size and has no pixels. */
export function claimPng(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return pngOf(header, Buffer.alloc(0));
}

function pngOf(header: Buffer, pixels: Buffer): Uint8Array {
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** The head and the end of a JPEG of a size; `orientation` as Exif tells it. */
export function makeJpeg(width: number, height: number, orientation?: number): Uint8Array {
  const turn =
    orientation === undefined
      ? []
      : segment(0xe1, [
          ...Buffer.from('Exif\0\0MM\0\x2a\0\0\0\x08', 'latin1'),
          ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
        ]);
  const frame = segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  return Uint8Array.from([
    0xff,
    0xd8,
    ...turn,
    ...frame,
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    7,
    0xff,
    0xd9,
  ]);
}

function segment(marker: number, body: readonly number[]): number[] {
  return [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
}

/** A whole GIF of one pixel that claims a size. */
export function makeGif(width: number, height: number): Uint8Array {
  return Uint8Array.from([
    ...Buffer.from('GIF89a', 'latin1'),
    ...[width & 255, width >> 8, height & 255, height >> 8, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b],
  ]);
}

/** The head of a WebP in one of its three forms. */
export function makeWebp(form: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(40);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(32, 4);
  bytes.write(`WEBP${form}`, 8, 'latin1');
  if (form === 'VP8X') {
    bytes.writeUIntLE(width - 1, 24, 3);
    bytes.writeUIntLE(height - 1, 27, 3);
  } else if (form === 'VP8L') {
    bytes[20] = 0x2f;
    bytes.writeUInt32LE(((height - 1) << 14) | (width - 1), 21);
  } else {
    bytes.writeUInt16LE(width, 26);
    bytes.writeUInt16LE(height, 28);
  }
  return new Uint8Array(bytes);
}

/** Bytes as base64. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
