import type { EncodedPacketSink } from 'mediabunny';
import type { CutJob } from '../jobs/cut-job.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { FfmpegError } from '../media/media-error.ts';
import type { ClipSample } from './mp4/sample-table.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { ClipSound } from './take-sound.ts';

/** What a clip must be, to be let through. */
export interface ExpectedClip {
  /** The pictures' samples in decode order; empty for sound alone. */
  samples: readonly ClipSample[];
  timescale: number;
  sound: ClipSound | undefined;
  /** When the copied pictures begin, in ticks from the clip's start, where any are. */
  copiedFrom?: number | undefined;
  /** When encoded pictures follow the copied ones, where they do. */
  copiedTo?: number | undefined;
}

/**
 * Checks a written clip against its plan: every picture's time in its index, the sound's length, and what a
 * decoder makes of it from each join on. Gives the reason why it is not right, or undefined when it is.
 */
export async function verifyClip(
  job: CutJob,
  path: string,
  expected: ExpectedClip,
): Promise<string | undefined> {
  const indexed = await readIndex(path, expected.timescale);
  const planned = expected.samples.map(({ time }) => time).toSorted(ascending);
  if (!sameTimes(indexed.times, planned))
    return `its index shows ${indexed.times.length} of ${planned.length} pictures in place`;
  if (indexed.soundPackets !== (expected.sound?.track.samples.length ?? 0))
    return 'its sound has another length';
  for (const window of windowsOf(expected)) {
    const reason = await checkDecoding(job, path, window);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function ascending(one: number, other: number): number {
  return one - other;
}

function sameTimes(found: readonly number[], wanted: readonly number[]): boolean {
  return found.length === wanted.length && found.every((time, at) => time === wanted[at]);
}

async function readIndex(
  path: string,
  timescale: number,
): Promise<{ times: number[]; soundPackets: number }> {
  const tables = openSampleTables(path, 'mov');
  try {
    const pictures = await secondsOf((await tables?.video(1))?.packets);
    const sounds = await secondsOf((await tables?.audio(1))?.packets);
    const times = pictures.map((seconds) => Math.round(seconds * timescale)).sort(ascending);
    return { times, soundPackets: sounds.length };
  } finally {
    tables?.close();
  }
}

async function secondsOf(sink: EncodedPacketSink | undefined): Promise<number[]> {
  if (sink === undefined) return [];
  const metadataOnly = { metadataOnly: true };
  const seconds: number[] = [];
  for await (const packet of packetsFrom(sink, await sink.getFirstPacket(metadataOnly), metadataOnly)) {
    seconds.push(packet.timestamp);
  }
  return seconds;
}

/** A run of pictures to be decoded, from a key picture on. */
interface Window {
  times: readonly number[];
  timescale: number;
  seekSeconds: number | undefined;
  /** More pictures follow in the clip. */
  isFirst: boolean;
}

/** Pictures decoded after the last join: enough for a reference lost at it to show. */
const picturesAfter = 12;
/** Clips up to this many pictures are decoded whole. */
const picturesOfShortClip = 250;

function windowsOf({ samples, timescale, copiedFrom, copiedTo }: ExpectedClip): Window[] {
  const times = samples.map(({ time }) => time).toSorted(ascending);
  if (times.length === 0) return [];
  if (times.length <= picturesOfShortClip)
    return [{ times, timescale, seekSeconds: undefined, isFirst: false }];
  const upToJoin = times.filter((time) => time <= (copiedFrom ?? 0)).length + picturesAfter;
  const start = { times: times.slice(0, upToJoin), timescale, seekSeconds: undefined, isFirst: true };
  // What is copied up to the clip's end is as good as it was in the recording.
  if (copiedFrom !== undefined && copiedTo === undefined) return [start];
  const keys = samples.filter(({ key }) => key).map(({ time }) => time);
  const lastKey = keys.toSorted(ascending).findLast((time) => time < (copiedTo ?? Infinity)) ?? 0;
  const rest = times.filter((time) => time >= lastKey);
  return [start, { times: rest, timescale, seekSeconds: lastKey / timescale, isFirst: false }];
}

const decoderComplaint =
  /error while decoding|concealing|missing reference|non-existing [PS]PS|invalid nal|decode_slice|no frame!|reference frames exceeds/i;

async function checkDecoding(job: CutJob, path: string, window: Window): Promise<string | undefined> {
  const shown: number[] = [];
  let complaint: string | undefined;
  const halfTick = 0.5 / window.timescale;
  const seek =
    window.seekSeconds === undefined ? [] : ['-ss', Math.max(0, window.seekSeconds - halfTick).toFixed(6)];
  try {
    await runFfmpeg({
      tools: job.tools,
      inputs: [{ path, demuxer: 'mov', options: seek }],
      options: [
        ...[
          '-copyts',
          '-map',
          '0:v:0',
          '-an',
          '-vsync',
          '0',
          '-xerror',
          '-vf',
          `settb=1/${window.timescale},showinfo`,
        ],
        ...(window.isFirst ? ['-frames:v', String(window.times.length)] : []),
        ...['-f', 'null'],
      ],
      signal: job.signal,
      onLine: (line) => {
        const pts = /showinfo.* pts:\s*(-?\d+)/.exec(line)?.[1];
        if (pts !== undefined) shown.push(Number(pts));
        else if (decoderComplaint.test(line)) complaint ??= line;
      },
    });
  } catch (error) {
    if (error instanceof FfmpegError && error.code === 'ffmpeg-failed') return 'a decoder refuses it';
    throw error;
  }
  if (complaint !== undefined) return `a decoder complains of it: ${complaint.replace(/^\[.*?\]\s*/, '')}`;
  // The filter may have seen a picture more than was asked for.
  if (window.isFirst) shown.splice(window.times.length);
  const near = shown.filter((time, at) => Math.abs(time - (window.times[at] ?? Number.NaN)) <= 1).length;
  return shown.length === window.times.length && near === shown.length
    ? undefined
    : `a decoder shows ${near} of ${window.times.length} pictures in place`;
}
