import { base64Bytes, decodeBase64 } from '../formats/base64.ts';
import { safeFileName } from '../file-name.ts';
import { shorten } from '../formats/text.ts';
import {
  maxAltLength,
  maxPictureBytes,
  maxQuizPictureBytes,
  maxQuizPictures,
  type Picture,
} from '../picture.ts';
import { checkPicture, damaged, otherKind, tooLarge } from '../picture/check-picture.ts';
import { lostPicture, type LostFromText } from './lost-from-text.ts';

/** The pictures that a file's questions show; each has an id of its own within the file. */
export class FoundPictures {
  /** The bytes of each, by its id. */
  readonly files = new Map<string, Uint8Array>();
  private totalBytes = 0;

  /** Keeps a picture, or says in a few words why not. Its words are whoever's who shows it. */
  keep(bytes: Uint8Array, name: string): Omit<Picture, 'alt'> | string {
    const refusal = this.refuse(bytes.length);
    if (refusal !== undefined) return refusal;
    const header = checkPicture(bytes);
    if (typeof header === 'string') return header;
    const id = `picture-${String(this.files.size + 1)}`;
    this.files.set(id, bytes);
    this.totalBytes += bytes.length;
    const { type, width, height } = header;
    return {
      id,
      name: name === '' ? nameOfKind(type) : safeFileName(name),
      type,
      width,
      height,
      bytes: bytes.length,
    };
  }

  /** Says whether so many bytes more are too many, before anybody decodes them. */
  refuse(bytes: number): string | undefined {
    if (bytes > maxPictureBytes) return tooLarge;
    if (this.files.size >= maxQuizPictures) return `a quiz keeps up to ${String(maxQuizPictures)} pictures`;
    return this.totalBytes + bytes > maxQuizPictureBytes
      ? `a quiz keeps up to ${String(maxQuizPictureBytes / 1_000_000)} MB of pictures`
      : undefined;
  }
}

/** Gives the picture at an address with the words beside it, or what is lost with it. */
export type PictureFinder = (address: string, alt: string) => Picture | LostFromText;

/** A file of what was given, by an address as a text has it; undefined where it is not there. */
export type OpenPicture = (address: string) => { bytes: Uint8Array; name?: string } | undefined;

/**
 * Finds pictures that an address holds itself (`data:`) and those that `open` has. Nothing is fetched from the network.
 * The same address is the same picture.
 */
export function pictureFinder(found: FoundPictures, open: OpenPicture = () => undefined): PictureFinder {
  const known = new Map<string, Omit<Picture, 'alt'> | LostFromText>();
  return (address, alt) => {
    const picture = known.get(address) ?? take(found, open, address);
    known.set(address, picture);
    return typeof picture === 'string' ? picture : { ...picture, alt: shorten(alt.trim(), maxAltLength) };
  };
}

function take(found: FoundPictures, open: OpenPicture, address: string): Omit<Picture, 'alt'> | LostFromText {
  const name = fileNameIn(address);
  const file = /^data:/i.test(address) ? openData(found, address) : open(address);
  if (file === undefined) return lostPicture(address, /\.svgz?$/i.test(name) ? otherKind : undefined);
  if (typeof file === 'string') return lostPicture(address, file);
  const kept = found.keep(file.bytes, file.name ?? name);
  return typeof kept === 'string' ? lostPicture(address, kept) : kept;
}

/** RFC 2397; what lies between the type and the data may name the file. */
function openData(found: FoundPictures, address: string): { bytes: Uint8Array; name: string } | string {
  const comma = address.indexOf(',');
  const head = address.slice(0, comma);
  const refusal = found.refuse(base64Bytes(address.slice(comma + 1)));
  if (refusal !== undefined) return refusal;
  if (/^data:image\/svg/i.test(head)) return otherKind;
  const bytes = /;base64$/i.test(head) ? decodeBase64(decodeAddress(address.slice(comma + 1))) : undefined;
  const name = /;name=([^;,]{1,300})/i.exec(head)?.[1] ?? '';
  return bytes === undefined ? damaged : { bytes, name: decodeAddress(name) };
}

function fileNameIn(address: string): string {
  if (/^data:/i.test(address)) return '';
  return decodeAddress(address.replace(/[?#].*$/s, '').replace(/^.*[/\\]/s, ''));
}

/** An address with its `%20` as they are meant; as it stands where they mean nothing. */
export function decodeAddress(address: string): string {
  try {
    return address.includes('%') ? decodeURIComponent(address) : address;
  } catch {
    return address;
  }
}

function nameOfKind(type: Picture['type']): string {
  return `picture.${type === 'image/jpeg' ? 'jpg' : type.slice('image/'.length)}`;
}
