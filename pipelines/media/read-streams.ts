import { z } from 'zod';
import { runFfprobe } from './ffmpeg.ts';
import type { MediaTools } from './ffmpeg.ts';
import { FfmpegError, MediaError } from './media-error.ts';
import type { ProbedAudio, ProbedVideo } from './probe-recording.ts';
import type { Container } from './recognise-container.ts';

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

/** One track as ffprobe tells of it. */
export type Stream = z.infer<typeof streamSchema>;
/** All that ffprobe tells of a file. */
export type FoundStreams = z.infer<typeof outputSchema>;

/** A file to look at, its container known. */
export interface Source {
  path: string;
  container: Container;
  signal: AbortSignal | undefined;
}

/** Asks ffprobe what a file holds, with its demuxer forced. Throws MediaError `damaged-recording`. */
export async function readStreams(tools: MediaTools, source: Source): Promise<FoundStreams> {
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

/** The track whose pictures to take: the default one, else the first. */
export function pickVideo(streams: readonly Stream[]): Stream | undefined {
  const pictures = streams.filter((stream) => isMovingPicture(stream) && isDecodable(stream));
  return pictures.find((stream) => stream.disposition['default'] === 1) ?? pictures[0];
}

/** Claims that a track has pictures of a recording: a cover that a sound file carries is none. */
export function isMovingPicture(stream: Stream): boolean {
  return stream.codec_type === 'video' && stream.disposition['attached_pic'] !== 1;
}

/** The track whose sound to take. Throws MediaError `no-such-track` where the wanted one is not there. */
export function pickAudio(streams: readonly Stream[], wanted: number | undefined): Stream | undefined {
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

/** A track's number among those of its kind, counted from 1. */
function trackNumberOf(stream: Stream, streams: readonly Stream[]): number {
  const alike = streams.filter(
    (other) => other.codec_type === stream.codec_type && other.disposition['attached_pic'] !== 1,
  );
  return alike.indexOf(stream) + 1;
}

function isDecodable(stream: Stream): boolean {
  return stream.codec_name !== undefined && stream.codec_name !== 'unknown' && stream.codec_name !== 'none';
}

/** Why nothing of these tracks can be cut. */
export function nothingToCut(streams: readonly Stream[]): MediaError {
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

/** The picture of a recording, from its track among all. */
export function toVideo(stream: Stream, streams: readonly Stream[]): ProbedVideo {
  const rate = stream.avg_frame_rate;
  const aspect = stream.sample_aspect_ratio;
  return {
    streamIndex: stream.index,
    trackNumber: trackNumberOf(stream, streams),
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

/** The sound of a recording, from its track among all. */
export function toAudio(stream: Stream, streams: readonly Stream[]): ProbedAudio {
  return {
    streamIndex: stream.index,
    trackNumber: trackNumberOf(stream, streams),
    codec: stream.codec_name ?? '',
    sampleRate: stream.sample_rate ?? 48_000,
    channels: stream.channels ?? 2,
  };
}
