import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { readDecoderConfig } from './h264/decoder-config.ts';
import type { DecoderConfig } from './h264/decoder-config.ts';
import type { FrameIndex } from './index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import type { PlannedFrame } from './plan-cut.ts';
import { screenColours } from './screen-colours.ts';
import type { ProbedVideo, TimeBase } from '../media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';

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
  /** In decode order. */
  packets: readonly EncodedPacketInfo[];
}

/** One packet of an encoded part: which of the part's pictures it is, in the order they are shown. */
export interface EncodedPacketInfo {
  rank: number;
  /** Seconds from the part's first picture, as the encoder had it. */
  seconds: number;
  size: number;
  key: boolean;
}

/** What to encode: these frames, found in the recording through its index. */
export interface EncodeRequest {
  name: string;
  video: ProbedVideo;
  index: FrameIndex;
  frames: readonly PlannedFrame[];
  /** The frames go on to the recording's end, even where its index ends too early. */
  toEnd: boolean;
  match?: EncodeMatch;
}

/**
 * Encodes exactly the given frames to H.264. Frames are chosen by their presentation time in the track's own
 * ticks, and counted; when the count is wrong the recording is read again from farther back. Throws MediaError
 * `clip-not-exact` when even reading from the start gives other frames than the index told.
 */
export async function encodePart(job: CutJob, request: EncodeRequest): Promise<EncodedPart> {
  const path = join(job.workDir, `${request.name}.mp4`);
  let before: number | undefined;
  for (const seek of seeksFor(request, job)) {
    await encodeFrom(job, request, { path, seek });
    const part = await readPart(path);
    if (part?.packets.length === request.frames.length) return part;
    // Damaged and unusual streams yield fewer pictures than packets: what two readings agree on is what there is.
    if (part !== undefined && part.packets.length === before && request.match === undefined) return part;
    before = part?.packets.length;
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
  const firstPts = frames[0]?.pts ?? 0;
  const key = index.packets.findLast((packet) => packet.key && packet.pts <= firstPts);
  const seconds = ((key?.pts ?? 0) * index.timeBase.num) / index.timeBase.den;
  const indexed = ['mov', 'matroska'].includes(job.recording.container);
  const near = indexed ? seconds + 0.001 : seconds - unindexedSeconds;
  const origin = job.recording.originSeconds;
  return [near, near - fartherSeconds]
    .map((time) => (key === undefined || time <= origin + 0.01 ? undefined : time))
    .concat(undefined);
}

async function encodeFrom(
  job: CutJob,
  { video, index, frames, toEnd, match }: EncodeRequest,
  { path, seek }: { path: string; seek: number | undefined },
): Promise<void> {
  const { timeBase } = index;
  const colours = screenColours(video, job.tools);
  const from = frames[0]?.pts ?? 0;
  const end = toEnd ? '' : `:end_pts=${(frames.at(-1)?.pts ?? 0) + 1}`;
  const seekOptions =
    seek === undefined ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seek.toFixed(6)];
  await runFfmpeg({
    tools: job.tools,
    inputs: [
      { path: job.path, demuxer: job.recording.container, options: ['-noautorotate', ...seekOptions] },
    ],
    options: [
      '-copyts',
      ...[
        '-map',
        `0:${video.streamIndex}`,
        '-an',
        '-sn',
        '-dn',
        '-map_metadata',
        '-1',
        '-map_chapters',
        '-1',
      ],
      ...[
        '-vf',
        filters(video, timeBase, { span: `start_pts=${from}${end}`, from, colours: colours.filters }),
      ],
      ...passThrough(job.tools),
      ...['-enc_time_base', ratio(timeBase), '-video_track_timescale', String(timeBase.den)],
      ...encoder(video, match),
      ...colours.options,
      ...['-f', 'mp4'],
    ],
    outputPath: path,
    signal: job.signal,
    onProgress: ({ frames: done }) => job.onShare?.(Math.min(1, done / frames.length)),
  });
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

function encoder(video: ProbedVideo, match: EncodeMatch | undefined): string[] {
  const keyEvery = Math.max(25, Math.round((video.frameRate || 30) * 4));
  const common = ['-c:v', 'libx264', '-preset', 'veryfast'];
  if (match === undefined) return [...common, '-crf', '21', '-profile:v', 'high', '-g', String(keyEvery)];
  const pyramid = match.reorderFrames > 1 ? 'normal' : 'none';
  const bframes = match.profile === 'baseline' ? 0 : Math.min(match.reorderFrames, 3);
  const settings = [`sps-id=${match.setId}`, `b-pyramid=${pyramid}`, 'open-gop=0', 'scenecut=0'].join(':');
  return [
    ...common,
    ...['-crf', '18', '-profile:v', match.profile, '-level', (match.level / 10).toFixed(1), '-g', '9999'],
    ...[
      '-bf',
      String(bframes),
      '-refs',
      String(Math.max(1, match.referenceFrames)),
      '-x264-params',
      settings,
    ],
  ];
}

/** Reads what the encoder wrote; undefined when it wrote no picture. */
async function readPart(path: string): Promise<EncodedPart | undefined> {
  const tables = openSampleTables(path, 'mov');
  try {
    const video = await tables?.video(1);
    const description = (await video?.track.getDecoderConfig())?.description;
    const configBytes = description === undefined ? undefined : bytesOf(description);
    const config = configBytes === undefined ? undefined : readDecoderConfig(configBytes);
    if (video === undefined || configBytes === undefined || config === undefined) return undefined;
    const found = [];
    const metadataOnly = { metadataOnly: true };
    for await (const packet of packetsFrom(
      video.packets,
      await video.packets.getFirstPacket(metadataOnly),
      metadataOnly,
    )) {
      found.push({ seconds: packet.timestamp, size: packet.byteLength, key: packet.type === 'key' });
    }
    const shown = found.toSorted((one, other) => one.seconds - other.seconds);
    const rankOf = new Map(shown.map((packet, rank) => [packet, rank]));
    return {
      path,
      config,
      configBytes,
      packets: found.map((packet) => ({ ...packet, rank: rankOf.get(packet) ?? 0 })),
    };
  } catch {
    return undefined; // an output without any frame has no track to read
  } finally {
    tables?.close();
  }
}

/** A view's own bytes, whatever buffer they lie in. */
export function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
