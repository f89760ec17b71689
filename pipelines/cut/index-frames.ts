import type { EncodedPacket, InputVideoTrack } from 'mediabunny';
import { runFfprobe } from '../media/ffmpeg.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { throwIfCancelled } from '../media/media-error.ts';
import type { ProbedRecording, ProbedVideo, TimeBase } from '../media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';
import type { TableTrack } from '../media/sample-tables.ts';

/** One packet of pictures, its presentation time in ticks of the track's time base. */
export interface FramePacket {
  pts: number;
  duration: number;
  size: number;
  key: boolean;
}

/** The packets around an interval, in decode order, from the key packet at or before its start. */
export interface FrameIndex {
  timeBase: TimeBase;
  packets: readonly FramePacket[];
  /** `tables`: the packets themselves can be copied; `packets`: only their times are known. */
  source: 'tables' | 'packets';
}

/** An interval of the recording; `toMs` is Infinity for all that follows. */
export interface IndexRange {
  fromMs: number;
  toMs: number;
}

/** A recording to read: the file and what is known of it. */
export interface RecordingFile {
  path: string;
  recording: ProbedRecording;
}

/**
 * Finds the frames around an interval by the recording's own clock: from the sample tables where the container
 * has them and both readers agree on them, else from all packets.
 */
export async function indexFrames(
  tools: MediaTools,
  file: RecordingFile & { video: ProbedVideo },
  range: IndexRange,
  signal?: AbortSignal,
): Promise<FrameIndex> {
  const fromTables = await indexFromTables(file, range, signal);
  return (
    fromTables ?? {
      timeBase: file.video.timeBase,
      packets: await indexFromPackets(tools, file, signal),
      source: 'packets',
    }
  );
}

async function indexFromTables(
  { path, recording, video }: RecordingFile & { video: ProbedVideo },
  range: IndexRange,
  signal: AbortSignal | undefined,
): Promise<FrameIndex | undefined> {
  if (recording.hasInnerEdits) return undefined;
  const tables = openSampleTables(path, recording.container);
  try {
    const table = await tables?.video(video.trackNumber);
    if (table === undefined || !(await agrees(table.track, video))) return undefined;
    const packets = await readRange(table, { ...range, recording, timeBase: video.timeBase, signal });
    return { timeBase: video.timeBase, packets, source: 'tables' };
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof Error) return undefined; // a table that cannot be read: let ffprobe walk the packets
    throw error;
  } finally {
    tables?.close();
  }
}

/** Edit lists are read in full by ffprobe only: where the two differ on the first frame, packets decide. */
async function agrees(track: InputVideoTrack, video: ProbedVideo): Promise<boolean> {
  const { num, den } = video.timeBase;
  if (Math.abs((await track.getTimeResolution()) - den / num) > 1e-6) return false;
  const first = await track.getFirstTimestamp();
  return (
    video.startSeconds === undefined || Math.abs(first - video.startSeconds) < Math.max(0.002, num / den)
  );
}

interface ReadRange extends IndexRange {
  recording: ProbedRecording;
  timeBase: TimeBase;
  signal: AbortSignal | undefined;
}

async function readRange(
  { packets: sink }: TableTrack<InputVideoTrack>,
  range: ReadRange,
): Promise<FramePacket[]> {
  const { num, den } = range.timeBase;
  const metadataOnly = { metadataOnly: true };
  const start = range.recording.originSeconds + range.fromMs / 1000;
  const end = range.recording.originSeconds + range.toMs / 1000;
  const first = (await sink.getKeyPacket(start, metadataOnly)) ?? (await sink.getFirstPacket(metadataOnly));
  const packets: FramePacket[] = [];
  let keysBeyond = 0;
  for await (const packet of packetsFrom(sink, first, metadataOnly)) {
    throwIfCancelled(range.signal);
    // Pictures after a key packet may be shown before it, but none after the next: that one ends the search.
    if (packet.type === 'key' && packet.timestamp >= end) keysBeyond += 1;
    if (keysBeyond === 2) break;
    packets.push(toFramePacket(packet, den / num));
  }
  return packets;
}

function toFramePacket(packet: EncodedPacket, ticksPerSecond: number): FramePacket {
  return {
    pts: Math.round(packet.timestamp * ticksPerSecond),
    duration: Math.round(packet.duration * ticksPerSecond),
    size: packet.byteLength,
    key: packet.type === 'key',
  };
}

async function indexFromPackets(
  tools: MediaTools,
  { path, recording, video }: RecordingFile & { video: ProbedVideo },
  signal: AbortSignal | undefined,
): Promise<FramePacket[]> {
  const read = async (entries: string): Promise<FramePacket[]> => {
    const packets: FramePacket[] = [];
    await runFfprobe({
      tools,
      path,
      demuxer: recording.container,
      options: [
        '-select_streams',
        String(video.streamIndex),
        '-show_entries',
        entries,
        '-print_format',
        'compact=p=0',
      ],
      signal,
      onLine: (line) => packets.push(...parsePacket(line)),
    });
    return packets;
  };
  const packets = await read('packet=pts,duration,size,flags');
  if (packets.every(({ pts }) => Number.isFinite(pts))) return packets;
  // Old containers tell when a picture is decoded, not when it is shown: ask the decoder.
  const frames = await read('frame=key_frame,best_effort_timestamp,pkt_duration,pkt_size');
  return frames.filter(({ pts }) => Number.isFinite(pts));
}

function parsePacket(line: string): FramePacket[] {
  const fields = new Map(
    line.split('|').map((field): [string, string] => [field.split('=')[0] ?? '', field.split('=')[1] ?? '']),
  );
  const flags = fields.get('flags') ?? '';
  if (flags.includes('D') || !line.includes('=')) return []; // before an edit list's start: decoded, never shown
  return [
    {
      pts: Number(fields.get('pts') ?? fields.get('best_effort_timestamp')),
      duration: Number(fields.get('duration') ?? fields.get('pkt_duration')) || 0,
      size: Number(fields.get('size') ?? fields.get('pkt_size')) || 0,
      key: flags.startsWith('K') || fields.get('key_frame') === '1',
    },
  ];
}
