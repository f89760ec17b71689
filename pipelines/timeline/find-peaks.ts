import type { RecordingFile } from '../cut/index-frames.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';

/** How loud a recording is, stretch by stretch: one byte a peak, 255 times the square root of its amplitude. */
export interface Peaks {
  bytes: Uint8Array;
  perSecond: number;
}

const sampleRate = 8000;
/** Finest first; each divides the sample rate. */
const rates = [50, 25, 10, 5, 4, 2, 1] as const;
/** As many as an editor can show to the pixel, and a browser fetches at once. */
const maxPeaks = 400_000;

/**
 * The peaks of a recording's sound on the player's clock, bounded in number however long it is: from its sound alone,
 * read once. Undefined where there is none.
 */
export async function findPeaks(
  tools: MediaTools,
  { path, recording }: RecordingFile,
  options: {
    /** Where the file begins on the clock of the peaks; 0 unless told. */
    startSeconds?: number;
    /** What the peaks are to span; the file's own length unless told. */
    durationMs?: number;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<Peaks | undefined> {
  const { audio } = recording;
  const { startSeconds = 0, durationMs = recording.durationMs } = options;
  if (audio === undefined) return undefined;
  const perSecond = rates.find((rate) => (durationMs / 1000) * rate <= maxPeaks) ?? 1;
  const bytes = new Uint8Array(Math.ceil((durationMs / 1000) * perSecond));
  await runFfmpeg({
    tools,
    inputs: [{ path, demuxer: recording.container }],
    options: [
      ...['-map', `0:${audio.streamIndex}`, '-vn', '-sn', '-dn'],
      // Sound that begins late keeps its place: silence is put before it.
      ...[
        '-af',
        `aresample=${sampleRate}:async=1:first_pts=0`,
        '-ac',
        '1',
        '-c:a',
        'pcm_s16le',
        '-f',
        's16le',
      ],
    ],
    onBytes: peakReader(bytes, sampleRate / perSecond, Math.round(startSeconds * sampleRate)),
    background: true,
    signal: options.signal,
  });
  return { bytes, perSecond };
}

/** Takes 16-bit samples in pieces of any size and keeps the loudest of each stretch. */
function peakReader(peaks: Uint8Array, samplesPerPeak: number, firstSample: number): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let sampleNumber = firstSample;
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const usable = bytes.length - (bytes.length % 2);
    for (let at = 0; at < usable; at += 2, sampleNumber++) {
      const peak = Math.floor(sampleNumber / samplesPerPeak);
      const height = Math.round(255 * Math.sqrt(Math.min(1, Math.abs(bytes.readInt16LE(at)) / 32_767)));
      if (height > (peaks[peak] ?? 255)) peaks[peak] = height;
    }
    rest = bytes.subarray(usable);
  };
}
