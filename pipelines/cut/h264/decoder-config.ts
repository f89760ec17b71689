import { parameterSetsIn } from './nal-units.ts';

/** The parameter sets of an H.264 track and how its packets are framed (ISO/IEC 14496-15, AVCDecoderConfigurationRecord). */
export interface DecoderConfig {
  profile: number;
  compatibility: number;
  level: number;
  /** Bytes of the length before each NAL unit. */
  lengthSize: number;
  sequenceSets: readonly Uint8Array[];
  pictureSets: readonly Uint8Array[];
  /** What follows the picture sets in records of High profiles. */
  extension: Uint8Array;
}

/** Reads an `avcC` record; undefined when it is not whole. */
export function readDecoderConfig(bytes: Uint8Array): DecoderConfig | undefined {
  const [version, profile, compatibility, level, lengths, sequences] = bytes;
  if (version !== 1 || profile === undefined || compatibility === undefined || level === undefined)
    return undefined;
  if (lengths === undefined || sequences === undefined) return undefined;
  const sequence = readSets(bytes, 6, sequences & 0x1f);
  if (sequence === undefined) return undefined;
  const picture = readSets(bytes, sequence.end + 1, bytes[sequence.end] ?? 0);
  if (picture === undefined) return undefined;
  return {
    profile,
    compatibility,
    level,
    lengthSize: (lengths & 3) + 1,
    sequenceSets: sequence.sets,
    pictureSets: picture.sets,
    extension: bytes.subarray(picture.end),
  };
}

function readSets(
  bytes: Uint8Array,
  start: number,
  count: number,
): { sets: Uint8Array[]; end: number } | undefined {
  const sets: Uint8Array[] = [];
  let at = start;
  for (let number = 0; number < count; number++) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (length === 0 || at + 2 + length > bytes.length) return undefined;
    sets.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { sets, end: at };
}

/** Claims that a packet brings parameter sets of its own, so that the record does not describe it. */
export function bringsOtherSets(packet: Uint8Array, config: DecoderConfig): boolean {
  const known = [...config.sequenceSets, ...config.pictureSets];
  return parameterSetsIn(packet, config.lengthSize).some(
    (set) => !known.some((one) => Buffer.compare(one, set) === 0),
  );
}

/** Joins configurations into one `avcC` that lists the parameter sets of all; the first names profile and framing. */
export function joinDecoderConfigs(first: DecoderConfig, others: readonly DecoderConfig[]): Buffer {
  const configs = [first, ...others];
  const level = Math.max(...configs.map((config) => config.level));
  const sequenceSets = distinct(configs.flatMap((config) => config.sequenceSets));
  const pictureSets = distinct(configs.flatMap((config) => config.pictureSets));
  const head = [1, first.profile, first.compatibility, level, 0xfc | (first.lengthSize - 1)];
  return Buffer.concat([
    Buffer.from([...head, 0xe0 | sequenceSets.length]),
    ...sequenceSets.map(withLength),
    Buffer.from([pictureSets.length]),
    ...pictureSets.map(withLength),
    first.extension,
  ]);
}

function distinct(sets: readonly Uint8Array[]): Uint8Array[] {
  return sets.filter((set, at) => sets.findIndex((other) => Buffer.compare(other, set) === 0) === at);
}

function withLength(set: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([set.length >> 8, set.length & 255]), set]);
}
