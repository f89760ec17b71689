import type { SlideChange } from '../../domain/suggest-outline.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import { runFfmpeg } from './ffmpeg.ts';
import type { FfmpegProgress, MediaTools } from './ffmpeg.ts';
import type { ProbedRecording } from './probe-recording.ts';

/** How to look for changes of slides. */
export interface FindSlidesOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: FfmpegProgress) => void) | undefined;
}

/** Below this share of the picture it is the speaker who moved, or a line that was added to a slide. */
const leastStrength = 0.04;
/** So many of the strongest changes are looked at closely; more than any outline has. */
const mostLocated = 60;
/** Key frames closer than this tell well enough when. */
const closeEnoughMs = 1500;

/**
 * Finds where the picture changes as a whole, in milliseconds on the player's clock: from key frames alone, then the
 * strongest changes exactly, by decoding from one key frame to the next. None where there is no picture.
 */
export async function findSlideChanges(
  tools: MediaTools,
  file: RecordingFile,
  options: FindSlidesOptions = {},
): Promise<SlideChange[]> {
  const pictures = await scorePictures(tools, file, options);
  const changes = pictures.flatMap((picture, index): SlideChange[] => {
    const before = pictures[index - 1];
    if (before === undefined || picture.score < leastStrength) return [];
    return [{ atMs: picture.atMs, afterMs: before.atMs, strength: picture.score }];
  });
  const least =
    changes.map(({ strength }) => strength).toSorted((one, other) => other - one)[mostLocated] ?? 0;
  const located: SlideChange[] = [];
  for (const change of changes) {
    const isVague = change.atMs - change.afterMs > closeEnoughMs && change.strength > least;
    located.push(isVague ? await locate(tools, file, change, options) : change);
  }
  return located;
}

/** The change narrowed down to the two pictures that it lies between. */
async function locate(
  tools: MediaTools,
  file: RecordingFile,
  change: SlideChange,
  { signal }: FindSlidesOptions,
): Promise<SlideChange> {
  const range = { fromMs: change.afterMs, toMs: change.atMs };
  const pictures = await scorePictures(tools, file, { signal, range });
  const most = pictures
    .slice(1)
    .reduce((best, one) => (one.score > best.score ? one : best), pictures[0] ?? none);
  const before = pictures[pictures.indexOf(most) - 1];
  if (most.score < leastStrength || before === undefined) return change;
  return { ...change, atMs: most.atMs, afterMs: before.atMs };
}

interface Picture {
  atMs: number;
  /** How much of it differs from the picture before it, 0 to 1. */
  score: number;
}

const none: Picture = { atMs: 0, score: 0 };

/** Pictures this small tell slides apart as well as large ones, and a day of them fits in memory. */
const width = 48;
const height = 27;
/** A grey level that changed by this much is another one, whatever the encoder made of it. */
const leastChange = 10;
/** Where every frame is a key frame, one a second is enough. */
const onePerSecond = "select='isnan(prev_selected_t)+gte(t-prev_selected_t,1)'";

async function scorePictures(
  tools: MediaTools,
  { path, recording }: RecordingFile,
  options: FindSlidesOptions & { range?: { fromMs: number; toMs: number } },
): Promise<Picture[]> {
  if (recording.video === undefined) return [];
  const { range } = options;
  const times: number[] = [];
  const { stdout } = await runFfmpeg({
    tools,
    inputs: [
      {
        path,
        demuxer: recording.container,
        options: [...(range === undefined ? ['-skip_frame', 'nokey'] : within(recording, range)), '-copyts'],
      },
    ],
    options: [
      ...['-map', `0:${recording.video.streamIndex}`, '-an', '-sn', '-dn', '-vsync', '0'],
      ...[
        '-vf',
        [range ? 'null' : onePerSecond, `scale=${width}:${height}:flags=area`, 'showinfo'].join(','),
      ],
      ...['-pix_fmt', 'gray', '-f', 'rawvideo'],
    ],
    limits: { maxStdoutBytes: 128 * 1024 * 1024 },
    signal: options.signal,
    onProgress: options.onProgress,
    onLine: (line) => {
      const shownAt = /\bpts_time:\s*(-?[\d.]+)/.exec(line)?.[1];
      if (shownAt !== undefined) times.push(Math.round((Number(shownAt) - recording.originSeconds) * 1000));
    },
  });
  return times.map((atMs, index) => ({ atMs, score: shareChanged(stdout, index) }));
}

function within({ originSeconds }: ProbedRecording, range: { fromMs: number; toMs: number }): string[] {
  const from = seconds(originSeconds * 1000 + range.fromMs);
  return ['-seek_timestamp', '1', '-ss', from, '-t', seconds(range.toMs - range.fromMs + 100)];
}

/** The share of a picture's cells that differ from the picture before it. */
function shareChanged(pictures: Uint8Array, index: number): number {
  const size = width * height;
  if (index === 0 || pictures.length < (index + 1) * size) return 0;
  let changed = 0;
  for (let at = index * size; at < (index + 1) * size; at += 1) {
    const difference = (pictures[at] ?? 0) - (pictures[at - size] ?? 0);
    if (Math.abs(difference) >= leastChange) changed += 1;
  }
  return changed / size;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
