import { z } from 'zod';
import { runFfprobe } from './ffmpeg.ts';
import type { MediaTools } from './ffmpeg.ts';
import { doesBreakOff } from './breaks-off.ts';
import { checkSampleTables } from './check-sample-tables.ts';
import { hasInnerEdits } from './find-inner-edits.ts';
import { FfmpegError, MediaError } from './media-error.ts';
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
  const output = await readFfprobe(tools, { path, container, signal: options.signal });
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
  const durationMs = await findDurationMs(tools, source, { told: toldDurationMs(output, source), breaksOff });
  if (video !== undefined) checkPicture(video, limits);
  checkDuration(durationMs, limits);
  return {
    container,
    durationMs,
    sizeBytes: output.format.size ?? 0,
    originSeconds,
    ...(video === undefined
      ? {}
      : { video: { ...toVideo(video), trackNumber: trackNumberOf(video, output.streams) } }),
    ...(audio === undefined
      ? {}
      : { audio: { ...toAudio(audio), trackNumber: trackNumberOf(audio, output.streams) } }),
    audioTracks: output.streams.filter((stream) => stream.codec_type === 'audio').length,
    hasChapters: output.chapters.length > 0,
    hasInnerEdits: container === 'mov' && (await hasInnerEdits(path)),
    breaksOff,
  };
}

const seconds = z.coerce.number().optional().catch(undefined);
const ratio = z
  .string()
  .regex(/^\d+[/:]\d+$/)
  .transform((text) => {
    const [num = 0, den = 0] = text.split(/[/:]/).map(Number);
    return { num, den };
  });

const streamSchema = z.object({
  index: z.number().int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_tag_string: z.string().optional(),
  profile: z.coerce.string().optional(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  pix_fmt: z.string().optional(),
  field_order: z.string().optional(),
  sample_aspect_ratio: ratio.optional().catch(undefined),
  avg_frame_rate: ratio.optional().catch(undefined),
  time_base: ratio,
  start_time: seconds,
  duration: seconds,
  sample_rate: seconds,
  channels: z.number().int().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_primaries: z.string().optional(),
  color_transfer: z.string().optional(),
  disposition: z.record(z.string(), z.number()).default({}),
  side_data_list: z
    .array(z.looseObject({ rotation: z.coerce.number().optional().catch(undefined) }))
    .default([]),
  tags: z.record(z.string(), z.string()).default({}),
});

const outputSchema = z.object({
  streams: z.array(streamSchema).default([]),
  chapters: z.array(z.unknown()).default([]),
  format: z.object({ duration: seconds, size: z.coerce.number().optional().catch(undefined) }),
});

type Stream = z.infer<typeof streamSchema>;

interface Source {
  path: string;
  container: Container;
  signal: AbortSignal | undefined;
}

interface Clocked extends Source {
  originSeconds: number;
}

async function readFfprobe(tools: MediaTools, source: Source): Promise<z.infer<typeof outputSchema>> {
  try {
    const { stdout } = await runFfprobe({
      tools,
      path: source.path,
      demuxer: source.container,
      options: ['-print_format', 'json', '-show_format', '-show_streams', '-show_chapters'],
      limits: { maxMs: 120_000, maxMemoryBytes: 2 * 1024 ** 3 },
      signal: source.signal,
    });
    return outputSchema.parse(JSON.parse(stdout.toString('utf8')));
  } catch (cause) {
    if (cause instanceof FfmpegError && cause.code !== 'ffmpeg-failed') throw cause;
    throw new MediaError(
      'damaged-recording',
      'The recording is damaged: it cannot be read as a video or sound file.',
      {
        cause,
      },
    );
  }
}

function pickVideo(streams: readonly Stream[]): Stream | undefined {
  const pictures = streams.filter((stream) => isMovingPicture(stream) && isDecodable(stream));
  return pictures.find((stream) => stream.disposition['default'] === 1) ?? pictures[0];
}

/** A cover that a sound file carries is none. */
function isMovingPicture(stream: Stream): boolean {
  return stream.codec_type === 'video' && stream.disposition['attached_pic'] !== 1;
}

function pickAudio(streams: readonly Stream[], wanted: number | undefined): Stream | undefined {
  const tracks = streams.filter((stream) => stream.codec_type === 'audio');
  if (wanted !== undefined) {
    const asked = tracks[wanted - 1];
    if (asked === undefined || !isDecodable(asked)) throw noSuchTrack(wanted, tracks.length);
    return asked;
  }
  const sounds = tracks.filter(isDecodable);
  return sounds.find((stream) => stream.disposition['default'] === 1) ?? sounds[0];
}

function noSuchTrack(wanted: number, count: number): MediaError {
  const has = count === 0 ? 'no sound' : count === 1 ? 'one sound track' : `${count} sound tracks`;
  return new MediaError('no-such-track', `There is no sound track ${wanted}: the recording has ${has}.`);
}

function trackNumberOf(stream: Stream, streams: readonly Stream[]): number {
  const alike = streams.filter(
    (other) => other.codec_type === stream.codec_type && other.disposition['attached_pic'] !== 1,
  );
  return alike.indexOf(stream) + 1;
}

function isDecodable(stream: Stream): boolean {
  return stream.codec_name !== undefined && stream.codec_name !== 'unknown' && stream.codec_name !== 'none';
}

function nothingToCut(streams: readonly Stream[]): MediaError {
  if (streams.some((stream) => ['encv', 'enca'].includes(stream.codec_tag_string ?? ''))) {
    return new MediaError(
      'protected-recording',
      'The recording is copy-protected: export it without protection.',
    );
  }
  if (streams.some((stream) => stream.codec_type === 'video' || stream.codec_type === 'audio')) {
    return new MediaError(
      'unsupported-codec',
      'The recording is in a form that cannot be played: export it as MP4.',
    );
  }
  return new MediaError('no-video', 'The file holds neither picture nor sound.');
}

/** What an encoder of sound puts before its first sample. */
const longestPrimingSeconds = 0.1;

/** A broadcast's clock may start below zero; sound that does so by a moment is what its encoder put first. */
function originOf(video: Stream | undefined, audio: Stream | undefined): number {
  const sound = audio?.start_time;
  const soundStart = sound !== undefined && sound < 0 && sound > -longestPrimingSeconds ? 0 : sound;
  const starts = [video?.start_time, soundStart].filter((start) => start !== undefined);
  return starts.length === 0 ? 0 : Math.min(...starts);
}

/** What the container tells, where it can be trusted: some count from their clock's zero, not from the first frame. */
function toldDurationMs(output: z.infer<typeof outputSchema>, source: Clocked): number | undefined {
  const told = output.format.duration;
  const counted = ['mov', 'matroska'].includes(source.container) && source.originSeconds > 0.5;
  // Bare streams tell nothing: what is told of them is guessed from their bit rate.
  const guessed = ['aac', 'mp3'].includes(source.container);
  return told === undefined || told <= 0 || counted || guessed ? undefined : Math.ceil(told * 1000);
}

/** What the header of a broken-off file tells is what there would have been. */
async function findDurationMs(
  tools: MediaTools,
  source: Clocked,
  { told, breaksOff }: { told: number | undefined; breaksOff: boolean },
): Promise<number> {
  if (told !== undefined && !breaksOff) return told;
  const found = await scanDurationMs(tools, source);
  return told !== undefined && (found <= 0 || found > told) ? told : found;
}

/** Where nothing is told, as by a recording written live: read where its last packet ends. */
async function scanDurationMs(tools: MediaTools, source: Clocked): Promise<number> {
  let end = 0;
  await runFfprobe({
    tools,
    path: source.path,
    demuxer: source.container,
    options: ['-show_entries', 'packet=pts_time,duration_time', '-print_format', 'csv=p=0'],
    signal: source.signal,
    onLine: (line) => {
      const [start, length] = line.split(',').map(Number);
      if (start !== undefined && Number.isFinite(start))
        end = Math.max(end, start + (Number.isFinite(length) ? (length ?? 0) : 0));
    },
  });
  return Math.ceil((end - source.originSeconds) * 1000);
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

function toVideo(stream: Stream): Omit<ProbedVideo, 'trackNumber'> {
  const rate = stream.avg_frame_rate;
  const aspect = stream.sample_aspect_ratio;
  return {
    streamIndex: stream.index,
    codec: stream.codec_name ?? '',
    profile: stream.profile ?? '',
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    rotation: clockwise(stream),
    pixelAspect: aspect === undefined || aspect.num === 0 || aspect.den === 0 ? 1 : aspect.num / aspect.den,
    pixelFormat: stream.pix_fmt ?? '',
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    frameRate: rate === undefined || rate.den === 0 ? 0 : rate.num / rate.den,
    timeBase: stream.time_base,
    startSeconds: stream.start_time,
    colour: {
      ...(stream.color_range === undefined ? {} : { range: stream.color_range }),
      ...(stream.color_space === undefined ? {} : { space: stream.color_space }),
      ...(stream.color_primaries === undefined ? {} : { primaries: stream.color_primaries }),
      ...(stream.color_transfer === undefined ? {} : { transfer: stream.color_transfer }),
    },
  };
}

/** ffprobe counts a display matrix anticlockwise, the old `rotate` tag clockwise. */
function clockwise(stream: Stream): ProbedVideo['rotation'] {
  const matrix = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  const degrees = matrix === undefined ? Number(stream.tags['rotate'] ?? 0) : -matrix;
  const quarter = ((Math.round(degrees / 90) % 4) + 4) % 4;
  return quarter === 1 ? 90 : quarter === 2 ? 180 : quarter === 3 ? 270 : 0;
}

function toAudio(stream: Stream): Omit<ProbedAudio, 'trackNumber'> {
  return {
    streamIndex: stream.index,
    codec: stream.codec_name ?? '',
    sampleRate: stream.sample_rate ?? 48_000,
    channels: stream.channels ?? 2,
  };
}
