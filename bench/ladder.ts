import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { smallerPictures, type SmallerPicture } from '../domain/rendition.ts';
import { cutChapter } from '../pipelines/cut/cut-chapter.ts';
import { runFfmpeg, type MediaTools } from '../pipelines/media/ffmpeg.ts';
import { probeRecording } from '../pipelines/media/probe-recording.ts';
import { measure, type Cost } from './measure.ts';
import { benchFolder, benchForm, longRecording } from './recordings.ts';
import { figure, megabytes, table } from './table.ts';

const seconds = 60;

/** Ways to make the smaller pictures of a clip, as `ladder-one.ts` knows them. */
const ways = [
  { way: 'each', name: 'one ffmpeg for each picture' },
  { way: 'once', name: '**all pictures in one pass**' },
  { way: 'all', name: '**all renditions**: that pass, segments, sound alone' },
] as const;

/**
 * `bench -- ladder`: a clip's smaller pictures made in one pass against one ffmpeg for each, with the same settings, as
 * ratios to decoding the clip once; and what they look like beside the clip, scaled.
 */
export async function benchLadder(tools: MediaTools): Promise<string> {
  const clip = await clipOf(tools);
  const pictures = smallerPictures(benchForm);
  const decoding = await measure([tools.ffmpegPath, '-v', 'error', '-i', clip, '-f', 'null', '-']);
  const rows = [[...rowOf('decoding the clip', decoding, decoding), ...pictures.map(() => '')]];
  for (const { way, name } of ways) {
    const folder = path.join(await benchFolder(), `ladder-${way}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    const program = path.join(import.meta.dirname, 'ladder-one.ts');
    const cost = await measure([process.execPath, program, way, clip, folder], {
      FFMPEG_PATH: tools.ffmpegPath,
      FFPROBE_PATH: tools.ffprobePath,
    });
    const likeness = [];
    for (const picture of pictures) likeness.push(await likenessOf(tools, { clip, folder, picture }));
    rows.push([...rowOf(name, cost, decoding), ...likeness]);
    await rm(folder, { recursive: true });
  }
  const looks = pictures.map(({ kind }) => `${kind}, PSNR`);
  const head = [`${seconds} seconds of 1080p30`, 'wall', '÷ decoding', '× realtime', 'CPU', '÷ decoding'];
  return table([...head, 'peak RSS', ...looks], rows);
}

async function clipOf(tools: MediaTools): Promise<string> {
  const source = await longRecording(tools, 20);
  const outPath = path.join(await benchFolder(), 'ladder.mp4');
  const recording = await probeRecording(tools, source);
  await cutChapter({ tools, path: source, recording, startMs: 0, endMs: seconds * 1000, outPath });
  return outPath;
}

function rowOf(name: string, { wallSeconds, cpuSeconds, peakRssBytes }: Cost, decoding: Cost): string[] {
  return [
    name,
    `${figure(wallSeconds)} s`,
    figure(wallSeconds / decoding.wallSeconds),
    figure(seconds / wallSeconds),
    `${figure(cpuSeconds)} s`,
    figure(cpuSeconds / decoding.cpuSeconds),
    megabytes(peakRssBytes),
  ];
}

/** Decibels of likeness between what was made and the clip's own pictures, scaled as they were for encoding. */
async function likenessOf(
  tools: MediaTools,
  { clip, folder, picture }: { clip: string; folder: string; picture: SmallerPicture },
): Promise<string> {
  const { kind, width, height } = picture;
  const { stderrLines } = await runFfmpeg({
    tools,
    inputs: [path.join(folder, `${kind}.encoded.mp4`), clip].map((file) => ({ path: file, demuxer: 'mov' })),
    options: [
      '-filter_complex',
      `[1:v]scale=${width}:${height},setsar=1,format=yuv420p[like];[0:v][like]psnr`,
      ...['-an', '-f', 'null'],
    ],
  });
  const average = stderrLines.map((line) => / PSNR .*average:([\d.]+)/.exec(line)?.[1]).find(Boolean);
  return average === undefined ? '' : `${Number(average).toFixed(2)} dB`;
}
