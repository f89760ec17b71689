import { setEdits } from './clips.ts';
import type { Sample } from './cut-sample.ts';
import {
  copy,
  followedBy,
  joinedWithHalfSize,
  remade,
  turned,
  withCover,
  withoutItsStart,
  withSubtitles,
} from './remake-sample.ts';

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '50'];
const vp8 = ['-c:v', 'libvpx', '-b:v', '300k', '-cpu-used', '8', '-deadline', 'realtime'];
const vp9 = ['-c:v', 'libvpx-vp9', '-b:v', '300k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '60'];
const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast'];
const opus = ['-c:a', 'libopus'];
const mpeg2 = ['-c:v', 'mpeg2video', '-q:v', '4', '-g', '12', '-bf', '2'];
const fields = ['-flags', '+ilme+ildct', '-top', '1'];
const hdr = (transfer: string): string[] => [
  ...[...x265, '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
  ...['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'],
  ...[
    '-x265-params',
    `keyint=50:log-level=error:colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc:range=limited`,
  ],
];
/** A class of recordings: how one is made, and whether any of its clips is copied (on some ffmpegs: `either`). */
export interface InputClass extends Sample {
  what: string;
  method: 'copied' | 'encoded' | 'either';
}

/** The classes of recordings with pictures that trainers bring, each in a small sample. */
export const inputClasses: readonly InputClass[] = [
  {
    what: 'an edit list that hides its first pictures',
    name: 'made.mp4',
    gop: 50,
    change: remade('edited.mp4', [['-ss', '2.3']], copy),
    method: 'copied',
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
    method: 'copied',
  },
  {
    what: 'open groups of pictures in a transport stream',
    name: 'open.ts',
    videoOptions: [...x264, '-x264-params', 'open-gop=1:keyint=30:min-keyint=30:scenecut=0'],
    method: 'copied',
  },
  {
    what: 'a transport stream that begins in the middle of a group of pictures',
    name: 'switched-on.ts',
    gop: 12,
    change: withoutItsStart(0.05),
    method: 'copied',
  },
  {
    what: 'a transport stream whose encoder changes on the way',
    name: 'changed.ts',
    seconds: 4,
    gop: 25,
    change: followedBy(4, [...x264, '-profile:v', 'main', '-bf', '0', '-refs', '4', '-c:a', 'aac']),
    method: 'copied',
  },
  {
    what: 'a transport stream whose pictures change their size on the way',
    name: 'resized.ts',
    seconds: 4,
    gop: 25,
    change: followedBy(4, ['-vf', 'scale=iw/2:ih/2', ...x264, '-c:a', 'aac']),
    method: 'copied',
  },
  {
    what: 'sound that starts two seconds late, in a transport stream',
    name: 'made.ts',
    gop: 50,
    change: remade('late.ts', [[], ['-itsoffset', '2']], ['-map', '0:v', '-map', '1:a', ...copy]),
    method: 'copied',
  },
  {
    what: 'ten-bit HEVC of a varying rate with late Opus, in Matroska',
    name: 'made.mkv',
    variableFrameRate: true,
    videoOptions: [...x265, '-x265-params', 'keyint=50:log-level=error', '-pix_fmt', 'yuv420p10le'],
    audioOptions: opus,
    change: remade('late.mkv', [[], ['-itsoffset', '1.5']], ['-map', '0:v', '-map', '1:a', ...copy]),
    method: 'encoded',
  },
  {
    what: 'a picture turned by 90 degrees and a clock that starts below zero, in QuickTime',
    name: 'phone.mov',
    gop: 50,
    fileOptions: ['-output_ts_offset', '-1.3'],
    change: turned(90),
    method: 'copied',
  },
  {
    what: 'interlaced MPEG-2 with six channels of AC-3',
    name: 'broadcast.ts',
    videoOptions: [...mpeg2, ...fields],
    audioOptions: ['-c:a', 'ac3', '-ac', '6'],
    method: 'encoded',
  },
  {
    what: 'MPEG-4 in AVI with the sound of a telephone',
    name: 'telephone.avi',
    videoOptions: ['-c:v', 'mpeg4', '-q:v', '4'],
    audioOptions: ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1'],
    method: 'encoded',
  },
  {
    what: 'a cover beside its pictures',
    name: 'made.mp4',
    gop: 50,
    change: withCover(['0:v', '0:a']),
    method: 'copied',
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
    change: async (source, tools) => {
      const edited = await remade('cut.mp4', [[]], [...copy, '-movflags', '0'])(source, tools);
      await setEdits(edited, [
        { from: 0, to: 3 },
        { from: 5, to: 8 },
      ]);
      return edited;
    },
    method: 'either',
  },
  {
    what: 'pictures that change their size on the way',
    name: 'made.webm',
    seconds: 4,
    videoOptions: vp8,
    audioOptions: opus,
    change: joinedWithHalfSize([...vp8, '-c:a', 'copy']),
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
