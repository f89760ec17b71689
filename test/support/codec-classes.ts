import type { InputClass } from './expect-whole-clips.ts';
import { copy, joinedWithHalfSize, remade, turned } from './remake-sample.ts';

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

/** The classes of recordings in other codecs that trainers bring, each in a small sample. */
export const codecClasses: readonly InputClass[] = [
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
    what: 'pixels that are not square, interlaced MPEG-2',
    name: 'wide.ts',
    width: 240,
    height: 192,
    videoOptions: [...mpeg2, ...fields, '-aspect', '16:9'],
    method: 'encoded',
  },
  {
    what: 'a frame every five seconds',
    name: 'slower.webm',
    seconds: 40,
    fps: '1/5',
    videoOptions: vp9,
    audioOptions: opus,
    method: 'encoded',
  },
  {
    what: '60 frames a second in HEVC',
    name: 'fast-hevc.mp4',
    fps: 60,
    seconds: 5,
    videoOptions: [...x265, '-x265-params', 'log-level=error'],
    method: 'encoded',
  },
  {
    what: 'motion JPEG in AVI with uncompressed sound',
    name: 'camera.avi',
    videoOptions: ['-c:v', 'mjpeg', '-q:v', '4', '-pix_fmt', 'yuvj422p'],
    audioOptions: ['-c:a', 'pcm_s16le'],
    method: 'encoded',
  },
  {
    what: 'ProRes',
    name: 'prores.mov',
    videoOptions: ['-c:v', 'prores_ks', '-profile:v', '0'],
    audioOptions: ['-c:a', 'pcm_s24le'],
    method: 'encoded',
  },
  {
    what: 'HEVC turned to the left, as phones write it',
    name: 'phone.mp4',
    videoOptions: [...x265, '-x265-params', 'keyint=50:log-level=error', '-tag:v', 'hvc1'],
    change: turned(270),
    method: 'encoded',
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
    what: 'RGB pictures of a screen recorder',
    name: 'screen.mov',
    seconds: 4,
    videoOptions: ['-c:v', 'qtrle', '-pix_fmt', 'rgb24'],
    method: 'encoded',
  },
];
