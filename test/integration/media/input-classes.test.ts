import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lampTimes, readBeeps, readFrames, type ReadFrame } from '../../../fixtures/read-counter.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { runFfmpeg } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { recogniseContainer } from '../../../pipelines/media/recognise-container.ts';
import { editListTimes, setEdits, turnPicture } from '../../support/clips.ts';
import {
  cutSample,
  numbersByClip,
  smallPicture,
  type Cutting,
  type Sample,
} from '../../support/cut-sample.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '50'];
const vp8 = ['-c:v', 'libvpx', '-b:v', '300k', '-cpu-used', '8', '-deadline', 'realtime'];
const vp9 = ['-c:v', 'libvpx-vp9', '-b:v', '300k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '60'];
const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast'];
const opus = ['-c:a', 'libopus'];
const mpeg2 = ['-c:v', 'mpeg2video', '-q:v', '4', '-g', '12', '-bf', '2'];
const fields = ['-flags', '+ilme+ildct', '-top', '1'];

/** Makes another file of a sample by copying its packets, or with the options given. */
function remade(name: string, inputs: readonly (readonly string[])[], options: readonly string[]) {
  return async (source: string): Promise<string> => {
    const outputPath = path.join(path.dirname(source), name);
    const demuxer = await recogniseContainer(source);
    await runFfmpeg({
      tools,
      inputs: inputs.map((own) => ({ path: source, demuxer, options: own })),
      options,
      outputPath,
    });
    return outputPath;
  };
}

const copy = ['-c', 'copy'];

function turned(degrees: 180 | 270) {
  return async (source: string): Promise<string> => {
    await turnPicture(source, smallPicture, degrees);
    return source;
  };
}

/** What a browser writes when the tab that it records is made smaller. */
async function joinedWithHalfSize(source: string): Promise<string> {
  const folder = path.dirname(source);
  const half = await remade('half.webm', [[]], ['-vf', 'scale=iw/2:ih/2', ...vp8, '-c:a', 'copy'])(source);
  const list = path.join(folder, 'list.txt');
  await writeFile(list, `ffconcat version 1.0\nfile '${source}'\nfile '${half}'\n`);
  const outputPath = path.join(folder, 'resized.webm');
  const inputs = [{ path: list, demuxer: 'concat', options: ['-safe', '0'] }];
  await runFfmpeg({ tools, inputs, options: [...copy, '-f', 'webm'], outputPath });
  return outputPath;
}

async function withSubtitles(source: string): Promise<string> {
  const folder = path.dirname(source);
  const subtitles = path.join(folder, 'words.srt');
  await writeFile(subtitles, '1\n00:00:01,000 --> 00:00:04,000\nGood morning.\n');
  const outputPath = path.join(folder, 'subtitled.mov');
  const inputs = [
    { path: subtitles, demuxer: 'srt' },
    { path: source, demuxer: 'mov' },
  ];
  const options = ['-map', '0:s', '-map', '1:v', '-map', '1:a', ...copy, '-c:s', 'mov_text'];
  await runFfmpeg({ tools, inputs, options: [...options, '-timecode', '00:00:00:00'], outputPath });
  return outputPath;
}

const hdr = (transfer: string): string[] => [
  ...[...x265, '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
  ...['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'],
  ...[
    '-x265-params',
    `keyint=50:log-level=error:colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc:range=limited`,
  ],
];

const classes: (Sample & { what: string; method: 'copied' | 'encoded' })[] = [
  {
    what: 'an edit list that hides its first pictures',
    name: 'made.mp4',
    gop: 50,
    change: remade('edited.mp4', [['-ss', '2.3']], copy),
    method: 'encoded',
  },
  {
    what: 'sound that starts two seconds late',
    name: 'made.mp4',
    gop: 50,
    change: remade('late.mp4', [[], ['-itsoffset', '2']], ['-map', '0:v', '-map', '1:a', ...copy]),
    method: 'copied',
  },
  {
    what: 'a picture that starts two seconds after the sound',
    name: 'made.mp4',
    gop: 50,
    change: remade('late.mp4', [['-itsoffset', '2'], []], ['-map', '0:v', '-map', '1:a', ...copy]),
    method: 'copied',
  },
  {
    what: 'sound that starts two seconds late, in Matroska',
    name: 'made.mkv',
    gop: 50,
    change: remade('late.mkv', [[], ['-itsoffset', '2']], ['-map', '0:v', '-map', '1:a', ...copy]),
    method: 'copied',
  },
  {
    what: 'sound that ends four seconds early',
    name: 'early.mp4',
    gop: 50,
    audioOptions: ['-af', 'atrim=end=6', '-c:a', 'aac'],
    method: 'copied',
  },
  {
    what: 'two sound tracks of which the second is the main one',
    name: 'made.mp4',
    gop: 50,
    change: remade(
      'tracks.mp4',
      [[]],
      [
        ...['-filter_complex', '[0:a]volume=0[quiet]', '-map', '0:v', '-map', '[quiet]', '-map', '0:a'],
        ...['-c:v', 'copy', '-c:a', 'aac', '-disposition:a:0', '0', '-disposition:a:1', 'default'],
      ],
    ),
    method: 'copied',
  },
  {
    what: 'a transport stream whose clock starts again in its middle',
    name: 'wrapped.ts',
    gop: 50,
    fileOptions: ['-output_ts_offset', '95438'],
    method: 'encoded',
  },
  { what: 'VP9 and Opus', name: 'vp9.webm', videoOptions: vp9, audioOptions: opus, method: 'encoded' },
  {
    what: 'VP9 and Opus written live',
    name: 'vp9-live.webm',
    videoOptions: vp9,
    audioOptions: opus,
    fileOptions: ['-live', '1'],
    method: 'encoded',
  },
  {
    what: 'AV1 and Opus',
    name: 'av1.mkv',
    seconds: 4,
    fps: 10,
    videoOptions: ['-c:v', 'libaom-av1', '-strict', '-2', '-cpu-used', '8', '-b:v', '400k', '-g', '20'],
    audioOptions: opus,
    method: 'encoded',
  },
  { what: 'H.264 and Opus in Matroska', name: 'h264.mkv', gop: 50, audioOptions: opus, method: 'copied' },
  { what: 'H.264 and AAC in QuickTime', name: 'h264.mov', gop: 50, method: 'copied' },
  { what: 'HDR10', name: 'hdr10.mp4', videoOptions: hdr('smpte2084'), method: 'encoded' },
  { what: 'HLG', name: 'hlg.mp4', videoOptions: hdr('arib-std-b67'), method: 'encoded' },
  {
    what: 'interlaced MPEG-2 in a transport stream',
    name: 'fields.ts',
    videoOptions: [...mpeg2, ...fields],
    audioOptions: ['-c:a', 'mp2'],
    method: 'encoded',
  },
  {
    what: 'MPEG-2 in a program stream',
    name: 'disc.mpg',
    videoOptions: mpeg2,
    audioOptions: ['-c:a', 'mp2'],
    method: 'encoded',
  },
  { what: 'interlaced H.264', name: 'fields.mp4', videoOptions: [...x264, ...fields], method: 'encoded' },
  {
    what: 'interlaced H.264 in a transport stream',
    name: 'h264-fields.ts',
    videoOptions: [...x264, ...fields],
    method: 'encoded',
  },
  {
    what: 'an odd width and height',
    name: 'odd.webm',
    width: 427,
    height: 239,
    videoOptions: vp9,
    audioOptions: opus,
    method: 'encoded',
  },
  {
    what: 'an odd height of H.264',
    name: 'odd.mp4',
    width: 426,
    height: 239,
    videoOptions: [...x264, '-pix_fmt', 'yuv444p'],
    method: 'encoded',
  },
  {
    what: 'pixels that are not square',
    name: 'wide.mp4',
    width: 240,
    height: 192,
    gop: 50,
    fileOptions: ['-aspect', '16:9'],
    method: 'copied',
  },
  {
    what: 'pixels that are not square, interlaced MPEG-2',
    name: 'wide.ts',
    width: 240,
    height: 192,
    videoOptions: [...mpeg2, ...fields, '-aspect', '16:9'],
    method: 'encoded',
  },
  { what: 'one frame a second', name: 'slow.mp4', fps: 1, gop: 4, method: 'copied' },
  {
    what: 'a frame every five seconds',
    name: 'slower.webm',
    seconds: 40,
    fps: '1/5',
    videoOptions: vp9,
    audioOptions: opus,
    method: 'encoded',
  },
  { what: '120 frames a second', name: 'fast.mp4', fps: 120, gop: 240, seconds: 5, method: 'copied' },
  {
    what: '60 frames a second in HEVC',
    name: 'fast-hevc.mp4',
    fps: 60,
    seconds: 5,
    videoOptions: [...x265, '-x265-params', 'log-level=error'],
    method: 'encoded',
  },
  {
    what: 'a time code track',
    name: 'timecode.mov',
    gop: 50,
    fileOptions: ['-timecode', '01:00:00:00'],
    method: 'copied',
  },
  {
    what: 'motion JPEG in AVI with uncompressed sound',
    name: 'camera.avi',
    videoOptions: ['-c:v', 'mjpeg', '-q:v', '4', '-pix_fmt', 'yuvj422p'],
    audioOptions: ['-c:a', 'pcm_s16le'],
    method: 'encoded',
  },
  {
    what: 'H.264 in AVI',
    name: 'h264.avi',
    gop: 50,
    audioOptions: ['-c:a', 'libmp3lame'],
    method: 'encoded',
  },
  {
    what: 'full-range colours',
    name: 'full.mp4',
    videoOptions: [...x264, '-pix_fmt', 'yuvj420p'],
    method: 'copied',
  },
  {
    what: 'ProRes',
    name: 'prores.mov',
    videoOptions: ['-c:v', 'prores_ks', '-profile:v', '0'],
    audioOptions: ['-c:a', 'pcm_s24le'],
    method: 'encoded',
  },
  {
    what: 'a picture turned by 180 degrees',
    name: 'turned.mp4',
    gop: 50,
    change: turned(180),
    method: 'copied',
  },
  {
    what: 'HEVC turned to the left, as phones write it',
    name: 'phone.mp4',
    videoOptions: [...x265, '-x265-params', 'keyint=50:log-level=error', '-tag:v', 'hvc1'],
    change: turned(270),
    method: 'encoded',
  },
  {
    what: 'an edit list that leaves out its middle',
    name: 'made.mp4',
    gop: 25,
    bframes: 0,
    change: async (source) => {
      const edited = await remade('cut.mp4', [[]], [...copy, '-movflags', '0'])(source);
      await setEdits(edited, [
        { from: 0, to: 3 },
        { from: 5, to: 8 },
      ]);
      return edited;
    },
    method: 'encoded',
  },
  {
    what: 'pictures that change their size on the way',
    name: 'made.webm',
    seconds: 4,
    videoOptions: vp8,
    audioOptions: opus,
    change: joinedWithHalfSize,
    method: 'encoded',
  },
  {
    what: 'subtitles and a track of data',
    name: 'made.mp4',
    gop: 50,
    change: withSubtitles,
    method: 'copied',
  },
  {
    what: 'RGB pictures of a screen recorder',
    name: 'screen.mov',
    seconds: 4,
    videoOptions: ['-c:v', 'qtrle', '-pix_fmt', 'rgb24'],
    method: 'encoded',
  },
];

describe('cutChapter on a recording with', () => {
  it.each(classes)('$what: each frame in its own clip, sound in its place, playable', async (sample) => {
    await cutSample(tools, sample, async (cutting) => {
      const { source, clips } = cutting;
      const frames = await readFrames(tools, source);
      const expected = numbersByClip(frames, cutting);
      expect(expected.flat()).not.toContain(-1);
      expect(clips.some(({ method }) => method !== 'encode')).toBe(sample.method === 'copied');
      const ownSync = await syncMs(source, frames);
      const clipSync: number[] = [];
      for (const [at, clip] of clips.entries()) {
        const found = await readFrames(tools, clip.path);
        expect(found.map(({ number }) => number)).toEqual(expected[at]);
        clipSync.push(...(await syncMs(clip.path, found)));
        await expectPlayable(clip.path, cutting);
      }
      expect(Math.max(0, ...clipSync)).toBeLessThanOrEqual(Math.max(0, ...ownSync) + 20);
      // A flash or a beep may be cut in two where a clip begins.
      expect(clipSync.length).toBeGreaterThanOrEqual(ownSync.length - clips.length);
    });
  });
});

/** How far each flash of the lamp stands from its beep, in milliseconds; beeps that are not there are not missed. */
async function syncMs(file: string, frames: readonly ReadFrame[]): Promise<number[]> {
  const { audio } = await probeRecording(tools, file);
  const beeps = audio === undefined ? [] : await readBeeps(tools, file, audio.trackNumber - 1);
  const apart = lampTimes(frames).map((lamp) => Math.min(...beeps.map((beep) => Math.abs(beep - lamp))));
  return apart.filter((seconds) => seconds < 0.25).map((seconds) => seconds * 1000);
}

async function expectPlayable(clip: string, { recording }: Cutting): Promise<void> {
  const probed = await probeRecording(tools, clip);
  expect(probed.video).toMatchObject({ codec: 'h264', interlaced: false });
  expect(['yuv420p', 'yuvj420p']).toContain(probed.video?.pixelFormat);
  expect(['smpte2084', 'arib-std-b67']).not.toContain(probed.video?.colour.transfer);
  expect((await editListTimes(clip)).every((time) => time <= 0)).toBe(true);
  const shape = (of: typeof recording): number =>
    ((of.video?.width ?? 0) * (of.video?.pixelAspect ?? 0)) / (of.video?.height ?? 1);
  expect(Math.abs(shape(probed) / shape(recording) - 1)).toBeLessThan(0.01);
  expect(probed.video?.rotation).toBe(recording.video?.rotation);
  if (probed.audio !== undefined) expect(probed.audio.codec).toBe('aac');
}

/** A picture that stands in a sound file as its cover. */
async function withCover(source: string): Promise<string> {
  const folder = path.dirname(source);
  const cover = path.join(folder, 'cover.ppm');
  await writeFile(cover, Buffer.concat([Buffer.from('P6 64 64 255\n'), Buffer.alloc(64 * 64 * 3, 90)]));
  const outputPath = path.join(folder, `covered${path.extname(source)}`);
  const inputs = [
    { path: source, demuxer: await recogniseContainer(source) },
    { path: cover, demuxer: 'image2' },
  ];
  const options = [
    '-map',
    '0:a',
    '-map',
    '1:v',
    '-c:a',
    'copy',
    '-c:v',
    'mjpeg',
    '-disposition:v:0',
    'attached_pic',
  ];
  await runFfmpeg({ tools, inputs, options, outputPath });
  return outputPath;
}

const sounds: (Sample & { what: string; method: 'copy' | 'encode' })[] = [
  { what: 'MP3', name: 'talk.mp3', audioOptions: ['-c:a', 'libmp3lame'], method: 'encode' },
  {
    what: 'MP3 with a cover',
    name: 'talk.mp3',
    audioOptions: ['-c:a', 'libmp3lame'],
    change: withCover,
    method: 'encode',
  },
  { what: 'M4A', name: 'talk.m4a', method: 'copy' },
  { what: 'M4A with a cover', name: 'talk.m4a', change: withCover, method: 'copy' },
  { what: 'WAV', name: 'talk.wav', audioOptions: ['-c:a', 'pcm_s16le'], method: 'encode' },
  { what: 'Opus in Ogg', name: 'talk.ogg', audioOptions: opus, method: 'encode' },
  {
    what: 'Opus in WebM written live',
    name: 'talk.webm',
    audioOptions: opus,
    fileOptions: ['-live', '1'],
    method: 'encode',
  },
  { what: 'bare AAC', name: 'talk.aac', audioOptions: ['-c:a', 'aac', '-f', 'adts'], method: 'encode' },
];

describe('cutChapter on sound alone', () => {
  it.each(sounds)('of $what: every beep in its place, and no picture', async (sample) => {
    await cutSample(tools, { ...sample, picture: false }, async ({ source, clips, boundsMs }) => {
      const ownBeeps = await readBeeps(tools, source);
      const beeps: number[] = [];
      for (const [at, clip] of clips.entries()) {
        expect(clip).toMatchObject({ method: sample.method, frames: 0 });
        expect(await probeRecording(tools, clip.path)).not.toHaveProperty('video');
        const startMs = boundsMs[at - 1] ?? 0;
        beeps.push(...(await readBeeps(tools, clip.path)).map((seconds) => seconds + startMs / 1000));
      }
      for (const beep of ownBeeps) {
        const apart = Math.min(...beeps.map((other) => Math.abs(other - beep)));
        const isAtEdge = boundsMs.some((ms) => Math.abs(ms / 1000 - beep) < 0.15);
        if (!isAtEdge) expect(apart).toBeLessThanOrEqual(0.03);
      }
      expect(ownBeeps.length).toBeGreaterThan(5);
    });
  });
});
