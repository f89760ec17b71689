import { open } from 'node:fs/promises';
import { MediaError } from './media-error.ts';

/** The containers that are let through to ffmpeg; everything else is refused before a demuxer sees it. */
export const containers = [
  'mov',
  'matroska',
  'avi',
  'mpegts',
  'flv',
  'mpeg',
  'ogg',
  'flac',
  'wav',
  'mp3',
  'aac',
] as const;

/** One of the containers let through, by the name of ffmpeg's demuxer for it. */
export type Container = (typeof containers)[number];

const headBytes = 4096;

/**
 * Tells the container by its first bytes, never by its name. Throws MediaError `empty-recording`,
 * `not-a-recording`, or `truncated-recording` for an MP4 that ends inside a box or has lost its index.
 */
export async function recogniseContainer(path: string): Promise<Container> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0)
      throw new MediaError('empty-recording', 'The file is empty: nothing was recorded or uploaded.');
    const head = Buffer.alloc(Math.min(headBytes, size));
    await file.read(head, 0, head.length, 0);
    const container = containerOf(head);
    if (container === undefined) throw notARecording(head);
    if (container === 'mov') await walkBoxes(async (at) => readBytes(file, at), size);
    return container;
  } finally {
    await file.close();
  }
}

async function readBytes(file: { read: FileRead }, position: number): Promise<Buffer> {
  const bytes = Buffer.alloc(16);
  const { bytesRead } = await file.read(bytes, 0, 16, position);
  return bytes.subarray(0, bytesRead);
}

type FileRead = (
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
) => Promise<{ bytesRead: number }>;

const stillImageBrands = new Set([
  'heic',
  'heix',
  'heim',
  'heis',
  'mif1',
  'msf1',
  'avif',
  'avis',
  'crx ',
  'jxl ',
]);

/** The container that these first bytes begin, if it is one that we let through. */
export function containerOf(head: Buffer): Container | undefined {
  const tag = (at: number): string => head.toString('latin1', at, at + 4);
  if (['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot'].includes(tag(4))) {
    return tag(4) === 'ftyp' && stillImageBrands.has(tag(8)) ? undefined : 'mov';
  }
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
  if (tag(0) === 'RIFF' && tag(8) === 'AVI ') return 'avi';
  if (['RIFF', 'RF64'].includes(tag(0)) && tag(8) === 'WAVE') return 'wav';
  if (tag(0) === 'FLV\u0001') return 'flv';
  if (tag(0) === 'OggS') return 'ogg';
  if (tag(0) === 'fLaC') return 'flac';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x000001ba) return 'mpeg';
  if (repeats(head, 0x47, 0, 188) || repeats(head, 0x47, 4, 192)) return 'mpegts';
  if (tag(0).startsWith('ID3')) return 'mp3';
  return audioFrameOf(head);
}

function repeats(head: Buffer, value: number, first: number, step: number): boolean {
  return [0, 1, 2, 3].every((turn) => head[first + turn * step] === value);
}

/** Bare MPEG audio: the sync word of ADTS (AAC) or of layer III. */
function audioFrameOf(head: Buffer): Container | undefined {
  if (head[0] !== 0xff || head[1] === undefined) return undefined;
  if ((head[1] & 0xf6) === 0xf0) return 'aac';
  if ((head[1] & 0xe6) === 0xe2 && head[2] !== undefined && (head[2] & 0xf0) !== 0xf0) return 'mp3';
  return undefined;
}

function notARecording(head: Buffer): MediaError {
  const text = head
    .toString('latin1', 0, 64)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (text.startsWith('#EXTM3U')) {
    return new MediaError(
      'not-a-recording',
      'This is a playlist, which only names other files: upload the recording itself.',
    );
  }
  if (text.startsWith('ffconcat') || /^file\s+['"/]/.test(text)) {
    return new MediaError(
      'not-a-recording',
      'This is a list of files to join, not a recording: upload the recording itself.',
    );
  }
  return new MediaError(
    'not-a-recording',
    'This file is not a video or sound recording that Afterclass knows: MP4, MOV, MKV, WebM, AVI, MPEG, FLV, OGG, FLAC, WAV, MP3 and M4A are.',
  );
}

const maxBoxes = 100_000;

/** Walks the outermost boxes of an MP4: all must be whole, and a `moov` must be among them. */
async function walkBoxes(readAt: (position: number) => Promise<Buffer>, fileSize: number): Promise<void> {
  let position = 0;
  const seen = new Set<string>();
  for (let count = 0; position + 8 <= fileSize && count < maxBoxes; count++) {
    const header = await readAt(position);
    const type = header.toString('latin1', 4, 8);
    const size = boxSize(header, fileSize - position);
    if (size === undefined) break; // what follows is no box; whether enough came before is told below
    seen.add(type);
    position += size;
  }
  if (!seen.has('moov')) {
    throw new MediaError(
      'truncated-recording',
      'The recording is cut off: its index, which is written last, is missing. Export or upload it again.',
    );
  }
  // A fragmented recording is still good up to its last whole fragment.
  if (position > fileSize && !seen.has('moof')) {
    throw new MediaError(
      'truncated-recording',
      'The recording is cut off before its end. Export or upload it again.',
    );
  }
}

function boxSize(header: Buffer, rest: number): number | undefined {
  const size = header.readUInt32BE(0);
  if (size === 0) return rest;
  if (size !== 1) return size >= 8 ? size : undefined;
  const large = header.length >= 16 ? Number(header.readBigUInt64BE(8)) : 0;
  return large >= 16 ? large : undefined;
}
