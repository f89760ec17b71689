import type { InputVideoTrack } from 'mediabunny';
import { runFfprobe } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { throwIfCancelled } from '../media/media-error.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { TableTrack } from '../media/sample-tables.ts';
import { bytesOf } from './encode-part.ts';
import { framesAround } from './index-frames.ts';
import type { FrameIndex, IndexRange, RecordingFile } from './index-frames.ts';
import { growTable } from './mp4/packet-table.ts';
import type { PacketRow, PacketTable } from './mp4/packet-table.ts';
import { readMovie } from './mp4/read-movie.ts';
import type { MovieTrack, TrackPackets } from './mp4/read-movie.ts';

/** Where the pictures and the sound of a recording lie: read once, it serves every chapter. */
export interface RecordingIndex {
  /** The frames around an interval; throws MediaError where the recording shows none that can be found. */
  frames: (range: IndexRange, signal?: AbortSignal) => Promise<FrameIndex>;
  /** The packets of these frames by the container's own index; undefined where it has none that can be followed. */
  packetsInTables: (range: IndexRange, signal?: AbortSignal) => Promise<PacketTable | undefined>;
  /** The `avcC` record of H.264 pictures in a container with sample tables. */
  avcC?: Uint8Array;
  /** The packets of AAC sound, where they can be read from the file by their places. */
  sound?: { table: PacketTable; config: Uint8Array };
}

/**
 * Indexes a recording: from the sample tables of MP4 and MOV in one small read, through the cues of Matroska and the
 * fragments of MP4 chapter by chapter, and from all packets, once, where a container has no index.
 */
export async function indexRecording(
  tools: MediaTools,
  file: RecordingFile,
  signal?: AbortSignal,
): Promise<RecordingIndex> {
  const { container, hasInnerEdits } = file.recording;
  const movie = container === 'mov' && !hasInnerEdits ? await readMovie(file.path) : undefined;
  throwIfCancelled(signal);
  const sound = soundOf(movie, file);
  const { video } = file.recording;
  const pictures = video === undefined ? noPictures : await indexPictures(tools, { ...file, video }, movie);
  return { ...pictures, ...(sound === undefined ? {} : { sound }) };
}

async function noTables(): Promise<undefined> {
  return Promise.resolve(undefined);
}

const noPictures = {
  frames: async () => Promise.reject(new Error('A recording of sound alone has no frames')),
  packetsInTables: noTables,
};

function soundOf(movie: MovieTrack[] | undefined, { recording }: RecordingFile): RecordingIndex['sound'] {
  const track = nthTrack(movie, 'audio', recording.audio?.trackNumber);
  if (track?.config === undefined) return undefined;
  const packets = track.read();
  return packets?.plainEdits === true ? { table: packets.table, config: track.config } : undefined;
}

function nthTrack(
  movie: MovieTrack[] | undefined,
  kind: MovieTrack['kind'],
  number: number | undefined,
): MovieTrack | undefined {
  return number === undefined ? undefined : movie?.filter((track) => track.kind === kind)[number - 1];
}

type PictureFile = RecordingFile & { video: ProbedVideo };
type PictureIndex = Pick<RecordingIndex, 'frames' | 'packetsInTables' | 'avcC'>;

async function indexPictures(
  tools: MediaTools,
  file: PictureFile,
  movie: MovieTrack[] | undefined,
): Promise<PictureIndex> {
  if (file.recording.hasInnerEdits) return fromAllPackets(tools, file);
  const track = nthTrack(movie, 'video', file.video.trackNumber);
  const packets = track?.read();
  const index = packets === undefined ? await fromLibrary(tools, file) : fromMovie(packets, file);
  if (index === undefined) return fromAllPackets(tools, file);
  return { ...index, ...(track?.config === undefined ? {} : { avcC: track.config }) };
}

/** Edit lists are read in full by ffprobe only: where the two differ on the first frame, packets decide. */
function fromMovie({ table, plainEdits }: TrackPackets, file: PictureFile): PictureIndex | undefined {
  const { timeBase, startSeconds } = file.video;
  if (!plainEdits || table.count === 0 || table.ticksPerSecond * timeBase.num !== timeBase.den)
    return undefined;
  const first = table.times.reduce((least, time) => Math.min(least, time));
  if (!agree(first / table.ticksPerSecond, startSeconds, 1 / table.ticksPerSecond)) return undefined;
  const frames = async (range: IndexRange): Promise<FrameIndex> =>
    Promise.resolve(framesIn(table, 'tables', { ...file, ...range }));
  return { frames, packetsInTables: async (range) => (await frames(range)).packets };
}

function framesIn(
  table: PacketTable,
  source: FrameIndex['source'],
  { recording, video, ...range }: PictureFile & IndexRange,
): FrameIndex {
  const { timeBase } = video;
  const packets = framesAround(table, { ...range, originSeconds: recording.originSeconds });
  return { timeBase, packets, source };
}

function agree(found: number, told: number | undefined, tickSeconds: number): boolean {
  return told === undefined || Math.abs(found - told) < Math.max(0.002, tickSeconds);
}

/** Matroska and fragmented MP4, by a library that follows their own indexes. */
async function fromLibrary(tools: MediaTools, file: PictureFile): Promise<PictureIndex | undefined> {
  const { timeBase, startSeconds } = file.video;
  const ticksPerSecond = timeBase.den / timeBase.num;
  const readTable = async <T>(
    read: (table: TableTrack<InputVideoTrack>) => Promise<T>,
  ): Promise<T | undefined> => {
    const tables = await openSampleTables(file.path, file.recording.container);
    try {
      const table = await tables?.video(file.video.trackNumber);
      return table === undefined ? undefined : await read(table);
    } finally {
      tables?.close();
    }
  };
  const all = fromAllPackets(tools, file);
  try {
    const known = await readTable(async ({ track }) => ({
      resolution: await track.getTimeResolution(),
      first: await track.getFirstTimestamp(),
      config: (await track.getDecoderConfig())?.description,
    }));
    if (known === undefined || Math.abs(known.resolution - ticksPerSecond) > 1e-6) return undefined;
    if (!agree(known.first, startSeconds, 1 / ticksPerSecond)) return undefined;
    const packetsInTables: PictureIndex['packetsInTables'] = async (range, signal) => {
      const around = { ...range, originSeconds: file.recording.originSeconds, ticksPerSecond, signal };
      try {
        return await readTable(async (table) => libraryFrames(table, around));
      } catch (error) {
        throwIfCancelled(signal);
        if (error instanceof Error) return undefined;
        throw error;
      }
    };
    return {
      packetsInTables,
      frames: async (range, signal) => {
        const packets = await packetsInTables(range, signal);
        return packets === undefined ? all.frames(range, signal) : { timeBase, packets, source: 'tables' };
      },
      ...(known.config === undefined ? {} : { avcC: bytesOf(known.config) }),
    };
  } catch (error) {
    if (error instanceof Error) return undefined; // a table that cannot be read: let ffprobe walk the packets
    throw error;
  }
}

interface LibraryRange extends IndexRange {
  originSeconds: number;
  ticksPerSecond: number;
  signal: AbortSignal | undefined;
}

async function libraryFrames(
  { packets: sink }: TableTrack<InputVideoTrack>,
  { fromMs, toMs, originSeconds, ticksPerSecond, signal }: LibraryRange,
): Promise<PacketTable> {
  const metadataOnly = { metadataOnly: true };
  const end = originSeconds + toMs / 1000;
  const first =
    (await sink.getKeyPacket(originSeconds + fromMs / 1000, metadataOnly)) ??
    (await sink.getFirstPacket(metadataOnly));
  const grown = growTable(ticksPerSecond);
  let keysBeyond = 0;
  for await (const packet of packetsFrom(sink, first, metadataOnly)) {
    throwIfCancelled(signal);
    if (packet.type === 'key' && packet.timestamp >= end) keysBeyond += 1;
    if (keysBeyond === 2) break;
    grown.add({
      time: Math.round(packet.timestamp * ticksPerSecond),
      duration: Math.round(packet.duration * ticksPerSecond),
      size: packet.byteLength,
      key: packet.type === 'key',
    });
  }
  return grown.table();
}

/** Reads every packet's time at the first question, and answers the others from memory. */
function fromAllPackets(tools: MediaTools, file: PictureFile): PictureIndex {
  let scanning: Promise<ScannedPackets> | undefined;
  return {
    frames: async (range, signal) => {
      scanning ??= scanPackets(tools, file, signal);
      const { table, source } = await scanning;
      return framesIn(table, source, { ...file, ...range });
    },
    packetsInTables: noTables,
  };
}

interface ScannedPackets {
  table: PacketTable;
  source: 'packets' | 'pictures';
}

async function scanPackets(
  tools: MediaTools,
  { path, recording, video }: PictureFile,
  signal: AbortSignal | undefined,
): Promise<ScannedPackets> {
  const read = async (entries: string): Promise<{ table: PacketTable; timeless: number }> => {
    const grown = growTable(video.timeBase.den / video.timeBase.num);
    let timeless = 0;
    // A receiver switched on in the middle writes pictures that lack what they refer to: nobody sees those.
    let begun = recording.container === 'mov';
    const select = ['-select_streams', String(video.streamIndex), '-show_entries', entries];
    await runFfprobe({
      ...{ tools, path, demuxer: recording.container, signal },
      options: [...select, '-print_format', 'compact=p=0'],
      onLine: (line) => {
        const row = parsePacket(line);
        begun ||= row?.key === true;
        if (row === undefined || !begun) return;
        if (Number.isFinite(row.time)) grown.add(row);
        else timeless += 1;
      },
    });
    return { table: grown.table(), timeless };
  };
  const packets = await read('packet=pts,duration,size,flags');
  if (packets.timeless === 0) return { table: packets.table, source: 'packets' };
  // Old containers tell when a picture is decoded, not when it is shown: ask the decoder.
  const pictures = await read('frame=key_frame,best_effort_timestamp,pkt_duration,pkt_size');
  return { table: pictures.table, source: 'pictures' };
}

function parsePacket(line: string): PacketRow | undefined {
  const fields = new Map(
    line.split('|').map((field): [string, string] => [field.split('=')[0] ?? '', field.split('=')[1] ?? '']),
  );
  const flags = fields.get('flags') ?? '';
  if (flags.includes('D') || !line.includes('=')) return undefined; // before an edit list's start: never shown
  return {
    time: Number(fields.get('pts') ?? fields.get('best_effort_timestamp')),
    duration: Number(fields.get('duration') ?? fields.get('pkt_duration')) || 0,
    size: Number(fields.get('size') ?? fields.get('pkt_size')) || 0,
    key: flags.startsWith('K') || fields.get('key_frame') === '1',
  };
}
