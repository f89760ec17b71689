import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';
import { checkClips, type Exactness, type WantedClip } from './check-clips.ts';
import { countTools, type ToolCost } from './count-tools.ts';
import { measure, type Cost } from './measure.ts';
import { benchFolder, benchForm, countedFrames, longRecording } from './recordings.ts';
import { figure, megabytes, table } from './table.ts';

const chapters = 13;

/**
 * The first frames of the chapters: near equal parts of the recording, each as far behind a key frame as its number
 * says, so that the same work waits at each boundary however long the recording is.
 */
function chapterStarts(frames: number): number[] {
  const { gop } = benchForm;
  return Array.from({ length: chapters }, (_, at) => {
    if (at === 0) return 0;
    const near = Math.floor((frames * at) / chapters);
    const piece = near - (near % countedFrames);
    const group = Math.min(Math.floor((near - piece) / gop), Math.floor(countedFrames / gop) - 1);
    return piece + group * gop + 11 + (at - 1) * 20;
  });
}

interface Recording {
  file: string;
  minutes: number;
  /** The first frames of the chapters, and the end. */
  bounds: number[];
}

/** `bench -- cut [MINUTES…]`: the ways to cut 20 minutes and 2 hours, or others, side by side, as ratios to `cp`. */
export async function benchCut(tools: MediaTools, lengths: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const minutes of lengths.length === 0 ? [20, 120] : lengths.map(Number))
    parts.push(await benchRecording(tools, await recordingOf(tools, minutes)));
  return parts.join('\n\n');
}

async function recordingOf(tools: MediaTools, minutes: number): Promise<Recording> {
  const frames = minutes * 60 * benchForm.fps;
  return { file: await longRecording(tools, minutes), minutes, bounds: [...chapterStarts(frames), frames] };
}

interface Row {
  name: string;
  cost: Cost;
  exactness?: Exactness;
}

async function benchRecording(tools: MediaTools, recording: Recording): Promise<string> {
  const rows = [
    await copying(recording),
    await segmenting(tools, recording),
    await copyingEach(tools, recording),
    ...(await mkvmerging(recording)),
    await thisCut(tools, recording),
  ];
  const encoding = await encodingAll(tools, recording);
  const base = rows[0]?.cost;
  const head = [
    '',
    'wall',
    'wall ÷ cp',
    'CPU',
    'CPU ÷ encoding',
    'read',
    'written',
    'peak RSS',
    'exact clips',
    'worst start, end',
    'frames miscounted',
  ];
  const cells = [...rows, encoding].map(({ name, cost, exactness }) => [
    name,
    `${figure(cost.wallSeconds)} s`,
    figure(cost.wallSeconds / (base?.wallSeconds ?? 1)),
    `${figure(cost.cpuSeconds)} s`,
    `${figure((100 * cost.cpuSeconds) / encoding.cost.cpuSeconds)} %`,
    megabytes(cost.bytesRead),
    megabytes(cost.bytesWritten),
    cost.peakRssBytes === 0 ? '' : megabytes(cost.peakRssBytes),
    ...(exactness === undefined
      ? ['', '', '']
      : [
          `${exactness.exact} of ${exactness.clips}`,
          `${exactness.worstStart}, ${exactness.worstEnd}`,
          String(exactness.miscounted),
        ]),
  ]);
  return [
    `### ${recording.minutes} minutes, ${recording.bounds.length - 2} boundaries`,
    '',
    table(head, cells),
    ...(base === undefined ? [] : ['', await floorOf(tools, recording, base)]),
  ].join('\n');
}

async function emptyFolder(name: string): Promise<string> {
  const folder = path.join(await benchFolder(), name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function copying({ file }: Recording): Promise<Row> {
  const folder = await emptyFolder('copy');
  const command = ['cp', file, path.join(folder, 'copy.mp4')];
  await measure(command); // so that the file lies in the cache for all that follow
  const costs = [];
  for (let turn = 0; turn < 3; turn++) costs.push(await measure(command));
  await rm(folder, { recursive: true });
  const [, median] = costs.sort((one, other) => one.wallSeconds - other.wallSeconds);
  if (median === undefined) throw new Error('Nothing was measured');
  return { name: '`cp`, the median of three', cost: median };
}

function secondsOf(frame: number): number {
  return frame / benchForm.fps;
}

async function checked(tools: MediaTools, folder: string, { bounds }: Recording): Promise<Exactness> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.mp4')).sort();
  const wanted = files.map((name, at): WantedClip => {
    const [firstFrame, end] = [bounds[at] ?? 0, bounds[at + 1] ?? 0];
    return { file: path.join(folder, name), firstFrame, frames: end - firstFrame };
  });
  const found = await checkClips(tools, wanted);
  await rm(folder, { recursive: true });
  return { ...found, clips: bounds.length - 1 };
}

async function segmenting(tools: MediaTools, recording: Recording): Promise<Row> {
  const folder = await emptyFolder('segment');
  const times = recording.bounds.slice(1, -1).map((frame) => secondsOf(frame).toFixed(3));
  const cost = await measure([
    ...[tools.ffmpegPath, '-v', 'error', '-i', recording.file, '-c', 'copy', '-f', 'segment'],
    ...['-segment_times', times.join(','), '-reset_timestamps', '1', path.join(folder, '%02d.mp4')],
  ]);
  return { name: 'ffmpeg `-f segment -c copy`', cost, exactness: await checked(tools, folder, recording) };
}

async function copyingEach(tools: MediaTools, recording: Recording): Promise<Row> {
  const folder = await emptyFolder('each');
  const commands = recording.bounds.slice(0, -1).map((first, at) => {
    const length = secondsOf((recording.bounds[at + 1] ?? 0) - first).toFixed(6);
    const out = path.join(folder, `${String(at).padStart(2, '0')}.mp4`);
    return `"$0" -v error -ss ${secondsOf(first).toFixed(6)} -i "$1" -t ${length} -c copy ${out}`;
  });
  const cost = await measure(['sh', '-ec', commands.join('\n'), tools.ffmpegPath, recording.file]);
  return {
    name: 'ffmpeg `-ss -i -t -c copy` each',
    cost,
    exactness: await checked(tools, folder, recording),
  };
}

/** Only where it is installed; its clips are Matroska, cut at key frames, and not looked at. */
async function mkvmerging(recording: Recording): Promise<Row[]> {
  const folder = await emptyFolder('mkvmerge');
  const times = recording.bounds.slice(1, -1).map((frame) => `${secondsOf(frame).toFixed(3)}s`);
  const command = [
    'mkvmerge',
    '-q',
    '-o',
    path.join(folder, 'clip.mkv'),
    '--split',
    `timestamps:${times.join(',')}`,
    recording.file,
  ];
  const cost = await measure(command).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  return cost === undefined ? [] : [{ name: 'mkvmerge `--split timestamps`', cost }];
}

async function thisCut(tools: MediaTools, recording: Recording): Promise<Row> {
  const { cost, folder } = await cutOnce(tools, recording);
  return { name: '**this cut**', cost, exactness: await checked(tools, folder, recording) };
}

async function cutOnce(tools: MediaTools, recording: Recording): Promise<{ cost: Cost; folder: string }> {
  const folder = await emptyFolder('chapters');
  const outline = path.join(await benchFolder(), 'outline.json');
  // A boundary is told in milliseconds: one just before its frame.
  const entries = recording.bounds.slice(0, -1).map((frame, at) => ({
    start: clockTime(Math.floor(secondsOf(frame) * 1000)),
    title: `Chapter ${at + 1}`,
  }));
  await writeFile(outline, entries.map(({ start, title }) => `${start} ${title}\n`).join(''));
  const program = path.join(import.meta.dirname, '..', 'src', 'cli.ts');
  const cost = await measure(
    [process.execPath, program, 'chapters', recording.file, outline, '--out', folder],
    {
      FFMPEG_PATH: tools.ffmpegPath,
      FFPROBE_PATH: tools.ffprobePath,
    },
  );
  return { cost, folder };
}

/** One more cut whose tools are counted: what it could at best take where nothing but them took any time. */
async function floorOf(tools: MediaTools, recording: Recording, copy: Cost): Promise<string> {
  let all = 0;
  const { encoding, checking, asking } = await countTools(tools, async (counted) => {
    const { cost, folder } = await cutOnce(counted, recording);
    all = cost.cpuSeconds;
    await rm(folder, { recursive: true });
  });
  const tooled = encoding.cpuSeconds + checking.cpuSeconds + asking.cpuSeconds;
  const floor = tooled / availableParallelism();
  const told = ({ cpuSeconds, runs }: ToolCost): string => `${figure(cpuSeconds)} s in ${runs} runs`;
  return [
    `Of ${figure(all)} s of processor time in one more such cut, ffmpeg encodes for ${told(encoding)} and decodes to check`,
    `for ${told(checking)}, questions take ${told(asking)}, and Node the other ${figure(all - tooled)} s.`,
    `With Node for nothing it would end after ${figure(floor)} s on ${availableParallelism()} cores,`,
    `${figure(floor / copy.wallSeconds)} × \`cp\`.`,
  ].join(' ');
}

function clockTime(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(ms / 3600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

const encodedSeconds = 20;

/** A part in the middle is encoded as a chapter would be; the rest costs as much for each of its seconds. */
async function encodingAll(tools: MediaTools, { file, minutes }: Recording): Promise<Row> {
  const folder = await emptyFolder('encode');
  const from = String(minutes * 30);
  const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-c:a', 'aac'];
  const part = await measure([
    ...[tools.ffmpegPath, '-v', 'error', '-ss', from, '-i', file, '-t', String(encodedSeconds)],
    ...[...x264, path.join(folder, 'part.mp4')],
  ]);
  await rm(folder, { recursive: true });
  const times = (minutes * 60) / encodedSeconds;
  const { wallSeconds, cpuSeconds, bytesRead, bytesWritten, peakRssBytes } = part;
  return {
    name: `encoding all, veryfast (${encodedSeconds} s measured, scaled)`,
    cost: {
      wallSeconds: wallSeconds * times,
      cpuSeconds: cpuSeconds * times,
      bytesRead: bytesRead * times,
      bytesWritten: bytesWritten * times,
      peakRssBytes,
    },
  };
}
