import type { EncodeMatch } from './encode-part.ts';
import { readDecoderConfig } from './h264/decoder-config.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import { isIdrPacket } from './h264/nal-units.ts';
import { pictureSetId, readSequenceSet } from './h264/sequence-set.ts';
import type { SequenceSet } from './h264/sequence-set.ts';
import type { FrameIndex } from './index-frames.ts';
import { firstAtLeast } from './mp4/packet-table.ts';
import type { FramePlan } from './plan-cut.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import type { PacketReader } from './read-packets.ts';

/** Where copying can begin in a chapter, and what encoded parts must share with the copied packets. */
export interface Join {
  pts: number;
  config: DecoderConfig;
  match: Omit<EncodeMatch, 'setId'>;
  sequence: SequenceSet;
  /** A number of parameter sets that the recording does not use… */
  freeSetId: number;
  /** …and one more, for picture sets that go with its own sequence set. */
  freePictureSetId: number;
}

/**
 * Finds the first picture of a chapter at which other pictures can be joined: an H.264 IDR by its NAL type, in
 * a stream of a form that we can encode to match. Gives undefined where there is none.
 */
export async function findJoin(
  { video }: { video: ProbedVideo },
  { avcC, index, pictures }: { avcC: Uint8Array | undefined; index: FrameIndex; pictures: PacketReader },
  plan: FramePlan,
): Promise<Join | undefined> {
  if (index.source !== 'tables' || video.codec !== 'h264' || video.interlaced) return undefined;
  if (!['yuv420p', 'yuvj420p'].includes(video.pixelFormat)) return undefined;
  const form = avcC === undefined ? undefined : formOf(avcC);
  if (form === undefined) return undefined;
  const { times, keys, count } = index.packets;
  const planned = plan.frames.pts;
  for (let at = 0; at < count; at++) {
    const pts = times[at] ?? 0;
    if (keys[at] !== 1 || planned[firstAtLeast(planned, pts)] !== pts) continue;
    const [bytes] = await pictures.read(at, at + 1);
    // All that follows such a packet stands without what came before.
    if (bytes !== undefined && isIdrPacket(bytes, form.config.lengthSize)) return { pts, ...form };
  }
  return undefined;
}

const profiles = new Map<number, EncodeMatch['profile']>([
  [66, 'baseline'],
  [77, 'main'],
  [100, 'high'],
]);

/** The form of the stream, if it is one that can be joined: one set of each kind, 8-bit 4:2:0, whole frames. */
function formOf(description: Uint8Array): Omit<Join, 'pts'> | undefined {
  const config = readDecoderConfig(description);
  const [sequenceSet, ...others] = config?.sequenceSets ?? [];
  if (config === undefined || sequenceSet === undefined || others.length > 0 || config.lengthSize !== 4)
    return undefined;
  const set = readSequenceSet(sequenceSet);
  const profile = profiles.get(config.profile);
  if (set === undefined || profile === undefined || !isPlain(set)) return undefined;
  const [freeSetId, freePictureSetId] = freeIdsBeside(set, config);
  const reorderFrames = profile === 'baseline' ? 0 : (set.reorderFrames ?? 2);
  return {
    ...{ config, sequence: set, freeSetId, freePictureSetId },
    match: { profile, level: config.level, referenceFrames: set.referenceFrames, reorderFrames },
  };
}

/** Sequence and picture sets are numbered apart, but an encoder gives both of its own one number. */
function freeIdsBeside({ id }: SequenceSet, { pictureSets }: DecoderConfig): [number, number] {
  const used = new Set([id, ...pictureSets.map(pictureSetId)]);
  const mostSequenceSets = 32;
  const [one = 1, other = 2] = Array.from({ length: mostSequenceSets }, (_, number) => number).filter(
    (number) => number > 0 && !used.has(number),
  );
  return [one, other];
}

function isPlain(set: SequenceSet): boolean {
  return set.chromaFormat === 1 && set.bitDepth === 8 && set.framesOnly;
}
