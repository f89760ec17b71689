import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { readDecoderConfig } from './h264/decoder-config.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import { lastKeyShownBy } from './index-frames.ts';
import type { FrameIndex } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import { samplingFilters, withRims } from './sample-pictures.ts';
import { screenColours } from './screen-colours.ts';
import type { ProbedVideo, TimeBase } from '../media/probe-recording.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import { readMovie } from './mp4/read-movie.ts';

/** What an encoded part must share with the packets that it is joined to. */
export interface EncodeMatch {
  /** Its own number for its parameter sets, so that one record can hold both. */
  setId: number;
  profile: 'baseline' | 'main' | 'high';
  level: number;
  referenceFrames: number;
  reorderFrames: number;
}

/** Pictures encoded as H.264 in a file of our own. */
export interface EncodedPart {
  path: string;
  config: DecoderConfig;
  configBytes: Uint8Array;
  /** Their places in the file, and their times as the encoder had them. */
  packets: PacketTable;
  /** Where some of them are carried over from the recording: what the first of them must look like. */
  recorded?: RecordedPictures;
}

/** What the first pictures of a part, in decode order, are in the recording: sampled, in the order they are shown. */
export interface RecordedPictures {
  path: string;
  count: number;
}

/** What to encode: the frames shown at these times, found in the recording through its index. */
export interface EncodeRequest {
  name: string;
  video: ProbedVideo;
  index: FrameIndex;
  frames: Float64Array;
  /** The frames go on to the recording's end, even where its index ends too early. */
  toEnd: boolean;
  /** For parts that are joined to copied packets. */
  joined?: JoinedEncoding;
}

/** How a part is encoded that is joined to copied packets. */
export interface JoinedEncoding {
  match: EncodeMatch;
  /** The packets to decode, in a file of their own whose clock starts at `basePts` of the recording's. */
  excerpt: { path: string; basePts: number };
  /** The number of a frame that must begin anew, for parts that are taken apart there. */
  keyAt?: number | undefined;
  /** Each picture refers to no other; beside them, pictures of the recording are sampled into a file. */
  alone?: { samplesPath: string; sampled: Float64Array } | undefined;
}

/**
 * Encodes exactly the given frames to H.264. Frames are chosen by their presentation time in the track's own
 * ticks, and counted; when the count is wrong the recording is read again from farther back. Throws MediaError
 * `clip-not-exact` when even reading from the start gives other frames than the index told.
 */
export async function encodePart(job: CutJob, request: EncodeRequest): Promise<EncodedPart> {
  const path = join(job.workDir, `${request.name}.mp4`);
  let before: number | undefined;
  for (const seek of request.joined === undefined ? seeksFor(request, job) : [undefined]) {
    await encodeFrom(job, request, { path, seek });
    const part = await readPart(path);
    if (part?.packets.count === request.frames.length) return part;
    // Damaged and unusual streams yield fewer pictures than packets: what two readings agree on is what there is.
    if (part !== undefined && part.packets.count === before && request.joined === undefined) return part;
    before = part?.packets.count;
  }
  throw new MediaError(
    'clip-not-exact',
    'The pictures of this chapter could not all be read from the recording.',
  );
}

const fartherSeconds = 10;
/** Containers without an index are searched by guessing: start well before. */
const unindexedSeconds = 5;

/** Where to start reading, in seconds on the recording's own clock; undefined is its start. */
function seeksFor({ index, frames }: EncodeRequest, job: CutJob): (number | undefined)[] {
  const key = index.packets.times[lastKeyShownBy(index.packets, frames[0] ?? 0)];
  const seconds = ((key ?? 0) * index.timeBase.num) / index.timeBase.den;
  const indexed = ['mov', 'matroska'].includes(job.recording.container);
  const near = indexed ? seconds + 0.001 : seconds - unindexedSeconds;
  const origin = job.recording.originSeconds;
  return [near, near - fartherSeconds]
    .map((time) => (key === undefined || time <= origin + 0.01 ? undefined : time))
    .concat(undefined);
}

async function encodeFrom(
  job: CutJob,
  { video, index, frames, toEnd, joined }: EncodeRequest,
  { path, seek }: { path: string; seek: number | undefined },
): Promise<void> {
  const { timeBase } = index;
  const colours = screenColours(video, job.tools);
  const base = joined?.excerpt.basePts ?? 0;
  const from = (frames[0] ?? 0) - base;
  const end = toEnd ? '' : `:end_pts=${(frames.at(-1) ?? 0) - base + 1}`;
  const span = `start_pts=${from}${end}`;
  const alone = joined?.alone;
  const seekOptions =
    seek === undefined ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seek.toFixed(6)];
  const source =
    joined === undefined
      ? { path: job.path, demuxer: job.recording.container, stream: video.streamIndex }
      : { path: joined.excerpt.path, demuxer: 'mov', stream: 0 };
  // Parts of a few seconds are made side by side; a whole chapter may use every core.
  const threads = joined === undefined ? [] : ['-threads', '1'];
  const rims = alone === undefined ? [] : withRims;
  await runFfmpeg({
    tools: job.tools,
    inputs: [{ ...source, options: ['-noautorotate', ...rims, ...threads, ...seekOptions] }],
    options: [
      ...['-copyts', '-map', `0:${source.stream}`, '-an', '-sn', '-dn'],
      ...['-map_metadata', '-1', '-map_chapters', '-1', ...threads],
      ...[
        '-vf',
        alone === undefined
          ? filters(video, timeBase, { span, from, colours: colours.filters })
          : `settb=${ratio(timeBase)},${only(frames, base)},setpts=PTS-${from}`,
      ],
      ...passThrough(job.tools),
      ...['-enc_time_base', ratio(timeBase), '-video_track_timescale', String(timeBase.den)],
      ...encoder(video, joined),
      ...(joined === undefined || alone !== undefined ? [] : forcedKeys(frames, timeBase, joined.keyAt)),
      ...colours.options,
      ...['-f', 'mp4'],
    ],
    outputPath: path,
    ...(alone && { moreOutputs: [sampledOutput(alone, { timeBase, base, tools: job.tools })] }),
    signal: job.signal,
    onProgress: ({ frames: done }) => {
      if (joined === undefined) job.onShare?.(Math.min(1, done / frames.length));
    },
  });
}

/** A filter that lets through these pictures. */
function only(frames: Float64Array, base: number): string {
  return `select='${Array.from(frames, (pts) => `eq(pts,${pts - base})`).join('+')}'`;
}

/** The output that samples pictures. */
function sampledOutput(
  { samplesPath, sampled }: NonNullable<JoinedEncoding['alone']>,
  { timeBase, base, tools }: { timeBase: TimeBase; base: number; tools: MediaTools },
): { path: string; options: string[] } {
  const filters = [`settb=${ratio(timeBase)}`, only(sampled, base), samplingFilters].join(',');
  return {
    path: samplesPath,
    options: ['-map', '0:0', ...passThrough(tools), '-vf', filters, '-f', 'rawvideo'],
  };
}

/** Pictures from the last key frame of a head to where copying begins: what a check of the join must decode. */
const picturesBeforeJoin = 12;

/** Asks for key frames, each at a moment between the frame and the one before it. */
function forcedKeys(frames: Float64Array, { num, den }: TimeBase, keyAt: number | undefined): string[] {
  const moments = [keyAt ?? 0, frames.length - picturesBeforeJoin].flatMap((at) => {
    const [before, frame] = [frames[at - 1], frames[at]];
    if (before === undefined || frame === undefined || at < (keyAt ?? 0)) return [];
    const ticks = (before + frame) / 2 - (frames[0] ?? 0);
    return [((ticks * num) / den).toFixed(6)];
  });
  return moments.length === 0 ? [] : ['-force_key_frames', moments.join(',')];
}

function filters(
  video: ProbedVideo,
  timeBase: TimeBase,
  { span, from, colours }: { span: string; from: number; colours: readonly string[] },
): string {
  const [width, height] = [video.width - (video.width % 2), video.height - (video.height % 2)];
  return [
    `settb=${ratio(timeBase)}`,
    `trim=${span}`,
    `setpts=PTS-${from}`,
    ...(video.interlaced ? ['yadif=mode=send_frame:deint=all'] : []),
    ...(width < video.width || height < video.height ? ['crop=trunc(iw/2)*2:trunc(ih/2)*2'] : []),
    // Browsers that record a tab change its size on the way.
    `scale=${width}:${height}`,
    ...colours,
  ].join(',');
}

function passThrough(tools: MediaTools): string[] {
  const lastWithVsyncOnly = 5;
  return tools.major > lastWithVsyncOnly ? ['-fps_mode', 'passthrough'] : ['-vsync', '0'];
}

function ratio({ num, den }: TimeBase): string {
  return `${num}/${den}`;
}

function encoder(video: ProbedVideo, joined: JoinedEncoding | undefined): string[] {
  const keyEvery = Math.max(25, Math.round((video.frameRate || 30) * 4));
  if (joined === undefined) {
    const whole = ['-preset', 'veryfast', '-crf', '21', '-profile:v', 'high', '-g', String(keyEvery)];
    return ['-c:v', 'libx264', ...whole];
  }
  const { match, alone } = joined;
  if (alone !== undefined)
    return ['-c:v', 'libx264', ...eachAlone, '-profile:v', match.profile, ...ownSets(match)];
  const pyramid = match.reorderFrames > 1 ? 'normal' : 'none';
  const bframes = match.profile === 'baseline' ? 0 : Math.min(match.reorderFrames, 3);
  return [
    ...['-c:v', 'libx264', '-preset', 'superfast', '-qp', String(joinedQuantiser)],
    ...['-profile:v', match.profile, '-level', (match.level / 10).toFixed(1), '-g', '9999'],
    ...['-bf', String(bframes), '-refs', String(Math.max(1, match.referenceFrames))],
    ...ownSets(match, `b-pyramid=${pyramid}`, 'open-gop=0'),
  ];
}

function ownSets({ setId }: EncodeMatch, ...more: readonly string[]): string[] {
  return ['-x264-params', [`sps-id=${setId}`, ...more, ...quickly].join(':')];
}

/** Others build on these pictures as if they were those of the recording: finer still, and not smoothed. */
const eachAlone = ['-preset', 'superfast', '-qp', '14', '-g', '1', '-bf', '0', '-refs', '1'];

/** Finer than recordings are made with: what is encoded a second time should not show where it begins. */
const joinedQuantiser = 20;
/** With one quantiser for all, the encoder need not look ahead, which is most of its work at this speed. */
const quickly = ['scenecut=0', 'b-adapt=0', 'weightp=0', 'mbtree=0', 'aq-mode=0', 'rc-lookahead=0'];

/** Reads what the encoder wrote; undefined when it wrote no picture. */
async function readPart(path: string): Promise<EncodedPart | undefined> {
  const track = (await readMovie(path))?.find(({ kind }) => kind === 'video');
  const table = track?.read()?.table;
  const configBytes = track?.config;
  const config = configBytes === undefined ? undefined : readDecoderConfig(configBytes);
  if (table === undefined || configBytes === undefined || config === undefined) return undefined;
  return { path, config, configBytes, packets: table };
}

/** A view's own bytes, whatever buffer they lie in. */
export function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
