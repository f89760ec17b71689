import { runFfmpeg } from './ffmpeg.ts';
import type { MediaTools } from './ffmpeg.ts';

/** A verified clip, and where its two pictures go. */
export interface ThumbnailRequest {
  tools: MediaTools;
  clipPath: string;
  durationMs: number;
  /** False for sound alone: then the pictures show its waveform. */
  hasPicture: boolean;
  /** At most 1280 pixels wide, JPEG. */
  posterPath: string;
  /** At most 320 pixels wide, JPEG. */
  thumbnailPath: string;
  signal?: AbortSignal | undefined;
}

const posterWidth = 1280;
const thumbnailWidth = 320;
/** Looked at to find a picture that is neither black nor in the middle of a change. */
const candidateFrames = 40;

/** Makes a clip's poster and its thumbnail: the most typical of its first pictures, upright and square-pixelled. */
export async function makeThumbnails(request: ThumbnailRequest): Promise<void> {
  await (request.hasPicture ? takePicture(request) : drawWaveform(request));
  await writeJpeg(request, {
    input: { path: request.posterPath, demuxer: 'mjpeg' },
    filter: ['-vf', scaledTo(thumbnailWidth)],
    outputPath: request.thumbnailPath,
  });
}

async function takePicture(request: ThumbnailRequest): Promise<void> {
  const seconds = Math.min(2, request.durationMs / 10_000);
  await writeJpeg(request, {
    input: { path: request.clipPath, demuxer: 'mov', options: ['-ss', seconds.toFixed(3)] },
    filter: ['-map', '0:v:0', '-vf', `thumbnail=n=${candidateFrames},${scaledTo(posterWidth)}`],
    outputPath: request.posterPath,
  });
}

async function drawWaveform(request: ThumbnailRequest): Promise<void> {
  await writeJpeg(request, {
    input: { path: request.clipPath, demuxer: 'mov' },
    filter: [
      '-filter_complex',
      `[0:a:0]aformat=channel_layouts=mono,showwavespic=s=${posterWidth}x720:colors=0x8fb4d6,format=yuvj420p[wave]`,
      ...['-map', '[wave]'],
    ],
    outputPath: request.posterPath,
  });
}

/** Never larger than it is, in the shape that it is shown in. */
function scaledTo(width: number): string {
  return `scale=w='max(2,trunc(min(${width},iw*sar)/2)*2)':h='max(2,trunc(ow/dar/2)*2)',setsar=1,format=yuvj420p`;
}

async function writeJpeg(
  { tools, signal }: ThumbnailRequest,
  step: {
    input: { path: string; demuxer: string; options?: readonly string[] };
    filter: readonly string[];
    outputPath: string;
  },
): Promise<void> {
  await runFfmpeg({
    tools,
    inputs: [step.input],
    options: [...step.filter, '-an', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg'],
    outputPath: step.outputPath,
    limits: { maxMs: 120_000 },
    signal,
  });
}
