import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import { MediaError } from '../media/media-error.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { encodePart } from './encode-part.ts';
import type { EncodedPart, JoinedEncoding } from './encode-part.ts';
import type { Join } from './find-join.ts';
import { joinDecoderConfigs } from './h264/decoder-config.ts';
import { isDisposablePacket } from './h264/nal-units.ts';
import { lastKeyShownBy } from './index-frames.ts';
import type { FrameIndex } from './index-frames.ts';
import { limitConcurrency } from './limit-concurrency.ts';
import { lastRow, rowsOf } from './mp4/packet-table.ts';
import { planCarrying } from './plan-carrying.ts';
import type { PacketReader } from './read-packets.ts';
import { writeCarried } from './write-carried.ts';
import { writeExcerpt } from './write-excerpt.ts';
import type { ReadPacket } from './write-excerpt.ts';

/** The pictures on both sides of a boundary that cannot be copied; either side may be empty. */
export interface BoundaryFrames {
  /** The last ones before it. */
  tail: readonly { pts: number }[];
  /** Those from it on, up to where copying can begin. */
  head: readonly { pts: number }[];
}

/** What is needed to encode them so that they can be joined to copied packets. */
export interface BoundarySource {
  video: ProbedVideo;
  index: FrameIndex;
  join: Join;
  pictures: PacketReader;
}

/** Both sides of a boundary, encoded; undefined for a side without frames. */
export interface EncodedBoundary {
  tail: EncodedPart | undefined;
  head: EncodedPart | undefined;
}

const encodeOnFreeCore = limitConcurrency(availableParallelism());

/**
 * Makes what lies around a boundary in one run: the recording is decoded once, from the key packet before it, and of
 * what comes before the first wanted frame only the pictures that others refer to. Of the pictures after the boundary as
 * few are encoded as the others can be carried over with; where that cannot be, all are. Throws MediaError.
 */
export async function encodeBoundary(
  job: CutJob,
  source: BoundarySource,
  { tail, head }: BoundaryFrames,
): Promise<EncodedBoundary> {
  const frames = [...tail, ...head];
  const [first] = frames;
  if (first === undefined) return { tail: undefined, head: undefined };
  const name = `boundary-${first.pts}-${tail.length}-${head.length}`;
  const packets = await readAround(source, frames);
  const plan = planCarrying(packets, source.join, { tail, head });
  if (plan !== undefined) {
    const samplesPath = join(job.workDir, `${name}-recorded.gray`);
    const sampled = Float64Array.from(plan.head.slice(0, plan.compared), (picture) => picture.name);
    const how = { alone: { samplesPath, sampled } };
    const part = await encodeFrames(job, source, { packets, name, frames: plan.encode, how });
    const carried = await writeCarried(job, source, { plan, part, samplesPath, packets, name });
    if (carried !== undefined) return carried;
  }
  const keyAt = tail.length > 0 && head.length > 0 ? tail.length : undefined;
  const part = await encodeFrames(job, source, { packets, name, frames, how: { keyAt } });
  return takeApart(part, tail.length);
}

interface FramesToEncode {
  packets: readonly ReadPacket[];
  name: string;
  frames: readonly { pts: number }[];
  how: Pick<JoinedEncoding, 'alone' | 'keyAt'>;
}

async function encodeFrames(
  job: CutJob,
  source: BoundarySource,
  { packets, name, frames, how }: FramesToEncode,
): Promise<EncodedPart> {
  const { match, freeSetId, config } = source.join;
  const wanted = [...frames.map(({ pts }) => pts), ...(how.alone?.sampled ?? [])];
  const excerpt = await writeExcerpt(job, source, {
    ...{ name: `${name}-source`, avcC: joinDecoderConfigs(config, []) },
    packets: neededFor(wanted, { packets, lengthSize: config.lengthSize }),
  });
  const joined = { match: { ...match, setId: freeSetId }, excerpt, ...how };
  const { video, index } = source;
  const request = { name, video, index, frames: Float64Array.from(frames, ({ pts }) => pts), joined };
  return encodeOnFreeCore(async () => encodePart(job, { ...request, toEnd: false }));
}

function takeApart(part: EncodedPart, tailFrames: number): EncodedBoundary {
  const side = (from: number, to: number): EncodedPart | undefined => {
    const packets = rowsOf(part.packets, from, to);
    if (packets.count === 0) return undefined;
    // Nothing that is decoded before a picture that begins anew is shown after it.
    if (packets.keys[0] !== 1)
      throw new MediaError('clip-not-exact', 'The encoder did not begin anew at the boundary.');
    return { ...part, packets };
  };
  return { tail: side(0, tailFrames), head: side(tailFrames, part.packets.count) };
}

/** What lies between two key frames is held in memory; a longer stretch is left to the encoder of whole chapters. */
const maxExcerptBytes = 64 * 1024 * 1024;

/** Reads from the key packet at or before the first frame to the last packet that holds one of the frames. */
async function readAround(
  { index, pictures }: BoundarySource,
  frames: readonly { pts: number }[],
): Promise<ReadPacket[]> {
  const wanted = new Set(frames.map(({ pts }) => pts));
  const firstPts = frames[0]?.pts ?? 0;
  const from = Math.max(0, lastKeyShownBy(index.packets, firstPts));
  const to = lastRow(index.packets, (time) => wanted.has(time)) + 1;
  const run = rowsOf(index.packets, from, to);
  if (run.sizes.reduce((sum, size) => sum + size, 0) > maxExcerptBytes)
    throw new MediaError('clip-not-exact', 'There is too much between the key frames of the recording.');
  const read = await pictures.read(from, to);
  return read.map((bytes, at) => {
    const [pts, duration] = [run.times[at] ?? 0, run.durations[at] ?? 0];
    return { pts, duration, key: run.keys[at] === 1, bytes };
  });
}

/** The packets that decoding the frames of these times needs. */
function neededFor(
  times: readonly number[],
  { packets, lengthSize }: { packets: readonly ReadPacket[]; lengthSize: number },
): ReadPacket[] {
  const wanted = new Set(times);
  const firstPts = times[0] ?? 0;
  return packets
    .slice(0, packets.findLastIndex(({ pts }) => wanted.has(pts)) + 1)
    .filter(({ pts, bytes }) => pts >= firstPts || !isDisposablePacket(bytes, lengthSize));
}
