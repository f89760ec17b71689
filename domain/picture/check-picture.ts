import { maxPictureBytes, maxPicturePixels } from '../picture.ts';
import { readPictureHeader, type PictureHeader } from './read-header.ts';

/** What a picture that can be kept says of itself, or in a few words why it cannot be kept. */
export function checkPicture(bytes: Uint8Array): PictureHeader | string {
  if (bytes.length > maxPictureBytes) return tooLarge;
  const header = readPictureHeader(bytes);
  if (header === 'unknown') return otherKind;
  if (header === 'damaged') return damaged;
  return header.width * header.height > maxPicturePixels
    ? `more than ${String(maxPicturePixels / 1_000_000)} million pixels`
    : header;
}

export const tooLarge = `larger than ${String(maxPictureBytes / 1_000_000)} MB`;
export const otherKind = 'only PNG, JPEG, GIF and WebP are kept';
export const damaged = 'its data is damaged';
