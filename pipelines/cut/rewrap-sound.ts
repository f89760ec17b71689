import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { FfmpegError } from '../media/media-error.ts';
import type { ProbedAudio } from '../media/probe-recording.ts';
import { readAdts } from './adts.ts';
import { growTable } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import type { SoundSpan } from './take-sound.ts';

/** The AAC packets around a span in a file of our own, at their times in the recording. */
export interface RewrappedSound {
  path: string;
  packets: PacketTable;
  channels: number;
  /** AudioSpecificConfig. */
  config: Uint8Array;
}

/** Containers whose packets are found by reading on; both tell when each of them begins. */
const containers: ReadonlySet<string> = new Set(['mpegts', 'flv']);
/** They are searched by guessing: start well before. */
const leadSeconds = 5;
const trailSeconds = 1;
const samplesInPacket = 1024;

/**
 * Copies the AAC packets of a span out of MPEG-TS and FLV into a bare stream in the work folder. Gives undefined where that
 * stream is not plain AAC of one form, as the recording was found to be: sound at twice the rate that packets tell of
 * (HE-AAC), another form on the way, a packet without a time.
 */
export async function rewrapSound(
  job: CutJob,
  audio: ProbedAudio,
  span: SoundSpan,
): Promise<RewrappedSound | undefined> {
  if (!containers.has(job.recording.container) || audio.codec !== 'aac') return undefined;
  const path = join(job.workDir, 'sound.aac');
  const listPath = join(job.workDir, 'sound.list');
  if (!(await copyPackets(job, { audio, span, path, listPath }))) return undefined;
  const frames = await readAdts(path);
  if (frames?.sampleRate !== audio.sampleRate || frames.channels !== audio.channels) return undefined;
  const seconds = readTimes(await readFile(listPath, 'latin1'));
  if (seconds?.length !== frames.sizes.length) return undefined;
  const grown = growTable(frames.sampleRate);
  seconds.forEach((time, at) => {
    const place = { size: frames.sizes[at] ?? 0, offset: frames.offsets[at] ?? 0 };
    grown.add({ ...place, time: time * frames.sampleRate, duration: samplesInPacket, key: true });
  });
  return { path, packets: grown.table(), channels: frames.channels, config: frames.config };
}

interface CopyRequest {
  audio: ProbedAudio;
  span: SoundSpan;
  path: string;
  listPath: string;
}

/** False where ffmpeg finds no way to copy them. */
async function copyPackets(job: CutJob, { audio, span, path, listPath }: CopyRequest): Promise<boolean> {
  const from = span.fromSeconds - leadSeconds;
  const seek =
    from <= job.recording.originSeconds
      ? []
      : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', from.toFixed(6)];
  const to = span.toSeconds + trailSeconds;
  const until = Number.isFinite(to) && to > 0 ? ['-t', to.toFixed(6)] : [];
  const copied = ['-map', `0:${audio.streamIndex}`, '-c', 'copy', ...until];
  try {
    await runFfmpeg({
      tools: job.tools,
      inputs: [{ path: job.path, demuxer: job.recording.container, options: seek }],
      options: ['-copyts', ...copied, '-f', 'adts'],
      outputPath: path,
      moreOutputs: [{ path: listPath, options: [...copied, '-f', 'framecrc'] }],
      signal: job.signal,
    });
    return true;
  } catch (error) {
    if (error instanceof FfmpegError && error.code === 'ffmpeg-failed') return false;
    throw error;
  }
}

/** The times in seconds of a list of packets; undefined where one has none, or begins before the one before it. */
function readTimes(list: string): number[] | undefined {
  const [, num, den] = /^#tb 0: (\d+)\/(\d+)$/m.exec(list)?.map(Number) ?? [];
  if (num === undefined || den === undefined) return undefined;
  const times = list
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => (Number(line.split(',')[2]) * num) / den);
  return times.every((time, at) => time >= (times[at - 1] ?? time)) ? times : undefined;
}
