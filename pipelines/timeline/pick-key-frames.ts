import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, MkvOutputFormat, Output } from 'mediabunny';
import type { EncodedPacketSink, InputVideoTrack } from 'mediabunny';
import type { RecordingFile } from '../cut/index-frames.ts';
import { throwIfCancelled } from '../media/media-error.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { openSampleTables } from '../media/sample-tables.ts';

/**
 * Copies to a small Matroska file, for each of `count` moments `everyMs` apart, the key frame shown at it or before it:
 * the rest of the recording is not read. False where the container has no sample tables, or its codec no place there.
 */
export async function pickKeyFrames(
  { path, recording, video }: RecordingFile & { video: ProbedVideo },
  outPath: string,
  moments: { everyMs: number; count: number; signal?: AbortSignal | undefined },
): Promise<boolean> {
  const tables = await openSampleTables(path, recording.container);
  try {
    const table = await tables?.video(video.trackNumber);
    const codec = await table?.track.getCodec();
    const format = new MkvOutputFormat();
    if (!table || !codec || !format.getSupportedCodecs().includes(codec)) return false;
    const source = new EncodedVideoPacketSource(codec);
    const output = new Output({ format, target: new FilePathTarget(outPath) });
    output.addVideoTrack(source);
    await output.start();
    await addKeyFrames(table, source, { ...moments, originSeconds: recording.originSeconds });
    await output.finalize();
    return true;
  } finally {
    tables?.close();
  }
}

async function addKeyFrames(
  { track, packets }: { track: InputVideoTrack; packets: EncodedPacketSink },
  source: EncodedVideoPacketSource,
  {
    everyMs,
    count,
    originSeconds,
    signal,
  }: {
    everyMs: number;
    count: number;
    originSeconds: number;
    signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const decoderConfig = await track.getDecoderConfig();
  const first = await packets.getFirstKeyPacket();
  let latest = first;
  for (let at = 0; at < count; at++) {
    throwIfCancelled(signal);
    const found = await packets.getKeyPacket(originSeconds + (at * everyMs) / 1000, { metadataOnly: true });
    // A key frame that serves several moments is read once.
    if (found !== null && found.sequenceNumber !== latest?.sequenceNumber)
      latest = await packets.getKeyPacket(found.timestamp);
    if (latest === null) return;
    const packet = new EncodedPacket(latest.data, 'key', at, 1);
    await source.add(packet, at === 0 && decoderConfig ? { decoderConfig } : undefined);
  }
}
