import type { EncodedPacket, EncodedPacketSink, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import type { Container } from './recognise-container.ts';

/** A track whose packets can be found by their times without reading the others. */
export interface TableTrack<T> {
  track: T;
  packets: EncodedPacketSink;
}

/** A recording opened by its sample tables; `close` must be called. */
export interface SampleTables {
  video: (trackNumber: number) => Promise<TableTrack<InputVideoTrack> | undefined>;
  audio: (trackNumber: number) => Promise<TableTrack<InputAudioTrack> | undefined>;
  close: () => void;
}

/** Opens a recording whose container has sample tables (MP4, MOV, Matroska, WebM); undefined for the others. */
export async function openSampleTables(
  path: string,
  container: Container,
): Promise<SampleTables | undefined> {
  if (container !== 'mov' && container !== 'matroska') return undefined;
  // Two megabytes of program, which a plain MP4 does without.
  const library = await import('mediabunny');
  const { EncodedPacketSink, FilePathSource, Input, Logging, LogLevel, MATROSKA, MP4, QTFF, WEBM } = library;
  // The library prints to stdout what it thinks of a file: there, programs read our JSON.
  Logging.level = LogLevel.Silent;
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, MATROSKA, WEBM] });
  return {
    video: async (trackNumber) => {
      const track = (await input.getVideoTracks()).find(({ number }) => number === trackNumber);
      return track === undefined ? undefined : { track, packets: new EncodedPacketSink(track) };
    },
    audio: async (trackNumber) => {
      const track = (await input.getAudioTracks()).find(({ number }) => number === trackNumber);
      return track === undefined ? undefined : { track, packets: new EncodedPacketSink(track) };
    },
    close: () => input.dispose(),
  };
}

/** The packets from one on, in decode order, with or without their bytes. */
export async function* packetsFrom(
  sink: EncodedPacketSink,
  first: EncodedPacket | null,
  options: { metadataOnly: boolean },
): AsyncGenerator<EncodedPacket, void> {
  for (let packet = first; packet !== null; packet = await sink.getNextPacket(packet, options)) yield packet;
}
