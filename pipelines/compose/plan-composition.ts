import type { CameraLayout } from '../../domain/recording.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import { MediaError } from '../media/media-error.ts';
import type { ProbedAudio, ProbedRecording, ProbedVideo } from '../media/probe-recording.ts';

/** One of the two files, and when it begins on the clock that both share: one of them at 0. */
export interface ComposedFile extends RecordingFile {
  startSeconds: number;
}

/** Where a picture stands on the canvas, in pixels. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A recording made of two files, a screen and a camera, as one. */
export interface Composition {
  screen: ComposedFile;
  camera: ComposedFile;
  canvas: { width: number; height: number };
  /** Where each stands while both are there. */
  places: { screen: Place; camera: Place };
  /** Frames a second of the clips. */
  rate: { num: number; den: number };
  /** Which of them the sound is taken from. */
  sound: 'screen' | 'camera' | undefined;
  /** What a player would be told of both as one. */
  recording: ProbedRecording;
}

/**
 * Plans how two files become one recording: their clocks, the canvas and both pictures' places on it, a frame rate
 * that loses no picture, and whose sound is heard. Throws MediaError where one of them has no picture.
 */
export function planComposition(
  screen: RecordingFile,
  camera: RecordingFile,
  layout: CameraLayout,
): Composition {
  const [screenVideo, cameraVideo] = [pictureOf(screen, 'screen'), pictureOf(camera, 'camera')];
  const apart = secondsApart(screen.recording, camera.recording);
  const files = {
    screen: { ...screen, startSeconds: Math.max(0, -apart) },
    camera: { ...camera, startSeconds: Math.max(0, apart) },
  };
  const sound = screen.recording.audio ? 'screen' : camera.recording.audio ? 'camera' : undefined;
  const rate = rateOf(Math.max(screenVideo.frameRate, cameraVideo.frameRate));
  const shape = layOut(shownSize(screenVideo), shownSize(cameraVideo), layout);
  const audio = screen.recording.audio ?? camera.recording.audio;
  return {
    ...files,
    ...shape,
    rate,
    sound,
    recording: asOne(files, { ...shape, rate, video: screenVideo, audio }),
  };
}

/** Where a picture of a size stands when it has the whole canvas: as large as fits, in the middle. */
export function wholeCanvas(video: ProbedVideo, canvas: Composition['canvas']): Place {
  const size = within(shownSize(video), canvas, { mayGrow: true });
  return { ...size, x: even((canvas.width - size.width) / 2), y: even((canvas.height - size.height) / 2) };
}

function pictureOf({ recording }: RecordingFile, which: string): ProbedVideo {
  if (recording.video !== undefined) return recording.video;
  throw new MediaError(
    'no-video',
    `The ${which} recording has no picture, so there is nothing to put together.`,
  );
}

/** By how much the camera starts later. Clocks that do not meet are not the same clock: then both start at once. */
function secondsApart(screen: ProbedRecording, camera: ProbedRecording): number {
  const apart = camera.originSeconds - screen.originSeconds;
  const earlier = apart > 0 ? screen : camera;
  return Math.abs(apart) * 1000 < earlier.durationMs ? apart : 0;
}

const usualRates = [
  ...[1, 2, 5, 8, 10, 12, 15, 20].map((num) => ({ num, den: 1 })),
  ...[24, 30, 60].flatMap((num) => [
    { num: num * 1000, den: 1001 },
    { num, den: 1 },
  ]),
  ...[25, 48, 50].map((num) => ({ num, den: 1 })),
].sort((one, other) => one.num / one.den - other.num / other.den);

/** The usual rate that is this one, or else the next above it; screens and cameras of more than 60 are met with 60. */
function rateOf(framesPerSecond: number): Composition['rate'] {
  const same = usualRates.find(({ num, den }) => Math.abs(num / den / framesPerSecond - 1) < 0.0005);
  const above = usualRates.find(({ num, den }) => num / den >= framesPerSecond);
  return framesPerSecond <= 0 ? { num: 30, den: 1 } : (same ?? above ?? { num: 60, den: 1 });
}

interface Size {
  width: number;
  height: number;
}

/** With square pixels, and turned as a player turns it. */
function shownSize({ width, height, pixelAspect, rotation }: ProbedVideo): Size {
  const wide = { width: width * pixelAspect, height };
  return rotation % 180 === 0 ? wide : { width: wide.height, height: wide.width };
}

const largest = { width: 1920, height: 1080 };
/** The camera's share of the screen's width, and the most of its height, where it stands in its corner. */
const cornerShare = { width: 0.22, height: 0.3 };
const marginShare = 0.02;
/** The camera's width beside the screen, in widths of the screen. */
const besideShare = 1 / 3;

function layOut(screen: Size, camera: Size, layout: CameraLayout): Pick<Composition, 'canvas' | 'places'> {
  return layout === 'side-by-side' ? sideBySide(screen, camera) : inCorner(screen, camera);
}

function inCorner(screen: Size, camera: Size): Pick<Composition, 'canvas' | 'places'> {
  const canvas = within(screen, largest);
  const box = { width: canvas.width * cornerShare.width, height: canvas.height * cornerShare.height };
  const small = within(camera, box);
  const margin = canvas.width * marginShare;
  const place = {
    x: even(canvas.width - small.width - margin),
    y: even(canvas.height - small.height - margin),
  };
  return { canvas, places: { screen: { x: 0, y: 0, ...canvas }, camera: { ...place, ...small } } };
}

function sideBySide(screen: Size, camera: Size): Pick<Composition, 'canvas' | 'places'> {
  const left = within(screen, { width: largest.width / (1 + besideShare), height: largest.height });
  const right = within(camera, { width: left.width * besideShare, height: left.height });
  const canvas = { width: left.width + right.width, height: left.height };
  const places = {
    screen: { x: 0, y: 0, ...left },
    camera: { x: left.width, y: even((canvas.height - right.height) / 2), ...right },
  };
  return { canvas, places };
}

/** A size of the same shape that fits into a box. */
function within(size: Size, box: Size, { mayGrow = false } = {}): Size {
  const scale = Math.min(box.width / size.width, box.height / size.height, mayGrow ? Infinity : 1);
  return { width: even(size.width * scale), height: even(size.height * scale) };
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}

/** Files that end within this of one another end together. */
const togetherMs = 500;

function asOne(
  { screen, camera }: Pick<Composition, 'screen' | 'camera'>,
  {
    canvas,
    rate,
    video,
    audio,
  }: Pick<Composition, 'canvas' | 'rate'> & { video: ProbedVideo; audio: ProbedAudio | undefined },
): ProbedRecording {
  const endMs = ({ startSeconds, recording }: ComposedFile): number =>
    Math.round(startSeconds * 1000) + recording.durationMs;
  const [screenEnd, cameraEnd] = [endMs(screen), endMs(camera)];
  // Recorders stop one file a moment after the other: nothing is to be seen there.
  const durationMs =
    Math.abs(screenEnd - cameraEnd) < togetherMs ? screenEnd : Math.max(screenEnd, cameraEnd);
  return {
    ...screen.recording,
    durationMs,
    sizeBytes: screen.recording.sizeBytes + camera.recording.sizeBytes,
    video: { ...video, ...canvas, pixelAspect: 1, rotation: 0, frameRate: rate.num / rate.den },
    ...(audio === undefined ? {} : { audio }),
    breaksOff: screen.recording.breaksOff || camera.recording.breaksOff,
    audioTracks: Math.max(screen.recording.audioTracks, camera.recording.audioTracks),
  };
}
