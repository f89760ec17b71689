import { describe, expect, test } from 'vitest';
import { readPictureHeader } from '../../../domain/picture/read-header.ts';
import { claimPng, makeGif, makeJpeg, makePng, makeWebp } from '../../support/pictures.ts';

const png = makePng(30, 20);
const jpeg = makeJpeg(640, 480);

describe('a picture’s own bytes tell', () => {
  test.each<[what: string, bytes: Uint8Array, read: object]>([
    ['a PNG', png, { type: 'image/png', width: 30, height: 20 }],
    ['a PNG with something behind it', Uint8Array.from([...png, 1, 2, 3]), { type: 'image/png', width: 30 }],
    ['a JPEG', jpeg, { type: 'image/jpeg', width: 640, height: 480 }],
    ['a JPEG that lies on its side', makeJpeg(640, 480, 6), { width: 480, height: 640 }],
    ['a JPEG upside down', makeJpeg(640, 480, 3), { width: 640, height: 480 }],
    [
      'a JPEG on its side, as most cameras write it: the low byte first',
      withExif(jpeg, [...Buffer.from('II\x2a\0\x08\0\0\0'), 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0]),
      { width: 480, height: 640 },
    ],
    ['a JPEG with filling bytes', Uint8Array.from([0xff, 0xd8, 0xff, ...jpeg.subarray(2)]), { width: 640 }],
    ['a GIF', makeGif(10, 300), { type: 'image/gif', width: 10, height: 300 }],
    ['a WebP with losses', makeWebp('VP8 ', 55, 44), { type: 'image/webp', width: 55, height: 44 }],
    [
      'a WebP without losses',
      makeWebp('VP8L', 55, 16_000),
      { type: 'image/webp', width: 55, height: 16_000 },
    ],
    ['a WebP with more in it', makeWebp('VP8X', 70_000, 4), { type: 'image/webp', width: 70_000, height: 4 }],
    ['what claims to be huge', claimPng(60_000, 60_000), { width: 60_000, height: 60_000 }],
  ])('%s', (_, bytes, read) => {
    expect(readPictureHeader(bytes)).toMatchObject(read);
  });

  test.each<[what: string, bytes: Uint8Array, reason: string]>([
    ['nothing', new Uint8Array(), 'unknown'],
    ['words', Buffer.from('<svg onload="x"/>'), 'unknown'],
    ['a WAV', Buffer.from('RIFF\x10\0\0\0WAVEfmt '), 'unknown'],
    ['a PNG cut off', png.subarray(0, -6), 'damaged'],
    ['a PNG cut off in its head', png.subarray(0, 20), 'damaged'],
    ['a PNG without a size', claimPng(0, 7), 'damaged'],
    [
      'a PNG whose chunk has no end',
      Uint8Array.from([...png.subarray(0, 33), 255, 255, 255, 255, 1, 1, 1, 1]),
      'damaged',
    ],
    ['a JPEG cut off', jpeg.subarray(0, -2), 'damaged'],
    ['a JPEG cut off in its head', jpeg.subarray(0, 8), 'damaged'],
    ['a JPEG that begins with its pixels', Uint8Array.from([0xff, 0xd8, 0xff, 0xda, ...jpeg]), 'damaged'],
    [
      'a JPEG with a hole',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 9, ...jpeg.subarray(2)]),
      'damaged',
    ],
    [
      'a JPEG whose Exif is cut off',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, 9, ...Buffer.from('Exif\0\0M')]),
      'damaged',
    ],
    ['a GIF cut off', makeGif(3, 3).subarray(0, 15), 'damaged'],
    ['a WebP cut off', makeWebp('VP8X', 3, 3).subarray(0, 35), 'damaged'],
    [
      'a WebP of another form',
      Buffer.concat([makeWebp('VP8X', 3, 3).subarray(0, 12), Buffer.from('ALPH'), Buffer.alloc(24)]),
      'damaged',
    ],
  ])('no picture: %s', (_, bytes, reason) => {
    expect(readPictureHeader(bytes)).toBe(reason);
  });

  test.each([
    ['points past its end', [0, 0, 0, 99]],
    ['has no orientation', [0, 0, 0, 8]],
  ])('a JPEG whose Exif %s is as it is', (_, directory) => {
    const bytes = withExif(jpeg, [...Buffer.from('MM\0\x2a'), ...directory, 0, 2, 1, 1]);
    expect(readPictureHeader(bytes)).toMatchObject({ width: 640, height: 480 });
  });
});

/** A JPEG with what a camera says of it, as TIFF. */
function withExif(picture: Uint8Array, tiff: readonly number[]): Uint8Array {
  const exif = [...Buffer.from('Exif\0\0'), ...tiff];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, ...picture.subarray(2)]);
}
