import { join } from 'node:path';
import { z } from 'zod';
import type { CutJob } from '../jobs/cut-job.ts';
import { runFfmpeg, runFfprobe } from '../media/ffmpeg.ts';
import { FfmpegError } from '../media/media-error.ts';
import { isDisposablePacket } from './h264/nal-units.ts';
import { endOf, lastRow, rowsOf, tableOf } from './mp4/packet-table.ts';
import type { PacketRow, PacketTable } from './mp4/packet-table.ts';
import { readMovie } from './mp4/read-movie.ts';
import type { RecordedPictures } from './encode-part.ts';
import { openRanges } from './read-ranges.ts';
import { picturesUnlike, sampledPicture, samplingFilters, withRims } from './sample-pictures.ts';
import type { ClipSound } from './take-sound.ts';
import { writeClip } from './write-clip.ts';

/** What a clip must be, to be let through. */
export interface ExpectedClip {
  /** The pictures' samples; none for sound alone. */
  samples: PacketTable;
  sound: ClipSound | undefined;
  /**
   * How many samples stand before the copied ones, and how many up to their end; none where nothing is copied. Where
   * some of those before them are carried over, what the first of them are in the recording.
   */
  copied?: { from: number; to: number; recorded?: RecordedPictures | undefined } | undefined;
}

/** What is not right of a clip: which of the checks it failed, and a clause that tells how. */
export interface ClipFlaw {
  check: 'index' | 'header' | 'decoder' | 'pictures';
  reason: string;
}

/**
 * Checks a written clip against its plan: every picture's time and every sound in its index, what another reader makes
 * of its header, what a decoder makes of it around each join, and whether pictures that were carried over look as they
 * do in the recording. Gives the first flaw, or undefined.
 */
export async function verifyClip(
  job: CutJob,
  path: string,
  expected: ExpectedClip,
): Promise<ClipFlaw | undefined> {
  const movie = (await readMovie(path)) ?? [];
  const pictures = movie.find(({ kind }) => kind === 'video');
  const table = pictures?.read()?.table;
  const sounds = movie.find(({ kind }) => kind === 'audio')?.read()?.table;
  return (
    flaw('index', checkIndex(expected, table, sounds)) ??
    flaw('header', await checkHeader(job, path, expected)) ??
    (table === undefined
      ? undefined
      : await checkDecoding(job, { path, table, avcC: pictures?.config }, expected))
  );
}

function flaw(check: ClipFlaw['check'], reason: string | undefined): ClipFlaw | undefined {
  return reason === undefined ? undefined : { check, reason };
}

function checkIndex(
  { samples, sound }: ExpectedClip,
  pictures: PacketTable | undefined,
  sounds: PacketTable | undefined,
): string | undefined {
  const { times, sizes, keys } = samples;
  let inPlace = 0;
  for (let at = 0; at < samples.count; at++)
    if (
      times[at] === pictures?.times[at] &&
      sizes[at] === pictures?.sizes[at] &&
      keys[at] === pictures?.keys[at]
    )
      inPlace += 1;
  if ((pictures?.count ?? 0) !== samples.count || inPlace !== samples.count)
    return `its index shows ${inPlace} of ${samples.count} pictures in place`;
  return (sounds?.count ?? 0) === (sound?.track.samples.count ?? 0)
    ? undefined
    : 'its sound has another length';
}

const headerSchema = z.object({
  streams: z.array(z.object({ codec_type: z.string(), nb_frames: z.coerce.number() })),
  format: z.object({ duration: z.coerce.number() }),
});

/** A frame of sound, and the rounding of times. */
const headerGraceSeconds = 0.05;

async function checkHeader(
  job: CutJob,
  path: string,
  { samples, sound }: ExpectedClip,
): Promise<string | undefined> {
  const entries = 'stream=codec_type,nb_frames:format=duration';
  const { stdout } = await runFfprobe({
    ...{ tools: job.tools, path, demuxer: 'mov', signal: job.signal },
    options: ['-show_entries', entries, '-print_format', 'json'],
  });
  const header = headerSchema.safeParse(JSON.parse(stdout.toString('utf8'))).data;
  if (header === undefined) return 'its header cannot be read';
  const told = (type: string): number =>
    header.streams.find(({ codec_type }) => codec_type === type)?.nb_frames ?? 0;
  const sounds = sound?.track.samples;
  if (told('video') !== samples.count || told('audio') !== (sounds?.count ?? 0))
    return `its header tells of ${told('video')} of ${samples.count} pictures`;
  const secondsOf = (table: PacketTable): number => endOf(table) / table.ticksPerSecond;
  const seconds = Math.max(secondsOf(samples), sounds === undefined ? 0 : secondsOf(sounds));
  return Math.abs(header.format.duration - seconds) < headerGraceSeconds
    ? undefined
    : `its header tells of ${header.format.duration} of ${seconds} seconds`;
}

/** Pictures decoded on each side of a join: enough for a reference lost at it to show. */
const picturesAround = 12;
/** Clips up to this many pictures are decoded whole. */
const picturesOfShortClip = 100;

/** A run of samples to decode, and from which one on all of them: before it, those that others refer to are enough. */
interface Window {
  from: number;
  allFrom: number;
  to: number;
}

/**
 * The first pictures, and those around each join; where nothing is copied, the last ones. Every join is at an IDR picture,
 * so that what is copied up to one, or carried over with its references, is as good as it was in the recording.
 */
function windowsOf({ samples, copied }: ExpectedClip): Window[] {
  const { count } = samples;
  if (count <= picturesOfShortClip) return [{ from: 0, allFrom: 0, to: count }];
  const after = (at: number): Window => ({ from: at, allFrom: at, to: Math.min(at + picturesAround, count) });
  const around = (at: number): Window => {
    const allFrom = Math.max(0, at - picturesAround);
    const from = Math.max(
      0,
      lastRow(rowsOf(samples, 0, allFrom + 1), (_time, key) => key),
    );
    return { from, allFrom, to: Math.min(at + picturesAround, count) };
  };
  if (copied === undefined) return [after(0), around(count)];
  const { from, to, recorded } = copied;
  return [
    after(0),
    ...(recorded === undefined ? [] : [{ from: 0, allFrom: 0, to: recorded.count }, after(from)]),
    ...(recorded === undefined && from > 0 ? [around(from)] : []),
    ...(to < count ? [after(to)] : []),
  ];
}

interface WrittenPictures {
  path: string;
  table: PacketTable;
  avcC: Uint8Array | undefined;
}

/** Takes the windows out of the written clip, at their own times, so that one decoder sees nothing else. */
async function writeWindows(
  job: CutJob,
  { path, table, avcC }: WrittenPictures,
  expected: ExpectedClip,
): Promise<{ path: string; times: Float64Array }> {
  const reader = await openRanges(path);
  const kept = new Map<number, Uint8Array>();
  try {
    for (const { from, allFrom, to } of windowsOf(expected)) {
      for (let at = from; at < to; at++) {
        const range = { offset: table.offsets?.[at] ?? 0, size: table.sizes[at] ?? 0 };
        const [bytes = new Uint8Array()] = await reader.read([range]);
        if (at >= allFrom || !isDisposablePacket(bytes, lengthBytes)) kept.set(at, bytes);
      }
    }
  } finally {
    await reader.close();
  }
  const rows = [...kept].sort(([one], [other]) => one - other);
  const { times, durations, sizes, keys, ticksPerSecond } = expected.samples;
  const samples = tableOf(
    ticksPerSecond,
    rows.map(([at]): PacketRow => ({
      ...{ time: times[at] ?? 0, duration: durations[at] ?? 0 },
      ...{ size: sizes[at] ?? 0, key: keys[at] === 1 },
    })),
  );
  const windowsPath = join(job.workDir, 'windows.mp4');
  const shape = { width: 16, height: 16, rotation: 0, pixelAspect: 1 } as const;
  const track = {
    ...{ kind: 'video' as const, ...shape },
    ...{ avcC: avcC ?? new Uint8Array(), samples },
  };
  const read = async (from: number, to: number): Promise<Uint8Array[]> =>
    Promise.resolve(rows.slice(from, to).map(([, bytes]) => bytes));
  await writeClip(windowsPath, [{ track, read }], { signal: job.signal });
  return { path: windowsPath, times: samples.times.toSorted() };
}

/** All our parts are framed so. */
const lengthBytes = 4;

const decoderComplaint =
  /error while decoding|concealing|missing reference|non-existing [PS]PS|invalid nal|decode_slice|no frame!|reference frames exceeds|mmco|frame num (?:gap|change)/i;

async function checkDecoding(
  job: CutJob,
  written: WrittenPictures,
  expected: ExpectedClip,
): Promise<ClipFlaw | undefined> {
  const { path, times } = await writeWindows(job, written, expected);
  const recorded = expected.copied?.recorded;
  const sampled = recorded !== undefined;
  const decoded = await decode(job, path, { timescale: expected.samples.ticksPerSecond, sampled });
  if (decoded === undefined) return flaw('decoder', 'a decoder refuses it');
  const { shown, complaint, samples } = decoded;
  if (complaint !== undefined)
    return flaw('decoder', `a decoder complains of it: ${complaint.replace(/^\[.*?\]\s*/, '')}`);
  const near = shown.filter((time, at) => Math.abs(time - (times[at] ?? Number.NaN)) <= 1).length;
  if (shown.length !== times.length || near !== times.length)
    return flaw('decoder', `a decoder shows ${near} of ${times.length} pictures in place`);
  return recorded && flaw('pictures', await checkLooks({ samples, times }, recorded, expected));
}

interface Decoded {
  /** When each picture is shown. */
  shown: number[];
  complaint: string | undefined;
  samples: Uint8Array;
}

/** What a decoder makes of a file of pictures; undefined where it refuses it. */
async function decode(
  job: CutJob,
  path: string,
  { timescale, sampled }: { timescale: number; sampled: boolean },
): Promise<Decoded | undefined> {
  const shown: number[] = [];
  let complaint: string | undefined;
  // Of the small corner, not of the picture, the filter adds up the bytes that nobody asks for.
  const filters = `settb=1/${timescale},${sampled ? samplingFilters : 'crop=16:16:0:0'},showinfo`;
  try {
    const { stdout: samples } = await runFfmpeg({
      tools: job.tools,
      inputs: [{ path, demuxer: 'mov', options: ['-threads', '1', ...(sampled ? withRims : [])] }],
      options: [
        ...['-copyts', '-map', '0:v:0', '-an', '-vsync', '0', '-xerror'],
        ...['-vf', filters, '-f', sampled ? 'rawvideo' : 'null'],
      ],
      signal: job.signal,
      onLine: (line) => {
        const pts = /showinfo.* pts:\s*(-?\d+)/.exec(line)?.[1];
        if (pts !== undefined) shown.push(Number(pts));
        else if (decoderComplaint.test(line)) complaint ??= line;
      },
    });
    return { shown, complaint, samples };
  } catch (error) {
    if (error instanceof FfmpegError && error.code === 'ffmpeg-failed') return undefined;
    throw error;
  }
}

/** Compares the first samples, sampled by a decoder at these times, with what they are in the recording. */
async function checkLooks(
  shown: { samples: Uint8Array; times: Float64Array },
  recorded: RecordedPictures,
  expected: ExpectedClip,
): Promise<string | undefined> {
  const compared = expected.samples.times.slice(0, recorded.count).sort();
  const pictures = Array.from(compared, (time) => shown.times.indexOf(time));
  const other = await picturesUnlike(
    recorded.path,
    pictures.map((at) => sampledPicture(shown.samples, at)),
  );
  return other === 0
    ? undefined
    : `${other} of ${recorded.count} pictures at its start look other than in the recording`;
}
