import type { Random } from './random.ts';

/** A way to damage a file: what is done to it, and what comes of its bytes. Each gives the same for the same seed. */
export interface Damage {
  what: string;
  apply: (bytes: Buffer, random: Random) => Buffer;
}

/** What can happen to any file: a bad disk, a broken-off copy, a lost or doubled block. */
export const anyDamage: readonly Damage[] = [
  { what: 'a bit in 100 000 flipped', apply: (bytes, random) => flipBits(bytes, random, { share: 1e-5 }) },
  { what: 'a bit in 1000 flipped', apply: (bytes, random) => flipBits(bytes, random, { share: 1e-3 }) },
  { what: 'its head spoilt', apply: (bytes, random) => flipBits(bytes, random, { share: 0.01, to: 4096 }) },
  { what: 'its end spoilt', apply: (bytes, random) => flipBits(bytes, random, { share: 0.01, from: -4096 }) },
  { what: 'its second half missing', apply: (bytes) => Buffer.from(bytes.subarray(0, bytes.length >> 1)) },
  { what: 'all but 3 kB missing', apply: (bytes) => Buffer.from(bytes.subarray(0, 3000)) },
  {
    what: 'a block of zeros',
    apply: (bytes) => Buffer.from(bytes).fill(0, Math.floor(bytes.length / 3), bytes.length >> 1),
  },
  {
    what: 'a block twice and another lost',
    apply: (bytes) => {
      const block = Math.floor(bytes.length / 7);
      return Buffer.concat([
        bytes.subarray(0, 3 * block),
        bytes.subarray(2 * block, 4 * block),
        bytes.subarray(5 * block),
      ]);
    },
  },
];

/** What can be wrong in an MP4 or MOV: boxes in the wrong place, and numbers that no file can keep. */
export const boxDamage: readonly Damage[] = [
  ...['stsz', 'stts', 'stsc'].map((type) => ({
    what: `${type} counting two thousand million entries`,
    apply: (bytes: Buffer) => patch(bytes, type, { at: type === 'stsz' ? 12 : 8, value: 0x7fff_ffff }),
  })),
  {
    what: 'one entry of stts for four thousand million samples',
    apply: (bytes) => patch(bytes, 'stts', { at: 12, value: 0xffff_ffff }),
  },
  {
    what: 'stsz of one size for all, and absurdly many',
    apply: (bytes) =>
      patch(patch(bytes, 'stsz', { at: 8, value: 1 }), 'stsz', { at: 12, value: 0xffff_fff0 }),
  },
  {
    what: 'samples of two gigabytes',
    apply: (bytes) => patch(bytes, 'stsz', { at: 16, value: 0x7fff_fff0 }),
  },
  { what: 'chunks beyond its end', apply: (bytes) => patch(bytes, 'stco', { at: 12, value: 0xffff_fff0 }) },
  { what: 'a time scale of 0', apply: (bytes) => patch(bytes, 'mdhd', { at: 16, value: 0 }) },
  { what: 'a length of 2^32 − 1', apply: (bytes) => patch(bytes, 'mvhd', { at: 20, value: 0xffff_ffff }) },
  {
    what: 'pictures of 65 535 × 65 535',
    apply: (bytes) => patch(bytes, 'avc1', { at: 28, value: 0xffff_ffff }),
  },
  { what: 'trak of size 0', apply: (bytes) => patch(bytes, 'trak', { at: -4, value: 0 }) },
  { what: 'trak of size 1', apply: (bytes) => patch(bytes, 'trak', { at: -4, value: 1 }) },
  { what: 'stbl of 2^31', apply: (bytes) => patch(bytes, 'stbl', { at: -4, value: 0x8000_0000 }) },
  {
    what: 'moov of 2^63',
    apply: (bytes) =>
      Buffer.concat([
        patch(bytes, 'moov', { at: -4, value: 1 }).subarray(0, bytes.indexOf('moov') + 4),
        Buffer.from('8000000000000000', 'hex'),
        bytes.subarray(bytes.indexOf('moov') + 4),
      ]),
  },
  { what: 'its boxes in the wrong order', apply: (bytes) => swapTypes(bytes, 'stsz', 'stco') },
  { what: 'two indexes', apply: doubleIndex },
  { what: 'no table of sizes', apply: (bytes) => rename(bytes, 'stsz') },
  { what: 'no decoder’s record', apply: (bytes) => rename(bytes, 'avcC') },
  {
    what: 'a decoder’s record of sets that it does not hold',
    apply: (bytes) => patch(bytes, 'avcC', { at: 8, value: 0xffff_ffff }),
  },
  {
    what: 'a decoder’s record of another profile',
    apply: (bytes) => patch(bytes, 'avcC', { at: 4, value: 0x0142_0000 }),
  },
  {
    what: 'ctts counting two thousand million entries',
    apply: (bytes) => patch(bytes, 'ctts', { at: 8, value: 0x7fff_ffff }),
  },
  {
    what: 'ctts of pictures shown hours later',
    apply: (bytes) => patch(bytes, 'ctts', { at: 16, value: 0x7fff_0000 }),
  },
  {
    what: 'edits that begin beyond its end',
    apply: (bytes) => patch(bytes, 'elst', { at: 16, value: 0x7000_0000 }),
  },
  {
    what: 'a thousand million edits',
    apply: (bytes) => patch(bytes, 'elst', { at: 8, value: 0x4000_0000 }),
  },
  { what: 'edits of no speed', apply: (bytes) => patch(bytes, 'elst', { at: 20, value: 0 }) },
  { what: 'a sample of no bytes', apply: (bytes) => patch(bytes, 'stsz', { at: 28, value: 0 }) },
  { what: 'samples of no duration', apply: (bytes) => patch(bytes, 'stts', { at: 16, value: 0 }) },
  { what: 'a movie’s clock of 0', apply: (bytes) => patch(bytes, 'mvhd', { at: 16, value: 0 }) },
  { what: 'mdat of size 0', apply: (bytes) => patch(bytes, 'mdat', { at: -4, value: 0 }) },
  {
    what: 'key pictures beyond its end',
    apply: (bytes) => patch(bytes, 'stss', { at: 12, value: 0xffff_ffff }),
  },
  {
    what: 'an index cut off in its middle, at the end of the file',
    apply: (bytes) => {
      const from = bytes.indexOf('moov') - 4;
      const index = bytes.subarray(from, from + bytes.readUInt32BE(from));
      const moved = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + index.length), index]);
      return moved.subarray(0, moved.length - (index.length >> 1));
    },
  },
];

/** What can be wrong in an MP4 that is written in fragments. */
export const fragmentDamage: readonly Damage[] = [
  {
    what: 'its last fragment cut off',
    apply: (bytes) => Buffer.from(bytes.subarray(0, bytes.lastIndexOf('moof') + 40)),
  },
  {
    what: 'a fragment without its data',
    apply: (bytes) => {
      const from = bytes.indexOf('mdat') - 4;
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + bytes.readUInt32BE(from))]);
    },
  },
  {
    what: 'fragments that count a million samples',
    apply: (bytes) => patch(bytes, 'trun', { at: 8, value: 1_000_000 }),
  },
  {
    what: 'fragments whose clock starts anew',
    apply: (bytes) => patch(patch(bytes, 'tfdt', { at: 8, value: 0 }), 'tfdt', { at: 12, value: 0 }),
  },
  {
    what: 'fragments whose data lies before the file',
    apply: (bytes) => patch(bytes, 'trun', { at: 12, value: 0x8000_0000 }),
  },
];

/** What can be wrong in Matroska and WebM: elements whose sizes no file can have. */
export const elementDamage: readonly Damage[] = [
  { what: 'a cluster of 2^56 bytes', apply: (bytes) => sizeAfter(bytes, '1f43b675', '01fffffffffffffe') },
  { what: 'tracks of 2^56 bytes', apply: (bytes) => sizeAfter(bytes, '1654ae6b', '01fffffffffffffe') },
  { what: 'blocks of no bytes', apply: (bytes) => sizeAfter(bytes, 'a3', '80', 1) },
  { what: 'a cluster of unknown size', apply: (bytes) => sizeAfter(bytes, '1f43b675', '01ffffffffffffff') },
  {
    what: 'a segment of unknown size, cut off',
    apply: (bytes) =>
      sizeAfter(bytes, '18538067', '01ffffffffffffff').subarray(0, Math.floor(bytes.length * 0.7)),
  },
  { what: 'blocks that say they are laced', apply: laceBlocks },
  { what: 'a clock that stands still', apply: (bytes) => valueOf(bytes, '2ad7b1', 0) },
  { what: 'a clock of 2^24 nanoseconds', apply: (bytes) => valueOf(bytes, '2ad7b1', 0xff) },
];

/** What can be wrong in a transport stream: packets lost, in the wrong order, or without their first byte. */
export const packetDamage: readonly Damage[] = [
  {
    what: 'its packets in any order',
    apply: (bytes, random) =>
      packets(bytes)
        .map((packet) => ({ packet, place: random() }))
        .sort((one, other) => one.place - other.place)
        .reduce((whole, { packet }, at) => (packet.copy(whole, at * 188), whole), Buffer.alloc(bytes.length)),
  },
  {
    what: 'every seventh packet lost',
    apply: (bytes) => Buffer.concat(packets(bytes).filter((_, at) => at % 7 !== 5)),
  },
  {
    what: 'no tables of what is in it',
    apply: (bytes) =>
      Buffer.concat(packets(bytes).filter((packet) => ![0, 4096].includes(packet.readUInt16BE(1) & 0x1fff))),
  },
];

/** What can be wrong in AVI: sizes and rates that cannot be. */
export const chunkDamage: readonly Damage[] = [
  { what: 'an AVI rate of 0 in 0', apply: (bytes) => patch(bytes, 'strh', { at: 24, value: 0 }) },
  {
    what: 'AVI chunks of four gigabytes',
    apply: (bytes) => patch(bytes, '00dc', { at: 4, value: 0xffff_ffff }),
  },
];

/** What can be wrong in FLV: tags of any size, at any time. */
export const tagDamage: readonly Damage[] = [
  {
    what: 'a tag of sixteen megabytes',
    apply: (bytes) =>
      Buffer.concat([bytes.subarray(0, 14), Buffer.from('ffffff', 'hex'), bytes.subarray(17)]),
  },
];

function flipBits(
  bytes: Buffer,
  random: Random,
  { share, from = 0, to = bytes.length }: { share: number; from?: number; to?: number },
): Buffer {
  const damaged = Buffer.from(bytes);
  const first = from < 0 ? Math.max(0, bytes.length + from) : from;
  const length = Math.min(to, bytes.length) - first;
  const count = Math.max(1, Math.round(length * 8 * share));
  for (let flipped = 0; flipped < count; flipped++) {
    const at = first + Math.floor(random() * length);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return damaged;
}

/** Writes a 32-bit number at so many bytes after every box of a type begins to say its type. */
function patch(bytes: Buffer, type: string, { at, value }: { at: number; value: number }): Buffer {
  const damaged = Buffer.from(bytes);
  for (let found = bytes.indexOf(type); found >= 0; found = bytes.indexOf(type, found + 4)) {
    const place = found + at;
    if (place >= 0 && place + 4 <= bytes.length) damaged.writeUInt32BE(value >>> 0, place);
  }
  return damaged;
}

function swapTypes(bytes: Buffer, one: string, other: string): Buffer {
  const damaged = Buffer.from(bytes);
  damaged.write(other, bytes.indexOf(one), 'latin1');
  damaged.write(one, bytes.indexOf(other), 'latin1');
  return damaged;
}

function rename(bytes: Buffer, type: string): Buffer {
  const damaged = Buffer.from(bytes);
  damaged.write('free', bytes.indexOf(type), 'latin1');
  return damaged;
}

function doubleIndex(bytes: Buffer): Buffer {
  const from = bytes.indexOf('moov') - 4;
  return Buffer.concat([bytes, bytes.subarray(from, from + bytes.readUInt32BE(from))]);
}

/** Writes another size behind the first elements of an id. */
function sizeAfter(bytes: Buffer, id: string, size: string, skip = 0): Buffer {
  const damaged = Buffer.from(bytes);
  const marker = Buffer.from(id, 'hex');
  let found = bytes.indexOf(marker);
  for (let count = 0; count < skip; count++) found = bytes.indexOf(marker, found + 1);
  Buffer.from(size, 'hex').copy(damaged, found + marker.length);
  return damaged;
}

/** Sets the flags of Xiph's lacing in every other simple block of the first cluster. */
function laceBlocks(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  const first = bytes.indexOf(Buffer.from('1f43b675', 'hex'));
  let turn = 0;
  for (let at = bytes.indexOf(0xa3, first); at >= 0 && turn < 40; at = bytes.indexOf(0xa3, at + 1)) {
    const sizeBytes = Math.clz32(bytes[at + 1] ?? 0) - 23;
    const flags = at + 1 + sizeBytes + 3;
    if (sizeBytes > 4 || flags >= bytes.length || (bytes[flags] ?? 0) & 0x7e) continue;
    turn += 1;
    if (turn % 2 === 1) damaged[flags] = (bytes[flags] ?? 0) | 0x02;
  }
  return damaged;
}

/** Fills the value of an element with one byte over and over. */
function valueOf(bytes: Buffer, id: string, byte: number): Buffer {
  const damaged = Buffer.from(bytes);
  const at = bytes.indexOf(Buffer.from(id, 'hex')) + id.length / 2;
  const length = (bytes[at] ?? 0x80) & 0x7f;
  return damaged.fill(byte, at + 1, at + 1 + length);
}

function packets(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.floor(bytes.length / 188) }, (_, at) =>
    bytes.subarray(at * 188, (at + 1) * 188),
  );
}
