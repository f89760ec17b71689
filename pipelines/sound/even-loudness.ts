import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudioTrack } from '../cut/mp4/movie.ts';
import { endOf, firstRow, rowsOf } from '../cut/mp4/packet-table.ts';
import { inTurn, writeClip } from '../cut/write-clip.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { MediaError } from '../media/media-error.ts';
import { playableRate } from '../cut/take-sound.ts';
import { openClip, type OpenClip, type ReadTrack } from '../renditions/read-clip.ts';
import { measureLoudness, type Loudness } from './measure-loudness.ts';

/** As broadcasters and players on the web agree: speech at this many LUFS, no true peak above this many dBTP. */
export const wantedLoudness = { integrated: -16, truePeak: -1 } as const;

/** A clip whose sound is to be evened out, in its place. */
export interface EvenRequest {
  tools: MediaTools;
  clipPath: string;
  workFolder: string;
  signal?: AbortSignal | undefined;
}

/** Nearer than this is near enough, in LU. */
const toleranceLu = 0.5;
/** What is quieter than this can bring up is the noise of a room, not speech; in LU. */
const mostGain = 30;
/** The limiter takes some loudness away, which a second turn gives back. */
const maxTurns = 3;

/**
 * Brings a clip's sound to −16 LUFS with a limit on its true peaks, and leaves its picture as it is, packet by packet.
 * Gives the clip's bytes, or undefined where nothing had to be done: no sound, silence, or loud enough already. Throws
 * MediaError; then the clip is as it was.
 */
export async function evenLoudness(request: EvenRequest): Promise<number | undefined> {
  const { tools, clipPath, workFolder, signal } = request;
  const clip = await openClip(tools, clipPath, { signal });
  try {
    const { audio } = clip;
    const before = audio && (await measureLoudness(tools, clipPath, { signal }));
    if (!before || isNear(before)) return undefined;
    const soundPath = await encodeEven(request, before, playableRate(audio.track.samples.ticksPerSecond));
    const evened = join(workFolder, 'evened');
    await replaceSound(request, { clip, audio, soundPath, outPath: evened });
    await rename(evened, clipPath);
    return (await stat(clipPath)).size;
  } finally {
    clip.close();
  }
}

function isNear({ integrated, truePeak }: Loudness): boolean {
  return (
    Math.abs(integrated - wantedLoudness.integrated) <= toleranceLu && truePeak <= wantedLoudness.truePeak
  );
}

async function encodeEven(
  { tools, clipPath, workFolder, signal }: EvenRequest,
  before: Loudness,
  sampleRate: number,
): Promise<string> {
  const path = join(workFolder, 'even-sound.m4a');
  let gain = Math.min(mostGain, wantedLoudness.integrated - before.integrated);
  for (let turn = 0; turn < maxTurns; turn++) {
    await runFfmpeg({
      tools,
      inputs: [{ path: clipPath, demuxer: 'mov' }],
      options: [
        ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
        ...['-af', filters(gain, before.truePeak, sampleRate), '-ar', String(sampleRate)],
        ...['-c:a', 'aac', '-b:a', '160k', '-f', 'mp4'],
      ],
      outputPath: path,
      signal,
    });
    const after = await measureLoudness(tools, path, { signal });
    const missing = after === undefined ? 0 : wantedLoudness.integrated - after.integrated;
    if (Math.abs(missing) <= toleranceLu || gain >= mostGain) break;
    gain = Math.min(mostGain, gain + missing);
  }
  return path;
}

/** Peaks between samples show only at a higher rate: the limiter works there, and only where it has work. */
function filters(gain: number, truePeak: number, sampleRate: number): string {
  const headroom = 0.5;
  const limit = 10 ** ((wantedLoudness.truePeak - headroom) / 20);
  const isTooHigh = truePeak + gain > wantedLoudness.truePeak - headroom;
  return [
    // Sound that begins a moment after the picture keeps its place.
    'aresample=async=1:first_pts=0',
    `volume=${gain.toFixed(2)}dB`,
    ...(isTooHigh
      ? [
          `aresample=${sampleRate * 4}`,
          `alimiter=limit=${limit.toFixed(4)}:level=0:attack=5:release=50`,
          `aresample=${sampleRate}`,
        ]
      : []),
  ].join(',');
}

async function replaceSound(
  { tools, signal }: EvenRequest,
  parts: { clip: OpenClip; audio: ReadTrack<AudioTrack>; soundPath: string; outPath: string },
): Promise<void> {
  const { clip, audio, soundPath, outPath } = parts;
  const encoded = await openClip(tools, soundPath, { signal });
  try {
    const even = encoded.audio && withoutPriming(encoded.audio);
    const longestShift = 0.1;
    const shift = even === undefined ? Infinity : Math.abs(lengthOf(even.track) - lengthOf(audio.track));
    if (even === undefined || shift > longestShift)
      throw new MediaError('clip-not-exact', 'The evened sound has another length than the clip’s.');
    const sound = inTurn(even.track, even.packets());
    const picture = clip.video && inTurn(clip.video.track, clip.video.packets());
    await writeClip(outPath, picture ? [picture, sound] : [sound], { signal });
  } finally {
    encoded.close();
  }
}

/** What an encoder puts before the first sound has no place in a clip: it would need an edit list to hide it. */
function withoutPriming({ track, packets }: ReadTrack<AudioTrack>): ReadTrack<AudioTrack> {
  const { samples } = track;
  const first = firstRow(samples, (time) => time >= 0);
  const primed = first < 0 ? samples.count : first;
  return {
    track: { ...track, samples: rowsOf(samples, primed, samples.count) },
    packets: async function* () {
      let at = 0;
      for await (const packet of packets()) if (at++ >= primed) yield packet;
    },
  };
}

function lengthOf({ samples }: AudioTrack): number {
  return endOf(samples) / samples.ticksPerSecond;
}
