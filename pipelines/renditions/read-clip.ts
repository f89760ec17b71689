import type { EncodedPacketSink, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import type { AudioTrack, VideoTrack } from '../cut/mp4/movie.ts';
import { growTable } from '../cut/mp4/packet-table.ts';
import type { PacketTable } from '../cut/mp4/packet-table.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { MediaError } from '../media/media-error.ts';
import { probeRecording } from '../media/probe-recording.ts';
import { openSampleTables, packetsFrom } from '../media/sample-tables.ts';

/** A track of a clip as it stands in its file, and its packets from the first on, in decode order. */
export interface ReadTrack<Track> {
  track: Track;
  packets: () => AsyncGenerator<Uint8Array, void>;
}

/** A clip of ours, opened; `close` must be called. */
export interface OpenClip {
  video: ReadTrack<VideoTrack> | undefined;
  audio: ReadTrack<AudioTrack> | undefined;
  close: () => void;
}

/** Opens an MP4 with H.264 or AAC by its sample tables. Throws MediaError `damaged-recording` when it is none. */
export async function openClip(
  tools: MediaTools,
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<OpenClip> {
  const probed = await probeRecording(tools, path, options);
  const tables = await openSampleTables(path, probed.container);
  if (!tables) throw new MediaError('damaged-recording', 'The clip is not an MP4.');
  try {
    const video = await tables.video(1);
    const audio = await tables.audio(1);
    return {
      video: video && probed.video && (await readVideo(video, probed.video)),
      audio: audio && probed.audio && (await readAudio(audio, probed.audio)),
      close: tables.close,
    };
  } catch (error) {
    tables.close();
    throw error;
  }
}

interface Table<Track> {
  track: Track;
  packets: EncodedPacketSink;
}

async function readVideo(
  { track, packets }: Table<InputVideoTrack>,
  shape: Pick<VideoTrack, 'width' | 'height' | 'rotation' | 'pixelAspect'>,
): Promise<ReadTrack<VideoTrack>> {
  const { width, height, rotation, pixelAspect } = shape;
  return {
    track: {
      kind: 'video',
      ...{ width, height, rotation, pixelAspect },
      avcC: descriptionOf(await track.getDecoderConfig()),
      samples: await samplesOf(packets, await track.getTimeResolution()),
    },
    packets: () => bytesFrom(packets),
  };
}

async function readAudio(
  { track, packets }: Table<InputAudioTrack>,
  { channels }: { channels: number },
): Promise<ReadTrack<AudioTrack>> {
  return {
    track: {
      kind: 'audio',
      channels,
      config: descriptionOf(await track.getDecoderConfig()),
      samples: await samplesOf(packets, await track.getTimeResolution()),
    },
    packets: () => bytesFrom(packets),
  };
}

function descriptionOf(config: { description?: AllowSharedBufferSource } | null): Uint8Array {
  const description = config?.description;
  if (description === undefined)
    throw new MediaError('damaged-recording', 'The clip does not say how it is coded.');
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
}

async function samplesOf(sink: EncodedPacketSink, ticksPerSecond: number): Promise<PacketTable> {
  const metadataOnly = { metadataOnly: true };
  const grown = growTable(ticksPerSecond);
  for await (const packet of packetsFrom(sink, await sink.getFirstPacket(metadataOnly), metadataOnly)) {
    grown.add({
      time: Math.round(packet.timestamp * ticksPerSecond),
      duration: Math.round(packet.duration * ticksPerSecond),
      size: packet.byteLength,
      key: packet.type === 'key',
    });
  }
  return grown.table();
}

async function* bytesFrom(sink: EncodedPacketSink): AsyncGenerator<Uint8Array, void> {
  const first = await sink.getFirstPacket();
  for await (const packet of packetsFrom(sink, first, { metadataOnly: false })) yield packet.data;
}
