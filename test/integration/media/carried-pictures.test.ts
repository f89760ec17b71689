import { beforeAll, describe, expect, it } from 'vitest';
import { readMovie } from '../../../pipelines/cut/mp4/read-movie.ts';
import { runFfmpeg, type MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { cutSample, smallPicture } from '../../support/cut-sample.ts';
import { remade } from '../../support/remake-sample.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

/** `carries`: most pictures between a boundary and the next key frame need not be encoded. */
const streams: { what: string; options: string[]; carries: boolean; moving?: true }[] = [
  { what: 'a pyramid of B-frames', options: ['-preset', 'veryfast', '-bf', '3'], carries: true },
  {
    what: 'B-frames that drop each other by command',
    options: ['-preset', 'veryfast', '-bf', '3', '-x264-params', 'b-pyramid=strict:ref=4'],
    carries: true,
  },
  {
    what: 'B-frames that take their motion over time',
    options: ['-preset', 'veryfast', '-bf', '3', '-x264-params', 'direct=temporal'],
    carries: true,
  },
  {
    what: 'three references with weights',
    options: ['-preset', 'medium', '-refs', '3', '-bf', '2'],
    carries: true,
  },
  {
    what: 'pictures in which everything moves',
    options: ['-preset', 'medium', '-refs', '3', '-bf', '3'],
    carries: true,
    moving: true,
  },
  { what: 'no B-frames', options: ['-preset', 'veryfast', '-bf', '0'], carries: true },
  {
    what: 'codes of variable length',
    options: ['-preset', 'veryfast', '-bf', '2', '-x264-params', 'cabac=0'],
    carries: true,
  },
  { what: 'the baseline profile', options: ['-preset', 'veryfast', '-profile:v', 'baseline'], carries: true },
  {
    what: 'pictures of four slices',
    options: ['-preset', 'veryfast', '-bf', '3', '-x264-params', 'slices=4'],
    carries: true,
  },
  {
    what: 'eight B-frames and sixteen references',
    options: ['-preset', 'medium', '-bf', '8', '-refs', '16'],
    carries: false,
  },
];

describe('a clip cut from', () => {
  it.each(streams)('$what looks as the recording does', async ({ options, carries, moving }) => {
    const videoOptions = [
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
      '-g',
      '40',
      '-sc_threshold',
      '0',
      ...options,
    ];
    const change = moving && remade('moving.mp4', [[]], ['-vf', panning, ...videoOptions]);
    const sample = { name: 'a.mp4', videoOptions, sound: false, ...(change && { change }) };
    await cutSample(tools, sample, async ({ source, clips }) => {
      const [pictures, sizes] = [await picturesOf(source), await sizesOf(source)];
      let first = 0;
      let anew = 0;
      for (const { path, frames, method } of clips) {
        expect(method).not.toBe('encode');
        const own = await picturesOf(path);
        expect(own).toHaveLength(frames);
        const noise = own.map((picture, at) => noiseOf(picture, pictures[first + at] ?? Buffer.alloc(0)));
        expect(Math.max(...noise)).toBeLessThan(mostNoise);
        const ownSizes = await sizesOf(path);
        anew += ownSizes.filter((size, at) => Math.abs(size - (sizes[first + at] ?? 0)) > 2).length;
        first += frames;
      }
      expect(first).toBe(pictures.length);
      expect(anew < mostAnew).toBe(carries);
    });
  });
});

/** A window on half of the picture that never stands still, so that each picture is taken from others by their motion. */
const panning = 'crop=iw/2:ih/2:iw/4*(1+sin(2*t)):ih/4*(1+cos(3*t)),scale=iw*2:ih*2';

/** Of 65 pictures between the three boundaries and the key frames after them, and the few before each. */
const mostAnew = 30;
/** Mean square of the differences of pixels: a peak signal-to-noise ratio of 45 dB. */
const mostNoise = 2;

async function picturesOf(path: string): Promise<Buffer[]> {
  const { stdout } = await runFfmpeg({
    tools,
    inputs: [{ path, demuxer: 'mov' }],
    options: ['-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'gray'],
  });
  const bytes = smallPicture.width * smallPicture.height;
  return Array.from({ length: stdout.length / bytes }, (_, at) =>
    stdout.subarray(at * bytes, (at + 1) * bytes),
  );
}

function noiseOf(picture: Buffer, other: Buffer): number {
  let sum = 0;
  for (let at = 0; at < picture.length; at++) sum += ((picture[at] ?? 0) - (other[at] ?? 0)) ** 2;
  return sum / picture.length;
}

/** The sizes of the packets in the order their pictures are shown. */
async function sizesOf(path: string): Promise<number[]> {
  const track = (await readMovie(path))?.find(({ kind }) => kind === 'video');
  const table = track?.read()?.table;
  const rows = Array.from(table?.times ?? [], (time, at) => ({ time, size: table?.sizes[at] ?? 0 }));
  return rows.sort((one, other) => one.time - other.time).map(({ size }) => size);
}
