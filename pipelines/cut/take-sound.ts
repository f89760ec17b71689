import { join } from 'node:path';
import type { EncodedPacket, InputAudioTrack } from 'mediabunny';
import type { CutJob } from '../jobs/cut-job.ts';
import { bytesOf } from './encode-part.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { throwIfCancelled } from '../media/media-error.ts';
import type { RecordingIndex } from './index-recording.ts';
import type { AudioTrack } from './mp4/movie.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import { readMovie } from './mp4/read-movie.ts';
import type { PacketToRead, TrackInFile } from './read-packets.ts';
import type { ClipSample } from './mp4/sample-table.ts';
import type { ProbedAudio } from '../media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { TableTrack } from '../media/sample-tables.ts';

/** The sound of a clip: the track as it will stand in the file, and where its packets are. */
export interface ClipSound {
  track: AudioTrack;
  method: 'copy' | 'encode';
  source: TrackInFile;
  /** One for each sample of the track. */
  packets: readonly PacketToRead[];
  /** The packets' places in the file are known. */
  placed: boolean;
}

/** The span of the recording to take, in seconds on its own clock, half-open. */
export interface SoundSpan {
  fromSeconds: number;
  toSeconds: number;
}

/**
 * Takes the sound of a span: AAC packet by packet where it can be found, each packet where it starts; anything
 * else is encoded to AAC. Gives undefined where there is no sound in the span.
 */
export async function takeSound(
  job: CutJob,
  audio: ProbedAudio,
  { span, indexed }: { span: SoundSpan; indexed: RecordingIndex['sound'] },
): Promise<ClipSound | undefined> {
  const { container } = job.recording;
  const source = { path: job.path, container, kind: 'audio' as const, trackNumber: audio.trackNumber };
  if (audio.codec === 'aac' && !job.recording.hasInnerEdits) {
    const copied =
      indexed === undefined
        ? await readSound(source, span, job.signal)
        : soundIn(source, { ...indexed, channels: audio.channels }, span);
    if (copied !== 'unreadable') return copied === undefined ? undefined : { ...copied, method: 'copy' };
  }
  const encoded = await encodeSound(job, audio, { span, path: join(job.workDir, 'sound.m4a') });
  return encoded && { ...encoded, method: 'encode' };
}

/** The packets of a span from a table that tells their places. */
function soundIn(
  source: TrackInFile,
  { table, config, channels }: { table: PacketTable; config: Uint8Array; channels: number },
  { fromSeconds, toSeconds }: SoundSpan,
): Omit<ClipSound, 'method'> | undefined {
  const { ticksPerSecond: timescale, times, durations, sizes, offsets } = table;
  const rows: { tick: number; duration: number; size: number; offset: number }[] = [];
  times.forEach((tick, at) => {
    const seconds = tick / timescale;
    if (seconds < fromSeconds - roundingSeconds || seconds >= toSeconds - roundingSeconds) return;
    rows.push({ tick, duration: durations[at] ?? 0, size: sizes[at] ?? 0, offset: offsets?.[at] ?? 0 });
  });
  const [first] = rows;
  if (first === undefined) return undefined;
  const firstTime = Math.max(0, Math.round((first.tick / timescale - fromSeconds) * timescale));
  const samples = rows.map(({ tick, duration, size }) => ({
    ...{ duration, size, key: true },
    time: firstTime + tick - first.tick,
  }));
  return {
    track: { kind: 'audio', timescale, channels, config, samples },
    source,
    packets: rows.map(({ tick, size, offset }) => ({ size, offset, key: true, seconds: tick / timescale })),
    placed: true,
  };
}

type FoundSound = Omit<ClipSound, 'method'> | undefined | 'unreadable';

/** The packets of a span by the library's index, for containers whose tables we do not read ourselves. */
async function readSound(
  source: TrackInFile,
  span: SoundSpan,
  signal: AbortSignal | undefined,
): Promise<FoundSound> {
  const tables = openSampleTables(source.path, source.container);
  try {
    const table = await tables?.audio(source.trackNumber);
    const config = await table?.track.getDecoderConfig();
    if (table === undefined || config?.description === undefined) return 'unreadable';
    const packets = await packetsIn(table, span, signal);
    if (packets.length === 0) return undefined;
    const timescale =
      source.container === 'mov' ? Math.round(await table.track.getTimeResolution()) : config.sampleRate;
    const samples = samplesOf(packets, {
      timescale,
      fromSeconds: span.fromSeconds,
      steady: source.container !== 'mov',
    });
    const track: AudioTrack = {
      kind: 'audio',
      timescale,
      channels: config.numberOfChannels,
      config: bytesOf(config.description),
      samples,
    };
    const toRead = packets.map(({ byteLength, timestamp }) => ({
      ...{ size: byteLength, key: true, seconds: timestamp },
    }));
    return { track, source, packets: toRead, placed: false };
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof Error) return 'unreadable';
    throw error;
  } finally {
    tables?.close();
  }
}

async function packetsIn(
  { packets: sink }: TableTrack<InputAudioTrack>,
  span: SoundSpan,
  signal: AbortSignal | undefined,
): Promise<EncodedPacket[]> {
  const metadataOnly = { metadataOnly: true };
  const start =
    (await sink.getPacket(span.fromSeconds, metadataOnly)) ?? (await sink.getFirstPacket(metadataOnly));
  const found: EncodedPacket[] = [];
  for await (const packet of packetsFrom(sink, start, metadataOnly)) {
    if (packet.timestamp >= span.toSeconds - roundingSeconds) break;
    if (packet.timestamp >= span.fromSeconds - roundingSeconds) found.push(packet);
    if (found.length % 1000 === 0) throwIfCancelled(signal);
  }
  return found;
}

/** Times that containers tell to the microsecond or millisecond are compared with this much grace. */
const roundingSeconds = 1e-6;
const shakeSeconds = 0.02;

/** Where times are told in whole milliseconds only, packets that follow one another are set end to end. */
function samplesOf(
  packets: readonly EncodedPacket[],
  { timescale, fromSeconds, steady }: { timescale: number; fromSeconds: number; steady: boolean },
): ClipSample[] {
  const firstTime = Math.max(0, Math.round(((packets[0]?.timestamp ?? 0) - fromSeconds) * timescale));
  const firstTick = Math.round((packets[0]?.timestamp ?? 0) * timescale);
  const frame = steady ? frameLength(packets, timescale) : undefined;
  let expected = firstTime;
  return packets.map((packet) => {
    const told = firstTime + Math.round(packet.timestamp * timescale) - firstTick;
    const near = frame !== undefined && Math.abs(told - expected) < shakeSeconds * timescale;
    const time = near ? expected : told;
    const duration = frame ?? Math.round(packet.duration * timescale);
    expected = time + duration;
    return { time, duration, size: packet.byteLength, key: true };
  });
}

/** AAC packets hold 1024 samples, or 2048 of the doubled rate. */
function frameLength(packets: readonly EncodedPacket[], timescale: number): number {
  const [first, last] = [packets[0], packets.at(-1)];
  if (first === undefined || last === undefined || packets.length < 2) return 1024;
  const mean = ((last.timestamp - first.timestamp) * timescale) / (packets.length - 1);
  return mean > 1536 ? 2048 : 1024;
}

async function encodeSound(
  job: CutJob,
  audio: ProbedAudio,
  { span, path }: { span: SoundSpan; path: string },
): Promise<Omit<ClipSound, 'method'> | undefined> {
  const early = Math.max(job.recording.originSeconds, span.fromSeconds - 5);
  const seek =
    early > job.recording.originSeconds
      ? ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', early.toFixed(6)]
      : [];
  const end = Number.isFinite(span.toSeconds) ? `:end=${span.toSeconds.toFixed(6)}` : '';
  const filters = [
    `atrim=start=${span.fromSeconds.toFixed(6)}${end}`,
    // Gaps are filled and overlaps trimmed, so that the sound keeps its place beside the picture.
    'aresample=async=1',
    `asetpts=PTS-(${span.fromSeconds.toFixed(6)}/TB)`,
  ];
  await runFfmpeg({
    tools: job.tools,
    inputs: [{ path: job.path, demuxer: job.recording.container, options: seek }],
    options: [
      '-copyts',
      ...[
        '-map',
        `0:${audio.streamIndex}`,
        '-vn',
        '-sn',
        '-dn',
        '-map_metadata',
        '-1',
        '-map_chapters',
        '-1',
      ],
      ...['-af', filters.join(','), '-c:a', 'aac', '-b:a', '160k'],
      ...[
        '-ac',
        String(Math.min(mostChannels, audio.channels)),
        '-ar',
        String(playableRate(audio.sampleRate)),
        '-f',
        'mp4',
      ],
    ],
    outputPath: path,
    signal: job.signal,
  });
  const track = (await readMovie(path))?.find(({ kind }) => kind === 'audio');
  const table = track?.read()?.table;
  if (table === undefined || track?.config === undefined) return undefined;
  const channels = Math.min(mostChannels, audio.channels);
  const source = { path, container: 'mov', kind: 'audio', trackNumber: 1 } as const;
  const whole = { fromSeconds: 0, toSeconds: Number.POSITIVE_INFINITY };
  return soundIn(source, { table, config: track.config, channels }, whole);
}

const mostChannels = 2;

/** The rate that AAC which every browser plays is made at for a sound of this rate. */
export function playableRate(sampleRate: number): number {
  return [48_000, 44_100, 32_000, 24_000, 22_050, 16_000].includes(sampleRate) ? sampleRate : 48_000;
}
