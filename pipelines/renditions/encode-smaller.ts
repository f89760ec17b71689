import { join } from 'node:path';
import type { SmallerPicture } from '../../domain/rendition.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';

/** A clip to be made smaller, with key frames at these times (seconds). */
export interface SmallerRequest {
  tools: MediaTools;
  clipPath: string;
  pictures: readonly SmallerPicture[];
  keySeconds: readonly number[];
  frames: number;
  workFolder: string;
  signal?: AbortSignal | undefined;
  onShare?: ((share: number) => void) | undefined;
}

/** Bits a second that a link must carry, at most; the quality asked for mostly needs less. */
const rates: Record<SmallerPicture['kind'], { crf: number; maxKilobits: number }> = {
  '720p': { crf: 23, maxKilobits: 2500 },
  '360p': { crf: 24, maxKilobits: 700 },
};

/** Encodes all smaller pictures in one pass: the clip is decoded once. Gives their files, in order, without sound. */
export async function encodeSmaller(request: SmallerRequest): Promise<string[]> {
  const { tools, pictures, workFolder } = request;
  const [first, ...rest] = pictures.map((picture, at) => ({
    path: join(workFolder, `${picture.kind}.encoded.mp4`),
    options: ['-map', `[out${at}]`, ...encoding(request, picture)],
  }));
  if (!first) return [];
  await runFfmpeg({
    tools,
    inputs: [{ path: request.clipPath, demuxer: 'mov' }],
    options: ['-copyts', '-filter_complex', ladder(pictures), ...first.options],
    outputPath: first.path,
    moreOutputs: rest,
    background: true,
    signal: request.signal,
    onProgress: ({ frames }) => request.onShare?.(Math.min(1, frames / Math.max(1, request.frames))),
  });
  return [first, ...rest].map(({ path }) => path);
}

function ladder(pictures: readonly SmallerPicture[]): string {
  const labels = pictures.map((_picture, at) => `[in${at}]`).join('');
  const scaled = pictures.map(
    ({ width, height }, at) => `[in${at}]scale=${width}:${height},setsar=1,format=yuv420p[out${at}]`,
  );
  return [`[0:v:0]split=${pictures.length}${labels}`, ...scaled].join(';');
}

function encoding({ tools, keySeconds }: SmallerRequest, { kind }: SmallerPicture): string[] {
  const { crf, maxKilobits } = rates[kind];
  // A little early, so that rounding never puts the key frame one picture late.
  const keys = keySeconds.map((seconds) => Math.max(0, seconds - 0.0005).toFixed(6)).join(',');
  const lastWithVsyncOnly = 5;
  return [
    ...['-an', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...(tools.major > lastWithVsyncOnly ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', String(crf)],
    ...['-maxrate', `${maxKilobits}k`, '-bufsize', `${maxKilobits * 2}k`],
    ...['-force_key_frames', keys, '-x264-params', 'open-gop=0', '-video_track_timescale', '90000'],
    ...['-f', 'mp4'],
  ];
}
