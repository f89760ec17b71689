import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CutMethod } from '../../domain/chapter.ts';
import type { CutJob } from '../jobs/cut-job.ts';
import { encodePart } from './encode-part.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { findJoin } from './find-join.ts';
import type { Join } from './find-join.ts';
import { indexFrames } from './index-frames.ts';
import type { FrameIndex, RecordingFile } from './index-frames.ts';
import { joinParts } from './join-parts.ts';
import type { ReadyPart } from './join-parts.ts';
import { MediaError, throwIfCancelled } from '../media/media-error.ts';
import type { ClipSample } from './mp4/sample-table.ts';
import { endOf } from './mp4/sample-table.ts';
import { planFrames, planParts } from './plan-cut.ts';
import type { ClipPart, FramePlan } from './plan-cut.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { takeSound } from './take-sound.ts';
import type { ClipSound } from './take-sound.ts';
import { verifyClip } from './verify-clip.ts';

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
  /** Told why a clip was made in another way than first tried. */
  onNote?: ((note: string) => void) | undefined;
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
  const file = { ...request, video };
  const endMs = endOfCut(request);
  const index = await indexFrames(job.tools, file, { fromMs: request.startMs, toMs: endMs }, job.signal);
  const plan = planFrames(index, {
    startMs: request.startMs,
    endMs,
    recording: request.recording,
  });
  const source = { video, index, plan };
  const copying = request.method === 'encode' ? undefined : await planCopying(file, index, plan);
  const audio = request.recording.audio;
  const sound = audio === undefined ? undefined : await takeSound(job, audio, plan);
  request.onProgress?.(0.05);
  if (copying !== undefined) {
    const copied = await tryCopying(
      { ...job, onShare: shareOf(request, 0.05, 0.95) },
      { ...source, sound, ...copying },
    );
    if (typeof copied === 'object') return copied;
    request.onNote?.(`The chapter at ${request.startMs} ms is encoded in full: ${copied}.`);
  }
  const parts: ClipPart[] = [{ kind: 'encode', frames: plan.frames }];
  const encoded = await makeClip(
    { ...job, onShare: shareOf(request, 0.05, 0.95) },
    { ...source, sound, parts },
  );
  if (typeof encoded === 'string') throw notExact(encoded);
  return encoded;
}

/** The last chapter ends with the recording, whatever its header says of its length. */
function endOfCut({ endMs, recording }: CutRequest): number {
  return endMs >= recording.durationMs ? Number.POSITIVE_INFINITY : endMs;
}

function shareOf({ onProgress }: CutRequest, from: number, to: number): (share: number) => void {
  return (share) => onProgress?.(from + share * (to - from));
}

interface Copying {
  parts: readonly ClipPart[];
  join: Join;
}

async function planCopying(
  file: RecordingFile & { video: ProbedVideo },
  index: FrameIndex,
  plan: FramePlan,
): Promise<Copying | undefined> {
  const join = await findJoin(file, index, plan);
  const parts = join === undefined ? undefined : planParts(plan, index, join.pts);
  return join === undefined || parts === undefined ? undefined : { join, parts };
}

interface ClipRequest {
  video: ProbedVideo;
  index: FrameIndex;
  plan: FramePlan;
  sound: ClipSound | undefined;
  parts: readonly ClipPart[];
  join?: Join;
}

/** Makes a clip with copied packets, or tells why that cannot be: another way is left. */
async function tryCopying(job: CutJob, request: ClipRequest): Promise<Cut | string> {
  try {
    return await makeClip(job, request);
  } catch (error) {
    if (error instanceof MediaError && ['clip-not-exact', 'ffmpeg-failed'].includes(error.code))
      return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** Encodes what must be, joins all, and verifies; gives the clip, or the reason why it is not exact. */
async function makeClip(job: CutJob, request: ClipRequest): Promise<Cut | string> {
  const ready: ReadyPart[] = [];
  for (const part of request.parts) ready.push(await readyPart(job, request, part));
  const picture = { video: request.video, index: request.index, parts: ready };
  const outPath = join(job.workDir, clipName);
  const { sound } = request;
  const samples = await joinParts(job, { outPath, picture, ...(sound === undefined ? {} : { sound }) });
  const timescale = request.index.timeBase.den;
  const reason = await verifyClip(job, outPath, { samples, timescale, sound, ...joinTimes(request) });
  if (reason !== undefined) return reason;
  const method = methodOf(request.parts);
  return { method, frames: samples.length, durationMs: lengthMs(samples, timescale, sound) };
}

async function readyPart(job: CutJob, request: ClipRequest, part: ClipPart): Promise<ReadyPart> {
  const { join, video, index } = request;
  if (part.kind === 'copy') {
    if (join === undefined) throw new MediaError('clip-not-exact', 'There is no picture to join at.');
    return { ...part, config: join.config };
  }
  const isHead = part === request.parts[0];
  const setId = join?.freeSetIds[isHead ? 0 : 1];
  const match = join === undefined || setId === undefined ? {} : { match: { ...join.match, setId } };
  const name = isHead ? 'head' : 'tail';
  return {
    kind: 'encode',
    frames: part.frames,
    part: await encodePart(job, {
      name,
      video,
      index,
      frames: part.frames,
      toEnd: request.plan.toSeconds === Infinity && part === request.parts.at(-1),
      ...match,
    }),
  };
}

function methodOf(parts: readonly ClipPart[]): CutMethod {
  const kinds = new Set(parts.map(({ kind }) => kind));
  return kinds.size === 2 ? 'smart' : kinds.has('copy') ? 'copy' : 'encode';
}

/** Where copied and encoded pictures meet, in the clip's ticks. */
function joinTimes({ parts, index }: ClipRequest): { copiedFrom?: number; copiedTo?: number } {
  const copied = parts.find((part) => part.kind === 'copy');
  if (copied === undefined) return {};
  const { num } = index.timeBase;
  const copiedFrom = Math.min(...copied.packets.map(({ time }) => time)) * num;
  const last = parts.at(-1);
  const tail = last?.kind === 'encode' ? last.frames[0]?.time : undefined;
  return { copiedFrom, ...(tail === undefined ? {} : { copiedTo: tail * num }) };
}

function lengthMs(samples: readonly ClipSample[], timescale: number, sound: ClipSound | undefined): number {
  const pictureMs = (endOf(samples) * 1000) / timescale;
  const soundMs = sound === undefined ? 0 : (endOf(sound.track.samples) * 1000) / sound.track.timescale;
  return Math.round(Math.max(pictureMs, soundMs));
}

async function cutSound(job: CutJob, request: CutRequest): Promise<Cut> {
  const { audio, originSeconds } = request.recording;
  const fromSeconds = originSeconds + request.startMs / 1000;
  const toSeconds = originSeconds + endOfCut(request) / 1000;
  const sound = audio === undefined ? undefined : await takeSound(job, audio, { fromSeconds, toSeconds });
  if (sound === undefined) {
    throw new MediaError('empty-chapter', 'The recording has no sound in this chapter. Move its boundaries.');
  }
  const outPath = join(job.workDir, clipName);
  await joinParts(job, { outPath, sound });
  const reason = await verifyClip(job, outPath, { samples: [], timescale: 1000, sound });
  if (reason !== undefined) throw notExact(reason);
  return { method: sound.method, frames: 0, durationMs: lengthMs([], 1, sound) };
}

function notExact(reason: string): MediaError {
  return new MediaError(
    'clip-not-exact',
    `The clip was made but is not exact (${reason}), so it was not kept.`,
  );
}
