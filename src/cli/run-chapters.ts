import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { decodeText, type Warning } from '../../domain/formats/text.ts';
import { parseOutline } from '../../domain/outline.ts';
import { planChapters } from '../../domain/plan-chapters.ts';
import type { BoundaryMode, CameraLayout } from '../../domain/recording.ts';
import { findSpots, type Source } from '../../pipelines/compose/find-spots.ts';
import { planComposition } from '../../pipelines/compose/plan-composition.ts';
import { checkClock } from '../../pipelines/media/check-clock.ts';
import { warnOfBreak } from '../../pipelines/media/breaks-off.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { probeRecording, type ProbedRecording } from '../../pipelines/media/probe-recording.ts';
import { cutAll, type ChapterOnDisk } from './cut-all.ts';
import { makeFolder } from './make-folder.ts';

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
  const { entries } = outline;
  const spots = await findSpots(args.tools, source, { boundaries, entries, signal: args.signal });
  const plan = planChapters(entries, recording.durationMs, spots);
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
