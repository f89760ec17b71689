import { open } from 'node:fs/promises';
import type { Warning } from '../../domain/formats/text.ts';
import { formatTime } from '../../domain/time.ts';
import type { ProbedRecording } from './probe-recording.ts';
import type { Container } from './recognise-container.ts';

/** The bytes from a position on, fewer at the file's end. */
type ReadAt = (position: number, length: number) => Promise<Buffer>;

/**
 * Claims that a file ends before its own structure does, as a broken-off copy or a full disk leaves it; what was written
 * live and tells no length is taken as it is. MP4 is looked at when its container is recognised.
 */
export async function doesBreakOff(path: string, container: Container): Promise<boolean> {
  const look = looks[container];
  if (look === undefined) return false;
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const readAt: ReadAt = async (position, length) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, position);
      return bytes.subarray(0, bytesRead);
    };
    return await look(readAt, size);
  } finally {
    await file.close();
  }
}

/** Says of a recording that breaks off where it does. */
export function warnOfBreak({
  breaksOff,
  durationMs,
}: Pick<ProbedRecording, 'breaksOff' | 'durationMs'>): Warning[] {
  if (!breaksOff) return [];
  const message = `The recording’s file is not whole: it breaks off at ${formatTime(durationMs)}. If there was more, export or copy it again.`;
  return [{ message }];
}

const looks: Partial<Record<Container, (readAt: ReadAt, size: number) => Promise<boolean>>> = {
  matroska: segmentBreaksOff,
  avi: riffBreaksOff,
  flv: tagBreaksOff,
  mpegts: packetBreaksOff,
};

const segmentId = 0x1853_8067;

/** Matroska (RFC 9559, 5.1): a header, then one segment that tells its length. */
async function segmentBreaksOff(readAt: ReadAt, size: number): Promise<boolean> {
  const header = lengthAt(await readAt(4, 8));
  if (header?.value === undefined) return false;
  const at = 4 + header.bytes + header.value;
  const start = await readAt(at, 12);
  const segment = lengthAt(start.subarray(4));
  if (start.length < 12 || start.readUInt32BE(0) !== segmentId || segment?.value === undefined) return false;
  return at + 4 + segment.bytes + segment.value > size;
}

/** The length of an element (RFC 8794, 4); without a value where it is not known. */
function lengthAt(bytes: Buffer): { bytes: number; value?: number } | undefined {
  const [first = 0] = bytes;
  const width = Math.clz32(first) - 23;
  if (width > 8 || bytes.length < width) return undefined;
  const value = bytes.subarray(1, width).reduce((sum, byte) => sum * 256 + byte, first & (0xff >> width));
  return value >= 2 ** (7 * width) - 1 ? { bytes: width } : { bytes: width, value };
}

const mostRiffs = 10_000;

/** AVI: one RIFF chunk after another, each with its length. */
async function riffBreaksOff(readAt: ReadAt, size: number): Promise<boolean> {
  let at = 0;
  for (let count = 0; at + 8 <= size && count < mostRiffs; count++) {
    const header = await readAt(at, 8);
    const length = header.readUInt32LE(4);
    if (header.toString('latin1', 0, 4) !== 'RIFF' || length === 0 || length === 0xffff_ffff) return false;
    at += 8 + length;
  }
  return at > size;
}

const tagHeaderBytes = 11;

/** FLV (version 10.1, E.3): every tag is followed by its length, the last one too. */
async function tagBreaksOff(readAt: ReadAt, size: number): Promise<boolean> {
  const last = await readAt(size - 4, 4);
  if (last.length < 4) return false;
  const tag = last.readUInt32BE(0);
  if (tag < tagHeaderBytes || tag > size - 4) return true;
  const header = await readAt(size - 4 - tag, tagHeaderBytes);
  return header.readUIntBE(1, 3) + tagHeaderBytes !== tag;
}

const packetBytes = 188;

/** MPEG-TS: packets of one length; with a time in front of each they are four bytes longer. */
async function packetBreaksOff(readAt: ReadAt, size: number): Promise<boolean> {
  const isBare = (await readAt(0, 1))[0] === 0x47 && (await readAt(packetBytes, 1))[0] === 0x47;
  return size % (isBare ? packetBytes : packetBytes + 4) !== 0;
}
