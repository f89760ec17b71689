import type { VideoCodec } from 'mediabunny';
import { bytesOf } from './encode-part.ts';
import type { EncodeMatch } from './encode-part.ts';
import { readDecoderConfig } from './h264/decoder-config.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import { isIdrPacket } from './h264/nal-units.ts';
import { readSequenceSet } from './h264/sequence-set.ts';
import type { SequenceSet } from './h264/sequence-set.ts';
import type { FrameIndex, RecordingFile } from './index-frames.ts';
import type { FramePlan } from './plan-cut.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { openSampleTables } from '../media/sample-tables.ts';

/** Where copying can begin in a chapter, and what encoded parts must share with the copied packets. */
export interface Join {
  pts: number;
  config: DecoderConfig;
  match: Omit<EncodeMatch, 'setId'>;
  /** Numbers of parameter sets that the recording does not use. */
  freeSetIds: readonly [number, number];
}

const copyableCodec: VideoCodec = 'avc';

/**
 * Finds the first picture of a chapter at which other pictures can be joined: an H.264 IDR by its NAL type, in
 * a stream of a form that we can encode to match. Gives undefined where there is none.
 */
export async function findJoin(
  { path, recording, video }: RecordingFile & { video: ProbedVideo },
  index: FrameIndex,
  plan: FramePlan,
): Promise<Join | undefined> {
  if (index.source !== 'tables' || video.codec !== 'h264' || video.interlaced) return undefined;
  if (!['yuv420p', 'yuvj420p'].includes(video.pixelFormat)) return undefined;
  const tables = openSampleTables(path, recording.container);
  try {
    const table = await tables?.video(video.trackNumber);
    if (table === undefined || (await table.track.getCodec()) !== copyableCodec) return undefined;
    const description = (await table.track.getDecoderConfig())?.description;
    const form = description === undefined ? undefined : formOf(bytesOf(description));
    if (form === undefined) return undefined;
    const { num, den } = index.timeBase;
    const shown = new Set(plan.frames.map(({ pts }) => pts));
    for (const { pts } of index.packets.filter((packet) => packet.key && shown.has(packet.pts))) {
      const packet = await table.packets.getKeyPacket((pts * num) / den + num / den / 4);
      if (packet !== null && isIdrPacket(packet.data, form.config.lengthSize)) return { pts, ...form };
    }
    return undefined;
  } finally {
    tables?.close();
  }
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
  if (set === undefined || profile === undefined || !isJoinable(set)) return undefined;
  const [first, second] = [1, 2, 3].filter((id) => id !== set.id);
  if (first === undefined || second === undefined) return undefined;
  const reorderFrames = profile === 'baseline' ? 0 : (set.reorderFrames ?? 2);
  return {
    config,
    freeSetIds: [first, second],
    match: { profile, level: config.level, referenceFrames: set.referenceFrames, reorderFrames },
  };
}

function isJoinable(set: SequenceSet): boolean {
  return set.chromaFormat === 1 && set.bitDepth === 8 && set.framesOnly;
}
