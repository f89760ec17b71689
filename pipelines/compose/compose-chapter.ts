import { mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cutChapter } from '../cut/cut-chapter.ts';
import type { CutClip, CutRequest } from '../cut/cut-chapter.ts';
import { screenColours } from '../cut/screen-colours.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { FfmpegInput, MediaTools } from '../media/ffmpeg.ts';
import { MediaError } from '../media/media-error.ts';
import { probeRecording } from '../media/probe-recording.ts';
import { wholeCanvas } from './plan-composition.ts';
import type { ComposedFile, Composition, Place } from './plan-composition.ts';

/** One chapter of a recording that is put together from two files. */
export interface ComposeRequest extends Pick<
  CutRequest,
  'tools' | 'startMs' | 'endMs' | 'outPath' | 'signal' | 'onProgress'
> {
  composition: Composition;
}

/**
 * Makes the clip of one chapter from a screen and a camera: frames at a steady rate, each in one chapter only, as
 * H.264 and AAC. It is verified as every clip is. Throws MediaError; then nothing is left at `outPath`.
 */
export async function composeChapter(request: ComposeRequest): Promise<CutClip> {
  const { tools, outPath, signal, onProgress } = request;
  const workDir = await mkdtemp(join(dirname(outPath), `.${basename(outPath)}-both-`));
  try {
    const path = join(workDir, 'composed.mp4');
    const frames = await compose(request, path);
    const recording = await probeRecording(tools, path, { signal });
    const endMs = recording.durationMs;
    const clip = await cutChapter({ tools, path, recording, startMs: 0, endMs, outPath, signal });
    if (clip.frames !== frames) {
      await rm(outPath, { force: true });
      throw new MediaError(
        'clip-not-exact',
        `The clip was made but holds ${clip.frames} of ${frames} pictures, so it was not kept.`,
      );
    }
    onProgress?.(1);
    return { ...clip, method: 'encode' };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** The chapter on the clock that both files share; its frames stand on one grid through the whole recording. */
interface Span {
  startSeconds: number;
  endSeconds: number;
  frames: number;
}

function spanOf({ composition, startMs, endMs }: ComposeRequest): Span {
  const { num, den } = composition.rate;
  const gridAt = (ms: number): number => Math.ceil((ms * num) / (1000 * den) - 1e-6);
  const [first, last] = [gridAt(startMs), gridAt(Math.min(endMs, composition.recording.durationMs))];
  if (last <= first) {
    throw new MediaError(
      'empty-chapter',
      'The recording shows no picture in this chapter. Move its boundaries.',
    );
  }
  return { startSeconds: (first * den) / num, endSeconds: (last * den) / num, frames: last - first };
}

async function compose(request: ComposeRequest, outputPath: string): Promise<number> {
  const { tools, composition, signal, onProgress } = request;
  const span = spanOf(request);
  const shown = [composition.screen, composition.camera].filter((file) => isThere(file, span));
  const pictures = shown.map((file) => ({ file, place: placeOf(composition, file, shown.length) }));
  const speaker = composition.sound === undefined ? undefined : composition[composition.sound];
  const sound = speaker !== undefined && isThere(speaker, span) ? speaker : undefined;
  const { num, den } = composition.rate;
  await runFfmpeg({
    tools,
    inputs: shown.map((file) => inputOf(file, span)),
    options: [
      ...['-copyts', '-filter_complex', graph(composition, { pictures, span, tools })],
      ...['-map', '[picture]', '-frames:v', String(span.frames)],
      ...(sound === undefined
        ? ['-an']
        : [
            '-map',
            `${shown.indexOf(sound)}:${sound.recording.audio?.streamIndex ?? 0}`,
            ...soundOptions(sound, span),
          ]),
      ...['-map_metadata', '-1', '-map_chapters', '-1'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-profile:v', 'high'],
      ...['-g', String(Math.max(25, Math.round((num / den) * 4)))],
      ...(tools.major > 5 ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
      ...['-enc_time_base', `${den}/${num}`, '-f', 'mp4'],
    ],
    outputPath,
    signal,
    onProgress: ({ frames }) => onProgress?.(0.9 * Math.min(1, frames / span.frames)),
  });
  return span.frames;
}

function isThere({ startSeconds, recording }: ComposedFile, span: Span): boolean {
  return startSeconds < span.endSeconds && startSeconds + recording.durationMs / 1000 > span.startSeconds;
}

/** Who is alone in a chapter has all of the canvas. */
function placeOf(composition: Composition, file: ComposedFile, shown: number): Place {
  const { video } = file.recording;
  if (shown === 1 && video !== undefined) return wholeCanvas(video, composition.canvas);
  return file === composition.screen ? composition.places.screen : composition.places.camera;
}

/** Containers without an index are searched by guessing: start well before. */
const unindexedSeconds = 10;

function inputOf({ path, recording, startSeconds }: ComposedFile, span: Span): FfmpegInput {
  const indexed = ['mov', 'matroska'].includes(recording.container);
  const into = span.startSeconds - startSeconds - (indexed ? 0 : unindexedSeconds);
  const seek = (recording.originSeconds + into).toFixed(6);
  const options = into <= 1 ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seek];
  return { path, demuxer: recording.container, options };
}

/** What to take from a file's own clock to have the chapter's. */
function clockShift({ recording, startSeconds }: ComposedFile, span: Span): number {
  return recording.originSeconds - startSeconds + span.startSeconds;
}

interface Drawing {
  pictures: readonly { file: ComposedFile; place: Place }[];
  span: Span;
  tools: MediaTools;
}

/** A black canvas at the clip's rate, and on it each picture for as long as its file lasts. */
function graph({ canvas, rate, recording }: Composition, { pictures, span, tools }: Drawing): string {
  const { num, den } = rate;
  // Clocks of milliseconds are a little late or early: a quarter of a frame decides for the frame that is meant.
  const grace = den / num / 4;
  const chains = pictures.map(({ file, place }, at) => {
    const shift = clockShift(file, span) + grace;
    return `[${at}:${file.recording.video?.streamIndex ?? 0}]settb=1/90000,setpts=PTS-${shift.toFixed(6)}/TB,${drawn(file, place, tools)}[p${at}]`;
  });
  const overlays = pictures.map(({ file, place }, at) => {
    const from = file.startSeconds - span.startSeconds - grace;
    const lastsMs = file.startSeconds * 1000 + file.recording.durationMs;
    // Who stops a moment before the other stays to the end.
    const to = lastsMs > recording.durationMs - 500 ? 1e6 : lastsMs / 1000 - span.startSeconds;
    const when = `between(t,${from.toFixed(6)},${to.toFixed(6)})`;
    const onto = at === 0 ? '[canvas]' : `[o${at - 1}]`;
    const gives = at === pictures.length - 1 ? '[picture]' : `[o${at}]`;
    return `${onto}[p${at}]overlay=x=${place.x}:y=${place.y}:eof_action=repeat:enable='${when}'${gives}`;
  });
  const seconds = (span.frames * den) / num + 1;
  const black = `color=c=black:s=${canvas.width}x${canvas.height}:r=${num}/${den}:d=${seconds},format=yuv420p[canvas]`;
  return [black, ...chains, ...overlays].join(';');
}

function drawn({ recording }: ComposedFile, { width, height }: Place, tools: MediaTools): string {
  const { video } = recording;
  return [
    ...(video?.interlaced === true ? ['yadif=mode=send_frame:deint=all'] : []),
    `scale=${width}:${height}`,
    'setsar=1',
    ...(video === undefined ? [] : screenColours(video, tools).filters),
    'format=yuv420p',
  ].join(',');
}

function soundOptions(file: ComposedFile, span: Span): string[] {
  const shift = clockShift(file, span);
  const end = shift + span.endSeconds - span.startSeconds;
  const filters = [
    `atrim=start=${shift.toFixed(6)}:end=${end.toFixed(6)}`,
    // Gaps are filled and overlaps trimmed, so that the sound keeps its place beside the picture.
    'aresample=async=1',
    `asetpts=PTS-(${shift.toFixed(6)}/TB)`,
  ];
  return ['-af', filters.join(','), '-c:a', 'aac', '-b:a', '160k', '-ac', '2', '-ar', '48000'];
}
