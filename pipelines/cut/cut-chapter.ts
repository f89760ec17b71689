import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CutMethod } from '../../domain/chapter.ts';
import type { CutJob } from '../jobs/cut-job.ts';
import type { BoundarySource } from './encode-boundary.ts';
import { encodePart } from './encode-part.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { findJoin } from './find-join.ts';
import type { FrameIndex, RecordingFile } from './index-frames.ts';
import { indexRecording } from './index-recording.ts';
import type { RecordingIndex } from './index-recording.ts';
import { joinParts } from './join-parts.ts';
import type { ReadyPart } from './join-parts.ts';
import { MediaError, throwIfCancelled } from '../media/media-error.ts';
import { endOf } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import { planFrames, planParts } from './plan-cut.ts';
import type { ClipPart, FramePlan } from './plan-cut.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { openPackets } from './read-packets.ts';
import { rewrapPictures } from './rewrap-pictures.ts';
import { encodeSide } from './share-boundaries.ts';
import type { SharedBoundaries } from './share-boundaries.ts';
import { takeSound } from './take-sound.ts';
import type { ClipSound } from './take-sound.ts';
import { verifyClip } from './verify-clip.ts';
import type { ClipFlaw, ExpectedClip } from './verify-clip.ts';

/** One chapter to cut out of a recording. */
export interface CutRequest extends RecordingFile {
  tools: MediaTools;
  startMs: number;
  endMs: number;
  /** Where the clip goes: `.mp4`, or `.m4a` for sound alone. Nothing is there until the clip is verified. */
  outPath: string;
  /** `auto` copies what can be copied; `encode` encodes all. */
  method?: 'auto' | 'encode';
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  /** Told why a clip is encoded in full that was to be copied for the most part. */
  onFallback?: ((fallback: CutFallback) => void) | undefined;
  /** The recording's index, where chapters are cut one after another; made anew without it. */
  index?: RecordingIndex | undefined;
  /** Where neighbouring chapters hand each other what they encoded at their boundary. */
  shared?: SharedBoundaries | undefined;
}

/**
 * Why copying did not give a clip that is right: a check that it failed, packets that are not as the recording's index
 * tells (`recording`), or an encoder that failed at a boundary; and a sentence.
 */
export interface CutFallback {
  cause: ClipFlaw['check'] | 'recording' | 'encoder';
  message: string;
}

/** A clip that was verified against its plan. */
export interface CutClip {
  path: string;
  method: CutMethod;
  frames: number;
  durationMs: number;
  bytes: number;
}

/**
 * Cuts one chapter: exactly the frames shown at or after `startMs` and before `endMs`, as H.264 and AAC in an
 * MP4 that plays while it loads. Throws MediaError; then nothing is left at `outPath`.
 */
export async function cutChapter(request: CutRequest): Promise<CutClip> {
  throwIfCancelled(request.signal);
  // Beside the clip, so that the finished one can be moved into its place at once.
  const workDir = await mkdtemp(join(dirname(request.outPath), `.${basename(request.outPath)}-`));
  const job: CutJob = { ...request, workDir };
  try {
    const cut =
      request.recording.video === undefined
        ? await cutSound(job, request)
        : await cutPicture(job, request, request.recording.video);
    throwIfCancelled(request.signal);
    await rename(join(workDir, clipName), request.outPath);
    request.onProgress?.(1);
    return { ...cut, path: request.outPath, bytes: (await stat(request.outPath)).size };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

const clipName = 'clip';

type Cut = Omit<CutClip, 'path' | 'bytes'>;

async function cutPicture(job: CutJob, request: CutRequest, video: ProbedVideo): Promise<Cut> {
  const endMs = endOfCut(request);
  const recordingIndex = request.index ?? (await indexRecording(job.tools, request, job.signal));
  const index = await recordingIndex.frames({ fromMs: request.startMs, toMs: endMs }, job.signal);
  const plan = planFrames(index, {
    startMs: request.startMs,
    endMs,
    recording: request.recording,
  });
  const source = { video, index, plan };
  const { audio } = request.recording;
  const sound =
    audio === undefined
      ? undefined
      : await takeSound(job, audio, { span: plan, indexed: recordingIndex.sound });
  request.onProgress?.(0.05);
  const sharing = { ...job, onShare: shareOf(request, 0.05, 0.95) };
  if (request.method !== 'encode') {
    const { shared } = request;
    const { avcC } = recordingIndex;
    const placed = index.source === 'packets' ? await rewrapPictures(job, video, index) : { index, avcC };
    const copied = placed && (await tryCopying(sharing, { ...source, ...placed, sound }, shared));
    if (copied !== undefined && 'method' in copied) return copied;
    if (copied !== undefined) {
      const message = `The chapter at ${request.startMs} ms is encoded in full: ${copied.reason}.`;
      request.onFallback?.({ cause: copied.cause, message });
    }
  }
  const encoded = await encodeAll(sharing, { ...source, sound });
  if ('check' in encoded) throw notExact(encoded);
  return encoded;
}

/** The last chapter ends with the recording, whatever its header says of its length. */
function endOfCut({ endMs, recording }: CutRequest): number {
  return endMs >= recording.durationMs ? Number.POSITIVE_INFINITY : endMs;
}

function shareOf({ onProgress }: CutRequest, from: number, to: number): (share: number) => void {
  return (share) => onProgress?.(from + share * (to - from));
}

interface ClipRequest {
  video: ProbedVideo;
  index: FrameIndex;
  plan: FramePlan;
  sound: ClipSound | undefined;
}

interface FailedCopy {
  cause: CutFallback['cause'];
  reason: string;
}

/** Makes a clip with copied packets; gives the reason where that failed, undefined where it cannot be. */
async function tryCopying(
  job: CutJob,
  request: ClipRequest & { avcC: Uint8Array | undefined },
  shared: SharedBoundaries | undefined,
): Promise<Cut | FailedCopy | undefined> {
  const { video, index, plan, avcC } = request;
  if (index.source !== 'tables') return undefined;
  const track = {
    path: index.path ?? job.path,
    container: job.recording.container,
    kind: 'video',
    trackNumber: video.trackNumber,
  } as const;
  const pictures = await openPackets(track, index.packets);
  try {
    const join = await findJoin(request, { avcC, index, pictures }, plan);
    const parts = join === undefined ? undefined : planParts(plan, index, join.pts);
    if (join === undefined || parts === undefined) return undefined;
    const ready = await readyParts({ ...job, shared }, { video, index, join, pictures }, parts);
    const made = await makeClip(job, request, ready);
    return 'check' in made ? { cause: made.check, reason: made.reason } : made;
  } catch (error) {
    const cause = error instanceof MediaError ? fallbackCauses.get(error.code) : undefined;
    if (cause === undefined || !(error instanceof MediaError)) throw error;
    return { cause, reason: error.message.replace(/\.$/, '') };
  } finally {
    await pictures.close();
  }
}

const fallbackCauses: ReadonlyMap<string, CutFallback['cause']> = new Map([
  ['clip-not-exact', 'recording'],
  ['ffmpeg-failed', 'encoder'],
]);

/** Both boundaries of the chapter are encoded side by side. */
async function readyParts(
  job: CutJob & { shared: SharedBoundaries | undefined },
  source: BoundarySource,
  parts: readonly ClipPart[],
): Promise<ReadyPart[]> {
  const copied = parts.findIndex(({ kind }) => kind === 'copy');
  const settled = await Promise.allSettled(
    parts.map(async (part, at): Promise<ReadyPart> => {
      if (part.kind === 'copy') return { ...part, config: source.join.config };
      const side = at < copied ? 'head' : 'tail';
      const encoded = await encodeSide(job, source, { side, frames: part.frames.pts });
      return { ...part, part: encoded };
    }),
  );
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

async function encodeAll(job: CutJob, request: ClipRequest): Promise<Cut | ClipFlaw> {
  const { video, index, plan } = request;
  const { frames } = plan;
  const toEnd = plan.toSeconds === Infinity;
  const part = await encodePart(job, { name: 'whole', video, index, frames: frames.pts, toEnd });
  return makeClip({ ...job, onShare: undefined }, request, [{ kind: 'encode', frames, part }]);
}

/** Joins all and verifies; gives the clip, or why it is not exact. */
async function makeClip(
  job: CutJob,
  request: ClipRequest,
  parts: readonly ReadyPart[],
): Promise<Cut | ClipFlaw> {
  const { video, index, sound } = request;
  const outPath = join(job.workDir, clipName);
  const picture = { video, index, parts };
  const samples = await joinParts(job, { outPath, picture, ...(sound === undefined ? {} : { sound }) });
  const flaw = await verifyClip(job, outPath, { samples, sound, copied: copiedSamples(parts) });
  if (flaw !== undefined) return flaw;
  return { method: methodOf(parts), frames: samples.count, durationMs: lengthMs(samples, sound) };
}

function methodOf(parts: readonly ReadyPart[]): CutMethod {
  const kinds = new Set(parts.map(({ kind }) => kind));
  return kinds.size === 2 ? 'smart' : kinds.has('copy') ? 'copy' : 'encode';
}

/** Which of the clip's samples are copied, and what those carried over before them are in the recording. */
function copiedSamples(parts: readonly ReadyPart[]): ExpectedClip['copied'] {
  const copied = parts.findIndex((part) => part.kind === 'copy');
  const lengths = parts.map((part) => (part.kind === 'copy' ? part.packets : part.part.packets).count);
  const upTo = (end: number): number => lengths.slice(0, end).reduce((sum, length) => sum + length, 0);
  const [head] = parts;
  const recorded = head?.kind === 'encode' ? head.part.recorded : undefined;
  return copied < 0 ? undefined : { from: upTo(copied), to: upTo(copied + 1), recorded };
}

function lengthMs(pictures: PacketTable, sound: ClipSound | undefined): number {
  const tables = sound === undefined ? [pictures] : [pictures, sound.track.samples];
  return Math.round(Math.max(...tables.map((table) => (endOf(table) * 1000) / table.ticksPerSecond)));
}

async function cutSound(job: CutJob, request: CutRequest): Promise<Cut> {
  const { audio, originSeconds } = request.recording;
  const fromSeconds = originSeconds + request.startMs / 1000;
  const toSeconds = originSeconds + endOfCut(request) / 1000;
  const index = request.index ?? (await indexRecording(job.tools, request, job.signal));
  const span = { fromSeconds, toSeconds };
  const sound = audio === undefined ? undefined : await takeSound(job, audio, { span, indexed: index.sound });
  if (sound === undefined) {
    throw new MediaError('empty-chapter', 'The recording has no sound in this chapter. Move its boundaries.');
  }
  const outPath = join(job.workDir, clipName);
  const samples = await joinParts(job, { outPath, sound });
  const flaw = await verifyClip(job, outPath, { samples, sound });
  if (flaw !== undefined) throw notExact(flaw);
  return { method: sound.method, frames: 0, durationMs: lengthMs(samples, sound) };
}

function notExact({ reason }: ClipFlaw): MediaError {
  return new MediaError(
    'clip-not-exact',
    `The clip was made but is not exact (${reason}), so it was not kept.`,
  );
}
