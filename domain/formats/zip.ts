import { strToU8, Unzip, UnzipInflate, zipSync, type UnzipFile } from 'fflate';
import type { Problem } from './text.ts';

/** What is taken out of an archive, and how much of it at most. */
export interface ZipLimits {
  /** Whether a file is wanted; the others are passed over without being unpacked. */
  wants: (name: string) => boolean;
  /** The most bytes that the wanted files may unpack to, together. */
  maxBytes: number;
  /** The most files that the archive may list. */
  maxFiles?: number;
  /** Files that are unpacked as far as there is room for them; one that is too large is passed over. */
  spare?: { wants: (name: string) => boolean; maxBytes: number; maxFileBytes: number };
}

/**
 * Unpacks the wanted files of a zip. What is unpacked is counted as it comes, whatever the archive claims, so a bomb
 * ends at `maxBytes`; names that leave their folder are never given.
 */
export function readZip(
  bytes: Uint8Array,
  limits: ZipLimits,
): { files: ReadonlyMap<string, Uint8Array> } | { problem: Problem } {
  try {
    return { files: unpack(bytes, limits) };
  } catch (error) {
    const message = error instanceof TooLarge ? error.message : 'The archive is broken, cut off or locked.';
    return { problem: { message } };
  }
}

/** The names of the files in a zip, of which none is unpacked; none of what is no zip that can be read. */
export function namesInZip(bytes: Uint8Array): string[] {
  const names: string[] = [];
  const noteName = (name: string): boolean => {
    names.push(name);
    return false;
  };
  readZip(bytes, { wants: noteName, maxBytes: 0 });
  return names;
}

/** Whether bytes begin as a zip does: also a docx, xlsx, h5p or imscc. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  return first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04;
}

/** Packs files by their paths into a zip, always the same for the same files. */
export function writeZip(files: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const packed = [...files].map(
    ([name, file]) => [name, typeof file === 'string' ? strToU8(file) : file] as const,
  );
  return zipSync(Object.fromEntries(packed), { mtime: '1980-01-01T00:00:00' });
}

class TooLarge extends Error {}

/** Pieces this small keep a bomb's overshoot, and the unpacker's recursion, small. */
const pieceBytes = 16 * 1024;

function unpack(bytes: Uint8Array, limits: ZipLimits): Map<string, Uint8Array> {
  const { wants, maxBytes, maxFiles = 2000, spare } = limits;
  const pieces = new Map<string, Uint8Array[]>();
  let listed = 0;
  let unpacked = 0;
  let spared = 0;
  const takeSpare = (file: UnzipFile, most: number): void => {
    const own: Uint8Array[] = [];
    let bytes = 0;
    file.ondata = (error, piece, isLast) => {
      bytes += piece.length;
      if (error !== null || bytes > most) {
        file.terminate();
        return;
      }
      own.push(piece);
      if (!isLast) return;
      spared += bytes;
      pieces.set(file.name, own);
    };
    file.start();
  };
  const take = (file: UnzipFile): void => {
    listed += 1;
    if (listed > maxFiles)
      throw new TooLarge(`The archive holds more than ${String(maxFiles)} files and was not opened.`);
    if (!staysInside(file.name) || pieces.has(file.name)) return;
    if (spare !== undefined && spared < spare.maxBytes && spare.wants(file.name))
      takeSpare(file, Math.min(spare.maxFileBytes, spare.maxBytes - spared));
    if (!wants(file.name)) return;
    const own: Uint8Array[] = [];
    pieces.set(file.name, own);
    file.ondata = (error, piece) => {
      if (error !== null) throw error;
      unpacked += piece.length;
      if (unpacked > maxBytes)
        throw new TooLarge(`The archive unpacks to more than ${megabytes(maxBytes)} and was not opened.`);
      own.push(piece);
    };
    file.start();
  };
  const unzip = new Unzip(take);
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    unzip.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
  }
  return new Map([...pieces].map(([name, own]) => [name, join(own)]));
}

function staysInside(name: string): boolean {
  return !/^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(name);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 1_000_000))} MB`;
}
