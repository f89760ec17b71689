import type { CutJob } from '../jobs/cut-job.ts';
import { MediaError } from '../media/media-error.ts';
import { encodeBoundary } from './encode-boundary.ts';
import type { BoundaryFrames, BoundarySource, EncodedBoundary } from './encode-boundary.ts';
import type { EncodedPart } from './encode-part.ts';
import { isIdrPacket } from './h264/nal-units.ts';
import { firstRow } from './mp4/packet-table.ts';
import { tailBefore } from './plan-cut.ts';

/** What neighbouring chapters of one recording share: each boundary is decoded and encoded once for both. */
export interface SharedBoundaries {
  /** A folder that outlives the cuts of single chapters. */
  folder: string;
  /** By the first picture at or after the boundary. */
  encoded: Map<number, Promise<SharedBoundary>>;
}

interface SharedBoundary extends EncodedBoundary {
  frames: BoundaryFrames;
}

/** Begins to share boundaries; the folder must be there for as long as chapters are cut, and is the caller's to remove. */
export function shareBoundaries(folder: string): SharedBoundaries {
  return { folder, encoded: new Map() };
}

/** One side of a boundary: when the pictures that a chapter needs there are shown. */
export interface SideOfBoundary {
  side: 'head' | 'tail';
  frames: Float64Array;
}

/**
 * Encodes one side of a boundary, or takes it from the neighbour that has encoded both. Throws MediaError.
 */
export async function encodeSide(
  job: CutJob & { shared: SharedBoundaries | undefined },
  source: BoundarySource,
  wanted: SideOfBoundary,
): Promise<EncodedPart> {
  const shared = job.shared && (await takeShared(job, job.shared, { source, wanted }));
  if (shared !== undefined) return shared;
  const alone = { tail: [], head: [], [wanted.side]: shownAt(wanted.frames) };
  const part = (await encodeBoundary(job, source, alone))[wanted.side];
  if (part === undefined) throw new MediaError('clip-not-exact', 'The encoder gave no picture.');
  return part;
}

interface SharedRequest {
  source: BoundarySource;
  wanted: SideOfBoundary;
}

async function takeShared(
  job: CutJob,
  { folder, encoded }: SharedBoundaries,
  { source, wanted }: SharedRequest,
): Promise<EncodedPart | undefined> {
  const boundary = boundaryOf(source, wanted);
  if (boundary === undefined) return undefined;
  let both = encoded.get(boundary);
  if (both === undefined) {
    const sharedJob = { ...job, workDir: folder };
    both = framesAt(boundary, source).then(async (frames) => ({
      frames,
      ...(await encodeBoundary(sharedJob, source, frames)),
    }));
    encoded.set(boundary, both);
  }
  // Where it failed for both, each tries for itself and says why.
  const found = await both.catch(() => undefined);
  return found !== undefined && isSame(found.frames[wanted.side], wanted.frames)
    ? found[wanted.side]
    : undefined;
}

/** The first picture at or after the boundary. */
function boundaryOf({ index }: BoundarySource, { side, frames }: SideOfBoundary): number | undefined {
  if (side === 'head') return frames[0];
  const last = frames.at(-1) ?? Number.POSITIVE_INFINITY;
  const after = index.packets.times.reduce(
    (least, time) => (time > last ? Math.min(least, time) : least),
    Infinity,
  );
  return Number.isFinite(after) ? after : undefined;
}

/** What both neighbours will need, if they are long enough to be joined at all. */
async function framesAt(
  boundary: number,
  { index, join, pictures }: BoundarySource,
): Promise<BoundaryFrames> {
  const { packets } = index;
  const next = firstRow(packets, (time, key) => key && time >= boundary);
  const [bytes] = next < 0 ? [] : await pictures.read(next, next + 1);
  const joinable = bytes !== undefined && isIdrPacket(bytes, join.config.lengthSize);
  const end = joinable ? (packets.times[next] ?? 0) : boundary;
  const head = packets.times.filter((time) => time >= boundary && time < end).sort();
  return { tail: shownAt(tailBefore(packets, boundary)), head: shownAt(head) };
}

function shownAt(times: Float64Array): { pts: number }[] {
  return Array.from(times, (pts) => ({ pts }));
}

function isSame(found: readonly { pts: number }[], wanted: Float64Array): boolean {
  return found.length === wanted.length && found.every(({ pts }, at) => pts === wanted[at]);
}
