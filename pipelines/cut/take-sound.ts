import { join } from 'node:path';
import type { EncodedPacket, InputAudioTrack } from 'mediabunny';
import type { CutJob } from '../jobs/cut-job.ts';
import { bytesOf } from './encode-part.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { throwIfCancelled } from '../media/media-error.ts';
import type { AudioTrack } from './mp4/movie.ts';
import type { ClipSample } from './mp4/sample-table.ts';
import type { ProbedAudio } from '../media/probe-recording.ts';
import type { Container } from '../media/recognise-container.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { TableTrack } from '../media/sample-tables.ts';

/** The sound of a clip: the track as it will stand in the file, and where its packets are. */
export interface ClipSound {
  track: AudioTrack;
  method: 'copy' | 'encode';
  source: { path: string; container: Container; trackNumber: number; firstSeconds: number };
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
  span: SoundSpan,
): Promise<ClipSound | undefined> {
  if (audio.codec === 'aac' && !job.recording.hasInnerEdits) {
    const source = { path: job.path, container: job.recording.container, trackNumber: audio.trackNumber };
    const copied = await readSound(source, span, job.signal);
    if (copied !== 'unreadable') return copied === undefined ? undefined : { ...copied, method: 'copy' };
  }
  const path = join(job.workDir, 'sound.m4a');
  await encodeSound(job, audio, { span, path });
  const whole = { fromSeconds: 0, toSeconds: Number.POSITIVE_INFINITY };
  const encoded = await readSound({ path, container: 'mov', trackNumber: 1 }, whole, job.signal);
  return encoded === undefined || encoded === 'unreadable' ? undefined : { ...encoded, method: 'encode' };
}

type FoundSound = Omit<ClipSound, 'method'> | undefined | 'unreadable';

async function readSound(
  source: { path: string; container: Container; trackNumber: number },
  span: SoundSpan,
  signal: AbortSignal | undefined,
): Promise<FoundSound> {
  const tables = openSampleTables(source.path, source.container);
  try {
    const table = await tables?.audio(source.trackNumber);
    const config = await table?.track.getDecoderConfig();
    if (table === undefined || config?.description === undefined) return 'unreadable';
    const packets = await packetsIn(table, span, signal);
    const [first] = packets;
    if (first === undefined) return undefined;
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
    return { track, source: { ...source, firstSeconds: first.timestamp } };
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
): Promise<void> {
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
        String(Math.min(2, audio.channels)),
        '-ar',
        String(playableRate(audio.sampleRate)),
        '-f',
        'mp4',
      ],
    ],
    outputPath: path,
    signal: job.signal,
  });
}

function playableRate(sampleRate: number): number {
  return [48_000, 44_100, 32_000, 24_000, 22_050, 16_000].includes(sampleRate) ? sampleRate : 48_000;
}
