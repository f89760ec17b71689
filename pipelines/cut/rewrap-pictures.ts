import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { FfmpegError } from '../media/media-error.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import type { FrameIndex } from './index-frames.ts';
import { firstRow, rowsOf } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import { readMovie } from './mp4/read-movie.ts';

/** The pictures of a chapter in a file of our own, where every packet has its place. */
export interface RewrappedPictures {
  index: FrameIndex;
  avcC: Uint8Array;
}

/**
 * Copies the H.264 packets of a chapter out of a container that does not tell where they lie (MPEG-TS, FLV, AVI) into
 * an MP4 in the work folder. Gives undefined where that file does not hold, packet by packet, what the index tells:
 * then nothing can be copied safely.
 */
export async function rewrapPictures(
  job: CutJob,
  video: ProbedVideo,
  index: FrameIndex,
): Promise<RewrappedPictures | undefined> {
  if (index.source !== 'packets' || video.codec !== 'h264' || video.interlaced) return undefined;
  const path = join(job.workDir, 'rewrapped.mp4');
  if (!(await copyPackets(job, { video, index, path }))) return undefined;
  const track = (await readMovie(path))?.find(({ kind }) => kind === 'video');
  const table = track?.read()?.table;
  if (table === undefined || track?.config === undefined) return undefined;
  const packets = findPackets(index, table);
  return packets && { index: { ...index, packets, source: 'tables', path }, avcC: track.config };
}

/** Containers without an index are searched by guessing: start well before. */
const leadSeconds = 5;
/** Packets are ended by the time at which they are decoded, which comes before they are shown. */
const trailSeconds = 1;
/** What an index of its own may add to the packets of a recording. */
const indexShare = 0.25;

interface CopyRequest {
  video: ProbedVideo;
  index: FrameIndex;
  path: string;
}

/** False where ffmpeg finds no way to copy them. */
async function copyPackets(job: CutJob, { video, index, path }: CopyRequest): Promise<boolean> {
  const { num, den } = index.timeBase;
  const { times } = index.packets;
  const [first, last] = [times[0] ?? 0, times.reduce((most, time) => Math.max(most, time), 0)];
  const from = (first * num) / den - leadSeconds;
  const seek =
    from <= job.recording.originSeconds
      ? []
      : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', from.toFixed(6)];
  const to = (last * num) / den + trailSeconds;
  try {
    await runFfmpeg({
      tools: job.tools,
      inputs: [{ path: job.path, demuxer: job.recording.container, options: seek }],
      options: [
        ...['-copyts', '-map', `0:${video.streamIndex}`, '-c', 'copy', '-an', '-sn', '-dn'],
        ...['-map_metadata', '-1', '-map_chapters', '-1'],
        ...(to > 0 ? ['-t', to.toFixed(6)] : []),
        ...['-video_track_timescale', String(den), '-f', 'mp4'],
      ],
      outputPath: path,
      limits: { maxOutputBytes: Math.ceil(job.recording.sizeBytes * (1 + indexShare)) + 1024 ** 2 },
      signal: job.signal,
    });
    return true;
  } catch (error) {
    if (error instanceof FfmpegError && error.code !== 'cancelled') return false;
    throw error;
  }
}

/** An MP4 tells to the millisecond where its clock starts; from there on, every tick must be the same. */
const startGraceSeconds = 0.003;

/** The packets of the index with their places, if the table holds all of them in this order and at these times. */
function findPackets({ packets, timeBase }: FrameIndex, table: PacketTable): PacketTable | undefined {
  const start = (packets.times[0] ?? 0) * timeBase.num;
  const grace = startGraceSeconds * table.ticksPerSecond + 1;
  const first = firstRow(table, (time, key) => key && Math.abs(time - start) <= grace);
  if (first < 0 || table.ticksPerSecond !== timeBase.den) return undefined;
  const found = rowsOf(table, first, first + packets.count);
  const shift = start - (found.times[0] ?? 0);
  const isSame = packets.times.every(
    (time, at) =>
      (found.times[at] ?? NaN) + shift === time * timeBase.num && found.keys[at] === packets.keys[at],
  );
  return isSame ? { ...packets, sizes: found.sizes, offsets: found.offsets } : undefined;
}
