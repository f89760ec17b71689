import type { PictureType } from '../picture.ts';

/** What a picture's own bytes say of it. */
export interface PictureHeader {
  type: PictureType;
  /** In pixels, as it is shown: turned where the camera says so. */
  width: number;
  height: number;
}

/** Why bytes are no picture that can be kept. */
export type NoPicture = 'unknown' | 'damaged';

/** Tells by its bytes alone what a picture is, how large, and whether it is whole; nothing is unpacked. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | NoPicture {
  const read = readers.find(({ signature }) => startsWith(bytes, 0, signature))?.read;
  if (read === undefined) return 'unknown';
  const header = read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return header === undefined || header === 'unknown' || (header.width > 0 && header.height > 0)
    ? (header ?? 'damaged')
    : 'damaged';
}

type Read = (bytes: Uint8Array, view: DataView) => PictureHeader | 'unknown' | undefined;

const readers: readonly { signature: string; read: Read }[] = [
  { signature: '\x89PNG\r\n\x1a\n', read: readPng },
  { signature: '\xff\xd8\xff', read: readJpeg },
  { signature: 'GIF87a', read: readGif },
  { signature: 'GIF89a', read: readGif },
  { signature: 'RIFF', read: readWebp },
];

/** PNG (W3C) §5: chunks of a length, a name and a sum, from IHDR to IEND. */
function readPng(bytes: Uint8Array, view: DataView): PictureHeader | undefined {
  if (bytes.length < 33 || !startsWith(bytes, 12, 'IHDR')) return undefined;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (startsWith(bytes, at + 4, 'IEND'))
      return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  return undefined;
}

/** JPEG (ITU T.81) annex B: segments up to the frame's, which has the size; the end of the picture has a sign of its own. */
function readJpeg(bytes: Uint8Array, view: DataView): PictureHeader | undefined {
  let turned = false;
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker === 0xda) return undefined;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      if (!endsAfter(bytes, at)) return undefined;
      return { type: 'image/jpeg', ...(turned ? { width: height, height: width } : { width, height }) };
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xe1) turned ||= isTurned(bytes, view, at + 4, at + 2 + length);
    at += 2 + Math.max(2, length);
  }
  return undefined;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function endsAfter(bytes: Uint8Array, start: number): boolean {
  for (let at = bytes.lastIndexOf(0xd9); at > start; at = bytes.lastIndexOf(0xd9, at - 1)) {
    if (bytes[at - 1] === 0xff) return true;
  }
  return false;
}

const orientationTag = 0x0112;

/** Exif 2.3 §4.6.4: an orientation of 5 and more lays the picture on its side. */
function isTurned(bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
  const tiff = start + 6;
  if (!startsWith(bytes, start, 'Exif\0\0') || tiff + 8 > Math.min(end, bytes.length)) return false;
  const little = startsWith(bytes, tiff, 'II');
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > bytes.length) return false;
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > bytes.length) return false;
    if (view.getUint16(entry, little) === orientationTag) return view.getUint16(entry + 8, little) >= 5;
  }
  return false;
}

/** GIF89a §18: the screen's size; the file ends with a semicolon, after which some programs leave zeros. */
function readGif(bytes: Uint8Array, view: DataView): PictureHeader | undefined {
  if (bytes.length < 14 || !bytes.subarray(Math.max(13, bytes.length - 1024)).includes(0x3b))
    return undefined;
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** WebP (RFC 9649) §2: the first chunk has the size, in one of three forms. */
function readWebp(bytes: Uint8Array, view: DataView): PictureHeader | 'unknown' | undefined {
  if (!startsWith(bytes, 8, 'WEBP')) return 'unknown';
  if (bytes.length < 30 || view.getUint32(4, true) + 8 > bytes.length) return undefined;
  const size = webpSize(bytes, view);
  return size && { type: 'image/webp', width: size[0], height: size[1] };
}

function webpSize(bytes: Uint8Array, view: DataView): [width: number, height: number] | undefined {
  const uint24 = (at: number): number => view.getUint16(at, true) + (bytes[at + 2] ?? 0) * 0x10000;
  if (startsWith(bytes, 12, 'VP8X')) return [uint24(24) + 1, uint24(27) + 1];
  if (startsWith(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
  }
  if (!startsWith(bytes, 12, 'VP8 ')) return undefined;
  return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
}

function startsWith(bytes: Uint8Array, from: number, signature: string): boolean {
  return Array.from(signature).every((character, index) => bytes[from + index] === character.charCodeAt(0));
}
