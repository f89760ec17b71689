import { boxesIn, find } from './read-boxes.ts';

/** The decoder configuration record (`avcC`) in an `stsd` box with one H.264 entry; undefined for all others. */
export function avcConfigIn(descriptions: Buffer): Buffer | undefined {
  const entry = onlyEntry(descriptions);
  const pictureFieldBytes = 78;
  if (entry === undefined || !['avc1', 'avc3'].includes(entry.type)) return undefined;
  return find(entry.content.subarray(pictureFieldBytes), 'avcC');
}

/** The AudioSpecificConfig in an `stsd` box with one AAC entry, plain or as QuickTime wraps it; else undefined. */
export function aacConfigIn(descriptions: Buffer): Buffer | undefined {
  const entry = onlyEntry(descriptions);
  if (entry?.type !== 'mp4a') return undefined;
  // QuickTime's later versions of the entry carry more fields.
  const soundFieldBytes = [28, 44, 64][entry.content.readUInt16BE(8)];
  const boxes = soundFieldBytes === undefined ? undefined : entry.content.subarray(soundFieldBytes);
  const stream = boxes && (find(boxes, 'esds') ?? find(boxes, 'wave', 'esds'));
  return stream && decoderConfigIn(stream.subarray(4));
}

function onlyEntry(descriptions: Buffer): { type: string; content: Buffer } | undefined {
  const entries = [...boxesIn(descriptions.subarray(8))];
  return entries.length === 1 ? entries[0] : undefined;
}

const tags = { stream: 3, decoder: 4, config: 5 };
const aacObjectType = 0x40;

/** Walks the descriptors of ISO/IEC 14496-1, 7.2.6: stream, its decoder, the decoder's own bytes. */
function decoderConfigIn(bytes: Buffer): Buffer | undefined {
  const stream = descriptor(bytes, tags.stream);
  if (stream === undefined) return undefined;
  const flags = stream.readUInt8(2);
  const dependsOn = (flags & 0x80) === 0 ? 0 : 2;
  const url = (flags & 0x40) === 0 ? 0 : 1 + stream.readUInt8(3 + dependsOn);
  const clock = (flags & 0x20) === 0 ? 0 : 2;
  const decoder = descriptor(stream.subarray(3 + dependsOn + url + clock), tags.decoder);
  return decoder?.readUInt8(0) === aacObjectType ? descriptor(decoder.subarray(13), tags.config) : undefined;
}

function descriptor(bytes: Buffer, tag: number): Buffer | undefined {
  if (bytes.readUInt8(0) !== tag) return undefined;
  let [at, size, more] = [1, 0, true];
  while (more && at < 5) {
    const byte = bytes.readUInt8(at);
    size = size * 128 + (byte & 0x7f);
    more = (byte & 0x80) !== 0;
    at += 1;
  }
  return at + size <= bytes.length ? bytes.subarray(at, at + size) : undefined;
}
