import { join } from 'node:path';
import type { InputAudioTrack } from 'mediabunny';
import type { CutJob } from '../jobs/cut-job.ts';
import { bytesOf } from './encode-part.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { throwIfCancelled } from '../media/media-error.ts';
import type { RecordingIndex } from './index-recording.ts';
import type { AudioTrack } from './mp4/movie.ts';
import { firstRow, growTable, rowsOf } from './mp4/packet-table.ts';
import type { PacketTable } from './mp4/packet-table.ts';
import { readMovie } from './mp4/read-movie.ts';
import type { TrackInFile } from './read-packets.ts';
import type { ProbedAudio } from '../media/probe-recording.ts';
import { rewrapSound } from './rewrap-sound.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { TableTrack } from '../media/sample-tables.ts';

/** The sound of a clip: the track as it will stand in the file, and where its packets are. */
export interface ClipSound {
  track: AudioTrack;
  method: 'copy' | 'encode';
  source: TrackInFile;
  /** One for each sample of the track, at its time in the file. */
  packets: PacketTable;
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
        ? ((await rewrappedSound(job, audio, span)) ?? (await readSound(source, span, job.signal)))
        : soundIn(source, { ...indexed, channels: audio.channels }, span);
    if (copied !== 'unreadable') return copied === undefined ? undefined : { ...copied, method: 'copy' };
  }
  const encoded = await encodeSound(job, audio, { span, path: join(job.workDir, 'sound.m4a') });
  return encoded && { ...encoded, method: 'encode' };
}

/** The packets of a span from a container that has to be read through for them. */
async function rewrappedSound(
  job: CutJob,
  audio: ProbedAudio,
  span: SoundSpan,
): Promise<Omit<ClipSound, 'method'> | undefined> {
  const rewrapped = await rewrapSound(job, audio, span);
  const packets = rewrapped && within(rewrapped.packets, span);
  if (rewrapped === undefined || packets === undefined || packets.count === 0) return undefined;
  const { path, channels, config } = rewrapped;
  const samples = samplesOf(packets, { fromSeconds: span.fromSeconds, steady: true });
  const source = { path, container: 'aac', kind: 'audio', trackNumber: 1 } as const;
  return { track: { kind: 'audio', channels, config, samples }, source, packets };
}

/** The packets that begin in a span. */
function within(table: PacketTable, { fromSeconds, toSeconds }: SoundSpan): PacketTable {
  const rowAt = (seconds: number): number => {
    const row = firstRow(table, (time) => time >= (seconds - roundingSeconds) * table.ticksPerSecond);
    return row < 0 ? table.count : row;
  };
  return rowsOf(table, rowAt(fromSeconds), rowAt(toSeconds));
}

/** The packets of a span from a table that tells their places. */
function soundIn(
  source: TrackInFile,
  { table, config, channels }: { table: PacketTable; config: Uint8Array; channels: number },
  span: SoundSpan,
): Omit<ClipSound, 'method'> | undefined {
  const packets = within(table, span);
  const [first] = packets.times;
  if (first === undefined) return undefined;
  const firstTime = Math.max(0, Math.round(first - span.fromSeconds * table.ticksPerSecond));
  const times = packets.times.map((time) => firstTime + time - first);
  const samples = { ...packets, times };
  return { track: { kind: 'audio', channels, config, samples }, source, packets };
}

type FoundSound = Omit<ClipSound, 'method'> | undefined | 'unreadable';

/** The packets of a span by the library's index, for containers whose tables we do not read ourselves. */
async function readSound(
  source: TrackInFile,
  span: SoundSpan,
  signal: AbortSignal | undefined,
): Promise<FoundSound> {
  const tables = await openSampleTables(source.path, source.container);
  try {
    const table = await tables?.audio(source.trackNumber);
    const config = await table?.track.getDecoderConfig();
    if (table === undefined || config?.description === undefined) return 'unreadable';
    const ticksPerSecond =
      source.container === 'mov' ? Math.round(await table.track.getTimeResolution()) : config.sampleRate;
    const packets = await packetsIn(table, { ...span, ticksPerSecond }, signal);
    if (packets.count === 0) return undefined;
    const samples = samplesOf(packets, {
      fromSeconds: span.fromSeconds,
      steady: source.container !== 'mov',
    });
    const track: AudioTrack = {
      kind: 'audio',
      channels: config.numberOfChannels,
      config: bytesOf(config.description),
      samples,
    };
    return { track, source, packets };
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
  span: SoundSpan & { ticksPerSecond: number },
  signal: AbortSignal | undefined,
): Promise<PacketTable> {
  const metadataOnly = { metadataOnly: true };
  const start =
    (await sink.getPacket(span.fromSeconds, metadataOnly)) ?? (await sink.getFirstPacket(metadataOnly));
  const { ticksPerSecond } = span;
  const grown = growTable(ticksPerSecond);
  let seen = 0;
  for await (const { timestamp, duration, byteLength } of packetsFrom(sink, start, metadataOnly)) {
    if (timestamp >= span.toSeconds - roundingSeconds) break;
    if (timestamp >= span.fromSeconds - roundingSeconds) {
      const ticks = { time: timestamp * ticksPerSecond, duration: Math.round(duration * ticksPerSecond) };
      grown.add({ ...ticks, size: byteLength, key: true });
    }
    if (++seen % 1000 === 0) throwIfCancelled(signal);
  }
  return grown.table();
}

/** Times that containers tell to the microsecond or millisecond are compared with this much grace. */
const roundingSeconds = 1e-6;
const shakeSeconds = 0.02;

/** Where times are told in whole milliseconds only, packets that follow one another are set end to end. */
function samplesOf(
  packets: PacketTable,
  { fromSeconds, steady }: { fromSeconds: number; steady: boolean },
): PacketTable {
  const { ticksPerSecond } = packets;
  const [first = 0] = packets.times;
  const firstTime = Math.max(0, Math.round(first - fromSeconds * ticksPerSecond));
  const frame = steady ? frameLength(packets) : undefined;
  const durations = packets.durations.map((duration) => frame ?? duration);
  let expected = firstTime;
  const times = packets.times.map((source, at) => {
    const told = firstTime + Math.round(source) - Math.round(first);
    const near = frame !== undefined && Math.abs(told - expected) < shakeSeconds * ticksPerSecond;
    const time = near ? expected : told;
    expected = time + (durations[at] ?? 0);
    return time;
  });
  return { ...packets, times, durations };
}

/** AAC packets hold 1024 samples, or 2048 of the doubled rate. */
function frameLength({ count, times }: PacketTable): number {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || count < 2) return 1024;
  return (last - first) / (count - 1) > 1536 ? 2048 : 1024;
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
