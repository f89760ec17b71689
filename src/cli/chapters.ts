import { mkdir, mkdtemp, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { parseOutline } from '../../domain/outline.ts';
import { planChapters, type PlannedChapter } from '../../domain/plan-chapters.ts';
import {
  boundaryModeSchema,
  cameraLayoutSchema,
  type BoundaryMode,
  type CameraLayout,
} from '../../domain/recording.ts';
import type { Pause } from '../../domain/pauses.ts';
import { decodeText, type Warning } from '../../domain/formats/text.ts';
import { formatTime } from '../../domain/time.ts';
import { composeChapter } from '../../pipelines/compose/compose-chapter.ts';
import { findComposedPauses } from '../../pipelines/compose/find-composed-pauses.ts';
import { planComposition, type Composition } from '../../pipelines/compose/plan-composition.ts';
import { cutChapter, type CutClip, type CutRequest } from '../../pipelines/cut/cut-chapter.ts';
import type { RecordingFile } from '../../pipelines/cut/index-frames.ts';
import { indexRecording } from '../../pipelines/cut/index-recording.ts';
import { shareBoundaries } from '../../pipelines/cut/share-boundaries.ts';
import { checkClock } from '../../pipelines/media/check-clock.ts';
import { warnOfBreak } from '../../pipelines/media/breaks-off.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { findPauses } from '../../pipelines/media/find-pauses.ts';
import { probeRecording, type ProbedRecording } from '../../pipelines/media/probe-recording.ts';
import { readEnv, toConfig } from '../config.ts';
import { abortOnSignals } from './stop-signal.ts';

/** What `chapters` was asked to do. */
export interface ChaptersArgs {
  recording: string;
  outline: string;
  out: string;
  boundaries?: BoundaryMode;
  /** Which of its sound tracks, counted from 1; else the main one. */
  audioTrack?: number | undefined;
  /** The second file of a recording in two, whose picture is put into or beside the first's. */
  camera?: string | undefined;
  layout?: CameraLayout;
  tools: MediaTools;
  signal?: AbortSignal;
  /** Progress and warnings, a line at a time. */
  onLine?: (line: string) => void;
}

/** What `chapters.json` holds. */
export interface ChaptersDocument {
  recording: {
    file: string;
    durationMs: number;
    container: string;
    video?: { codec: string; width: number; height: number; frameRate: number };
    audio?: { codec: string; sampleRate: number; channels: number };
  };
  boundaries: BoundaryMode;
  chapters: ChapterOnDisk[];
  warnings: Warning[];
}

type ChapterOnDisk = PlannedChapter & Pick<CutClip, 'frames' | 'method'> & { file: string };

/** Adds `chapters RECORDING OUTLINE --out DIR`: cuts a recording into chapters without a server. */
export function registerChapters(program: Command): void {
  program
    .command('chapters <recording> <outline>')
    .description('cut a recording into chapters, one clip each, without a server')
    .requiredOption('--out <dir>', 'the folder to put the clips and chapters.json in')
    .addOption(
      new Option('--boundaries <mode>', 'keep the outline’s times, or move each into a pause of speech')
        .choices(boundaryModeSchema.options)
        .default('exact'),
    )
    .option(
      '--audio-track <number>',
      'which sound track to take, counted from 1; else the main one',
      trackNumber,
    )
    .option('--camera <file>', 'a second recording, of the camera, to be shown with the first, of the screen')
    .addOption(
      new Option('--layout <layout>', 'where the camera stands')
        .choices(cameraLayoutSchema.options)
        .default('picture-in-picture'),
    )
    .option('--json', 'print chapters.json on stdout')
    .action(
      async (
        recording: string,
        outline: string,
        options: {
          out: string;
          boundaries: string;
          audioTrack?: number;
          camera?: string;
          layout: string;
          json?: boolean;
        },
      ) => {
        // Costs no time that can be measured, and some 40 MB less are held: buffers of one chapter are garbage in the next.
        setFlagsFromString('--optimize-for-size');
        const config = toConfig(readEnv());
        const tools = await findMediaTools(config);
        const stopping = abortOnSignals();
        try {
          const boundaries = boundaryModeSchema.parse(options.boundaries);
          const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
          const args = {
            recording,
            outline,
            out: options.out,
            boundaries,
            audioTrack: options.audioTrack,
            camera: options.camera,
            layout: cameraLayoutSchema.parse(options.layout),
            tools,
            signal: stopping.signal,
            onLine,
          };
          const document = await runChapters(args);
          process.stdout.write(
            options.json === true
              ? `${JSON.stringify(document, null, 2)}\n`
              : describe(document, options.out),
          );
        } finally {
          stopping.release();
        }
      },
    );
}

function trackNumber(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('It is a number, counted from 1.');
  return Number(text);
}

/**
 * Cuts a recording by an outline into `out`: one clip for each chapter and `chapters.json`, all of them or
 * none. Throws AppError with a sentence for whoever typed the command.
 */
export async function runChapters(args: ChaptersArgs): Promise<ChaptersDocument> {
  const tell = args.onLine ?? (() => undefined);
  if (args.tools.source === 'bundled') {
    tell(
      'Warning: using the bundled ffmpeg of 2018. Install a current ffmpeg, or name one in FFMPEG_PATH, for files of strangers.',
    );
  }
  const outline = parseOutline(await readOutline(args.outline), { fileName: basename(args.outline) });
  const source = await openSource(args);
  const { recording } = source;
  const boundaries = args.boundaries ?? 'exact';
  const pauses = boundaries === 'pause' ? await pausesOf(args, source) : [];
  const plan = planChapters(outline.entries, recording.durationMs, { boundaries, pauses });
  const warnings = [...warnOfBreak(recording), ...outline.warnings, ...plan.warnings];
  for (const { line, message } of warnings)
    tell(line === undefined ? `Warning: ${message}` : `Warning, line ${line}: ${message}`);
  return makeFolder(args.out, async (folder) => {
    const chapters = await cutAll({ ...args, source, folder, tell }, plan.chapters);
    const document = {
      recording: describeRecording(args.recording, recording),
      boundaries,
      chapters,
      warnings,
    };
    await writeFile(join(folder, 'chapters.json'), `${JSON.stringify(document, null, 2)}\n`);
    return { document, files: [...chapters.map((chapter) => chapter.file), 'chapters.json'] };
  });
}

/** What is cut: one file, or a screen and a camera put together. */
type Source = RecordingFile & { composition?: Composition };

async function openSource(args: ChaptersArgs): Promise<Source> {
  const { tools, signal, audioTrack } = args;
  await needFile(args.recording, 'recording');
  const recording = await probeRecording(tools, args.recording, { signal, audioTrack });
  const file = { path: resolve(args.recording), recording };
  await checkClock(tools, file, signal);
  if (args.camera === undefined) return file;
  await needFile(args.camera, 'camera recording');
  const camera = {
    path: resolve(args.camera),
    recording: await probeRecording(tools, args.camera, { signal }),
  };
  await checkClock(tools, camera, signal);
  const composition = planComposition(file, camera, args.layout ?? 'picture-in-picture');
  return { ...file, recording: composition.recording, composition };
}

async function pausesOf({ tools, signal }: ChaptersArgs, source: Source): Promise<Pause[]> {
  const { composition } = source;
  if (composition === undefined) return findPauses(tools, source, { signal });
  return findComposedPauses(tools, composition, { signal });
}

const maxOutlineBytes = 10_000_000;

async function readOutline(path: string): Promise<string> {
  const size = await needFile(path, 'outline');
  if (size > maxOutlineBytes) {
    throw new AppError('outline-too-large', `${basename(path)} is too large for an outline.`, {
      status: 413,
    });
  }
  return decodeText(await readFile(path));
}

async function needFile(path: string, what: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return found.size;
  throw new AppError('file-not-found', `There is no ${what} ${path}.`, { status: 404 });
}

interface CutAll extends ChaptersArgs {
  source: Source;
  folder: string;
  tell: (line: string) => void;
}

const mostAtATime = 2;

/** Cuts a few chapters at a time; the first failure stops the others. */
async function cutAll(args: CutAll, planned: readonly PlannedChapter[]): Promise<ChapterOnDisk[]> {
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(args.signal === undefined ? [] : [args.signal])]);
  const index = await indexRecording(args.tools, args.source, args.signal);
  const shared = shareBoundaries(join(args.folder, 'boundaries'));
  await mkdir(shared.folder);
  const waiting = [...planned];
  const done: ChapterOnDisk[] = [];
  const work = async (): Promise<void> => {
    for (let chapter = waiting.shift(); chapter !== undefined; chapter = waiting.shift()) {
      done.push(await cutOne({ ...args, signal, index, shared }, chapter, planned.length));
      args.tell(`${done.length} of ${planned.length} chapters are cut.`);
    }
  };
  const workers = Array.from({ length: Math.min(mostAtATime, availableParallelism()) }, async () =>
    work().catch((error: unknown) => {
      failing.abort(error);
      throw error;
    }),
  );
  const results = await Promise.allSettled(workers);
  if (args.signal?.aborted !== true && failing.signal.aborted) throw failing.signal.reason;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return done.sort((one, other) => one.index - other.index);
}

async function cutOne(
  args: CutAll & Pick<CutRequest, 'index' | 'shared'> & { signal: AbortSignal },
  chapter: PlannedChapter,
  count: number,
): Promise<ChapterOnDisk> {
  const file = fileNameOf(chapter, {
    count,
    extension: args.source.recording.video === undefined ? 'm4a' : 'mp4',
  });
  const { startMs, endMs } = chapter;
  const outPath = join(args.folder, file);
  const { tools, signal, tell, index, shared } = args;
  const { composition } = args.source;
  const cut = { tools, signal, startMs, endMs, outPath };
  const { frames, method } =
    composition === undefined
      ? await cutChapter({
          ...args.source,
          ...cut,
          index,
          shared,
          onFallback: ({ message }) => tell(message),
        })
      : await composeChapter({ ...cut, composition });
  return { ...chapter, file, frames, method };
}

const maxSlugLength = 60;

/** `01-risk-management.mp4`: letters of any script stay, accents and signs go. */
export function fileNameOf(
  chapter: { index: number; title: string },
  name: { count: number; extension: string },
): string {
  const number = String(chapter.index).padStart(Math.max(2, String(name.count).length), '0');
  const slug = chapter.title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, maxSlugLength)
    .toWellFormed()
    .replace(/^-+|[-\uFFFD]+$/g, '');
  return `${number}-${slug === '' ? 'chapter' : slug}.${name.extension}`;
}

/** Fills a folder beside the clips' own and moves the finished files over, so that a failure leaves nothing. */
async function makeFolder<T>(
  out: string,
  fill: (folder: string) => Promise<{ document: T; files: readonly string[] }>,
): Promise<T> {
  const folder = resolve(out);
  const made = await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new AppError('folder-not-writable', `The folder ${out} cannot be made.`, { cause });
  });
  const work = await mkdtemp(join(folder, '.afterclass-')).catch((cause: unknown) => {
    throw new AppError('folder-not-writable', `Nothing may be written to the folder ${out}.`, { cause });
  });
  try {
    const { document, files } = await fill(work);
    for (const file of files) await rename(join(work, file), join(folder, file));
    await rm(work, { recursive: true });
    return document;
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    if (made !== undefined) await removeEmpty(folder, made);
    throw error;
  }
}

/** Takes away the folders that were made for nothing, from the innermost to the first. */
async function removeEmpty(innermost: string, outermost: string): Promise<void> {
  for (let folder = innermost; folder.startsWith(outermost); folder = resolve(folder, '..')) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function describeRecording(
  path: string,
  { container, durationMs, video, audio }: ProbedRecording,
): ChaptersDocument['recording'] {
  return {
    file: basename(path),
    durationMs,
    container,
    ...(video === undefined
      ? {}
      : {
          video: { codec: video.codec, width: video.width, height: video.height, frameRate: video.frameRate },
        }),
    ...(audio === undefined
      ? {}
      : { audio: { codec: audio.codec, sampleRate: audio.sampleRate, channels: audio.channels } }),
  };
}

function describe({ chapters }: ChaptersDocument, out: string): string {
  const lines = chapters.map(
    ({ file, startMs, endMs, method }) => `${formatTime(startMs)}–${formatTime(endMs)}  ${file}  (${method})`,
  );
  return `${[...lines, '', `${chapters.length} chapters are in ${out}.`].join('\n')}\n`;
}
