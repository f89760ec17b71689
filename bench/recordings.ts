import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSampleWebinar } from '../fixtures/make-sample-webinar.ts';
import { bytesOf } from '../pipelines/cut/encode-part.ts';
import type { AudioTrack, VideoTrack } from '../pipelines/cut/mp4/movie.ts';
import {
  firstRow,
  joinTables,
  lastRow,
  rowsOf,
  type PacketTable,
} from '../pipelines/cut/mp4/packet-table.ts';
import { readMovie } from '../pipelines/cut/mp4/read-movie.ts';
import { writeClip, type TrackToWrite } from '../pipelines/cut/write-clip.ts';
import { runFfmpeg, type MediaTools } from '../pipelines/media/ffmpeg.ts';
import { openSampleTables } from '../pipelines/media/sample-tables.ts';

/** The bench's recordings: slides, a moving camera picture, a frame counter, a lamp and a beep each second. */
export const benchForm = { width: 1920, height: 1080, fps: 30, gop: 250, bframes: 3 };

/** A part of this length is encoded once and repeated; its sound is a whole number of AAC packets. */
const pieceSeconds = 240;
/** The burnt-in counter begins anew after so many frames. */
export const countedFrames = pieceSeconds * benchForm.fps;

/** Where recordings are kept between runs; they are large and always the same. */
export async function benchFolder(): Promise<string> {
  const folder = path.join(tmpdir(), 'afterclass-bench');
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Makes a recording of so many minutes, or gives the one made before: 1080p30 H.264 High with 3 B-frames and a key
 * frame every 250, AAC in stereo. A part is encoded; the rest repeats its packets under new times.
 */
export async function longRecording(tools: MediaTools, minutes: number): Promise<string> {
  const file = path.join(await benchFolder(), `recording-${minutes}.mp4`);
  if (await exists(file)) return file;
  const piece = await encodedPiece(tools);
  const repeats = Math.round((minutes * 60) / pieceSeconds);
  await writeRepeated(piece, `${file}.part`, repeats);
  await rename(`${file}.part`, file);
  return file;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function encodedPiece(tools: MediaTools): Promise<string> {
  const folder = await benchFolder();
  const file = path.join(folder, 'piece.mp4');
  if (await exists(file)) return file;
  const { width, height, fps, gop, bframes } = benchForm;
  const slides = path.join(folder, 'slides.mp4');
  const sharp = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '4', '-pix_fmt', 'yuv420p'];
  await makeSampleWebinar(tools, slides, { seconds: pieceSeconds, width, height, fps, videoOptions: sharp });
  const camera = `testsrc2=s=480x270:r=${fps},noise=alls=10:allf=t[camera]`;
  const x264 = [
    '-preset',
    'veryfast',
    '-crf',
    '24',
    '-g',
    gop,
    '-keyint_min',
    gop,
    '-sc_threshold',
    0,
    '-bf',
    bframes,
  ];
  const part = path.join(folder, 'piece.part.mp4');
  await runFfmpeg({
    tools,
    inputs: [{ path: slides, demuxer: 'mov' }],
    options: [
      '-filter_complex',
      `${camera};[0:v][camera]overlay=x=1400:y=60:shortest=1,format=yuv420p[picture]`,
      ...['-map', '[picture]', '-map', '0:a', '-c:a', 'copy', '-c:v', 'libx264', ...x264.map(String)],
    ],
    outputPath: part,
  });
  await rename(part, file);
  return file;
}

async function writeRepeated(piece: string, outPath: string, repeats: number): Promise<void> {
  const movie = (await readMovie(piece)) ?? [];
  const pictures = movie.find(({ kind }) => kind === 'video')?.read()?.table;
  const sounds = movie.find(({ kind }) => kind === 'audio')?.read()?.table;
  if (pictures === undefined || sounds === undefined) throw new Error('The part has no picture or no sound');
  const bytes = await readFile(piece);
  const video = shownWithin(pictures, pieceSeconds);
  const audio = shownWithin(sounds, pieceSeconds);
  const { avcC, audioConfig, channels } = await configsOf(piece);
  const { width, height } = benchForm;
  const picture: VideoTrack = {
    ...({ kind: 'video', width, height, rotation: 0, pixelAspect: 1 } as const),
    ...{ avcC, samples: repeated(video, repeats) },
  };
  const sound: AudioTrack = {
    kind: 'audio',
    channels,
    config: audioConfig,
    samples: repeated(audio, repeats),
  };
  await writeClip(outPath, [
    { track: picture, read: repeatedBytes(video, bytes) },
    { track: sound, read: repeatedBytes(audio, bytes) },
  ]);
}

/** The packets that are shown in the part's length: all but some at its beginning and its end. */
function shownWithin(table: PacketTable, seconds: number): PacketTable {
  const isShown = (time: number): boolean => time >= 0 && time < seconds * table.ticksPerSecond;
  return rowsOf(table, firstRow(table, isShown), lastRow(table, isShown) + 1);
}

function repeated(rows: PacketTable, repeats: number): PacketTable {
  const { ticksPerSecond, times } = rows;
  const turns = Array.from({ length: repeats }, (_, turn) => {
    const later = turn * pieceSeconds * ticksPerSecond;
    return { ...rows, times: times.map((time) => time + later) };
  });
  return joinTables(ticksPerSecond, turns);
}

function repeatedBytes({ count, offsets, sizes }: PacketTable, bytes: Buffer): TrackToWrite['read'] {
  return async (from, to) =>
    Promise.resolve(
      Array.from({ length: to - from }, (_, at) => {
        const row = (from + at) % count;
        const offset = offsets?.[row] ?? 0;
        return bytes.subarray(offset, offset + (sizes[row] ?? 0));
      }),
    );
}

async function configsOf(
  piece: string,
): Promise<{ avcC: Uint8Array; audioConfig: Uint8Array; channels: number }> {
  const tables = await openSampleTables(piece, 'mov');
  try {
    const video = await (await tables?.video(1))?.track.getDecoderConfig();
    const audio = await (await tables?.audio(1))?.track.getDecoderConfig();
    if (video?.description === undefined || audio?.description === undefined)
      throw new Error('No configuration');
    return {
      avcC: bytesOf(video.description),
      audioConfig: bytesOf(audio.description),
      channels: audio.numberOfChannels,
    };
  } finally {
    tables?.close();
  }
}
