import type { MediaTools } from './ffmpeg.ts';
import { doesBreakOff } from './breaks-off.ts';
import { checkSampleTables } from './check-sample-tables.ts';
import { findDurationMs, originOf } from './find-duration.ts';
import { hasInnerEdits } from './find-inner-edits.ts';
import { MediaError } from './media-error.ts';
import {
  isMovingPicture,
  nothingToCut,
  pickAudio,
  pickVideo,
  readStreams,
  toAudio,
  toVideo,
} from './read-streams.ts';
import type { Stream } from './read-streams.ts';
import { recogniseContainer } from './recognise-container.ts';
import type { Container } from './recognise-container.ts';

/** A time base: one tick is num/den seconds. */
export interface TimeBase {
  num: number;
  den: number;
}

/** The picture of a recording. */
export interface ProbedVideo {
  streamIndex: number;
  /** Counted from 1 among the tracks with pictures. */
  trackNumber: number;
  codec: string;
  profile: string;
  /** As coded, before any rotation. */
  width: number;
  height: number;
  /** Degrees clockwise that a player turns the picture by. */
  rotation: 0 | 90 | 180 | 270;
  /** Width of a pixel over its height. */
  pixelAspect: number;
  pixelFormat: string;
  interlaced: boolean;
  /** Frames a second on average, 0 where unknown: to show, never to cut by. */
  frameRate: number;
  timeBase: TimeBase;
  /** When its first frame is shown, on the recording's own clock, in seconds. */
  startSeconds: number | undefined;
  colour: { range?: string; space?: string; primaries?: string; transfer?: string };
}

/** The sound of a recording: the track asked for, else the default one, else the first. */
export interface ProbedAudio {
  streamIndex: number;
  /** Counted from 1 among the tracks with sound. */
  trackNumber: number;
  codec: string;
  sampleRate: number;
  channels: number;
}

/** What is known of a recording before it is cut. */
export interface ProbedRecording {
  container: Container;
  durationMs: number;
  sizeBytes: number;
  /** Seconds at which the recording's own clock starts: a player shows this moment as 0:00. */
  originSeconds: number;
  video?: ProbedVideo;
  audio?: ProbedAudio;
  audioTracks: number;
  hasChapters: boolean;
  /** Its tracks are put together from several spans: only ffmpeg's demuxer tells when a picture is shown. */
  hasInnerEdits: boolean;
  /** The file ends before its own structure does; `durationMs` is then what there is. */
  breaksOff: boolean;
}

/** The bounds of what a recording may be. */
export interface RecordingLimits {
  maxDurationMs: number;
  maxPixels: number;
  maxStreams: number;
}

const defaultLimits: RecordingLimits = {
  maxDurationMs: 24 * 3600_000,
  maxPixels: 8192 * 4320,
  maxStreams: 64,
};

/** How to look at a recording. */
export interface ProbeOptions {
  signal?: AbortSignal | undefined;
  limits?: Partial<RecordingLimits>;
  /** Which of its sound tracks to take, counted from 1; else the one marked as default, else the first. */
  audioTrack?: number | undefined;
}

/**
 * Looks at a recording safely: container by magic bytes against a list of allowed ones, then ffprobe with that
 * demuxer forced. Throws MediaError with a code for each way in which a file can be unfit.
 */
export async function probeRecording(
  tools: MediaTools,
  path: string,
  options: ProbeOptions = {},
): Promise<ProbedRecording> {
  const limits = { ...defaultLimits, ...options.limits };
  const container = await recogniseContainer(path);
  if (container === 'mov') await checkSampleTables(path);
  const output = await readStreams(tools, { path, container, signal: options.signal });
  if (output.streams.length > limits.maxStreams) {
    throw new MediaError(
      'too-many-streams',
      `The recording holds ${output.streams.length} tracks: more than allowed.`,
    );
  }
  const video = pickVideo(output.streams);
  const audio = pickAudio(output.streams, options.audioTrack);
  const losesPicture = video === undefined && output.streams.some(isMovingPicture);
  if (losesPicture || (video === undefined && audio === undefined)) throw nothingToCut(output.streams);
  const originSeconds = originOf(video, audio);
  const source = { path, container, originSeconds, signal: options.signal };
  const breaksOff = await doesBreakOff(path, container);
  const durationMs = await findDurationMs(tools, source, { output, breaksOff });
  if (video !== undefined) checkPicture(video, limits);
  checkDuration(durationMs, limits);
  return {
    container,
    durationMs,
    sizeBytes: output.format.size ?? 0,
    originSeconds,
    ...(video === undefined ? {} : { video: toVideo(video, output.streams) }),
    ...(audio === undefined ? {} : { audio: toAudio(audio, output.streams) }),
    audioTracks: output.streams.filter((stream) => stream.codec_type === 'audio').length,
    hasChapters: output.chapters.length > 0,
    hasInnerEdits: container === 'mov' && (await hasInnerEdits(path)),
    breaksOff,
  };
}

function checkPicture(video: Stream, limits: RecordingLimits): void {
  const pixels = (video.width ?? 0) * (video.height ?? 0);
  if (pixels === 0)
    throw new MediaError('damaged-recording', 'The recording is damaged: its picture has no size.');
  if (pixels > limits.maxPixels) {
    throw new MediaError(
      'picture-too-large',
      `The picture is ${video.width} × ${video.height}: larger than allowed.`,
    );
  }
}

function checkDuration(durationMs: number, limits: RecordingLimits): void {
  if (durationMs <= 0)
    throw new MediaError('empty-recording', 'The recording has no length: nothing was recorded.');
  if (durationMs > limits.maxDurationMs) {
    const hours = Math.round(limits.maxDurationMs / 3600_000);
    throw new MediaError(
      'recording-too-long',
      `The recording is longer than ${hours} hours, which is the most allowed.`,
    );
  }
}
