import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { smallerPictures, type RenditionKind } from '../../domain/rendition.ts';
import type { VideoTrack } from '../cut/mp4/movie.ts';
import { inTurn, writeClip } from '../cut/write-clip.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { MediaError } from '../media/media-error.ts';
import { shownSize } from '../media/shown-size.ts';
import { encodeSmaller } from './encode-smaller.ts';
import { planSegments } from './plan-segments.ts';
import { openClip, type OpenClip, type ReadTrack } from './read-clip.ts';
import { retime, writeSegmented, type SegmentMap } from './write-segmented.ts';

/** One encoded form of a clip, as a file of its own. */
export interface MadeRendition {
  kind: RenditionKind;
  path: string;
  bytes: number;
  /** As shown; null for sound alone. */
  size: { width: number; height: number } | null;
  /** For HLS; null for sound alone. */
  segments: (SegmentMap & { codecs: string }) | null;
}

/** A clip, and the folder that its renditions go to. */
export interface RenditionsRequest {
  tools: MediaTools;
  clipPath: string;
  workFolder: string;
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0 to 1. */
  onShare?: ((share: number) => void) | undefined;
}

/**
 * Makes what a clip lacks for phones and poor links: the pictures smaller than its own, in one pass, its sound alone,
 * and, where there is a smaller picture to change to, the clip itself in segments. Each has the clip's very frames,
 * times and sound. None for a clip of sound alone. Throws MediaError.
 */
export async function makeRenditions(request: RenditionsRequest): Promise<MadeRendition[]> {
  const clip = await openClip(request.tools, request.clipPath, { signal: request.signal });
  try {
    const { video } = clip;
    if (!video) return [];
    const sound = await takeSoundAlone(request, clip);
    const pictures = await makePictures(request, clip, video);
    request.onShare?.(1);
    return [...pictures, ...sound];
  } finally {
    clip.close();
  }
}

async function takeSoundAlone(
  { workFolder, signal }: RenditionsRequest,
  { audio }: OpenClip,
): Promise<MadeRendition[]> {
  if (!audio) return [];
  const path = join(workFolder, 'audio.m4a');
  await writeClip(path, [inTurn(audio.track, audio.packets())], { signal });
  return [{ kind: 'audio', path, bytes: await sizeOf(path), size: null, segments: null }];
}

async function makePictures(
  request: RenditionsRequest,
  clip: OpenClip,
  video: ReadTrack<VideoTrack>,
): Promise<MadeRendition[]> {
  const { samples } = video.track;
  const shown = shownSize(video.track);
  const pictures = smallerPictures(shown);
  if (pictures.length === 0) return [];
  const starts = planSegments(samples);
  const encoded = await encodeSmaller({
    ...request,
    pictures,
    keySeconds: starts.map((time) => time / samples.ticksPerSecond),
    frames: samples.count,
    onShare: (share) => request.onShare?.(share * 0.95),
  });
  const made = [await writeLevel(request, clip, { kind: 'source', video, starts, size: shown })];
  for (const [at, { kind, width, height }] of pictures.entries()) {
    const smaller = await openClip(request.tools, encoded[at] ?? '', { signal: request.signal });
    try {
      const likeSource = asSource(smaller, video.track);
      made.push(
        await writeLevel(request, clip, { kind, video: likeSource, starts, size: { width, height } }),
      );
    } finally {
      smaller.close();
    }
  }
  return made;
}

/** The encoded pictures with the very times of the clip's; refused unless they are the same in number. */
function asSource({ video }: OpenClip, source: VideoTrack): ReadTrack<VideoTrack> {
  const count = video?.track.samples.count ?? 0;
  if (!video || count !== source.samples.count)
    throw new MediaError('clip-not-exact', `A rendition has ${count} of ${source.samples.count} pictures.`);
  const samples = retime(video.track.samples, source.samples);
  return { ...video, track: { ...video.track, samples } };
}

interface Level {
  kind: RenditionKind;
  video: ReadTrack<VideoTrack>;
  starts: readonly number[];
  size: { width: number; height: number };
}

async function writeLevel(
  { workFolder, signal }: RenditionsRequest,
  { audio }: OpenClip,
  { kind, video, starts, size }: Level,
): Promise<MadeRendition> {
  const { samples } = video.track;
  const keys = new Set(samples.times.filter((_time, at) => samples.keys[at] === 1));
  if (!starts.every((time) => keys.has(time)))
    throw new MediaError('clip-not-exact', 'A rendition has no key frame where a segment begins.');
  const path = join(workFolder, `${kind}.mp4`);
  const map = await writeSegmented(path, { video, audio, starts, signal });
  const codecs = [pictureCodec(video.track.avcC), ...(audio ? [soundCodec(audio.track.config)] : [])];
  return { kind, path, bytes: await sizeOf(path), size, segments: { ...map, codecs: codecs.join(',') } };
}

/** As RFC 6381 names H.264: its profile, constraints and level in hexadecimal. */
function pictureCodec(avcC: Uint8Array): string {
  return `avc1.${Buffer.from(avcC.subarray(1, 4)).toString('hex')}`;
}

/** As RFC 6381 names AAC: by the audio object type in its configuration's first five bits. */
function soundCodec(config: Uint8Array): string {
  return `mp4a.40.${(config[0] ?? 16) >> 3}`;
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}
