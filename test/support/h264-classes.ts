import { setEdits } from './clips.ts';
import type { InputClass } from './expect-whole-clips.ts';
import {
  copy,
  followedBy,
  remade,
  turned,
  withCover,
  withoutItsStart,
  withSubtitles,
} from './remake-sample.ts';

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '50'];
const opus = ['-c:a', 'libopus'];
const fields = ['-flags', '+ilme+ildct', '-top', '1'];

/** The classes of recordings in H.264 that trainers bring, each in a small sample. */
export const h264Classes: readonly InputClass[] = [
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
    what: 'a picture turned by 90 degrees and a clock that starts below zero, in QuickTime',
    name: 'phone.mov',
    gop: 50,
    fileOptions: ['-output_ts_offset', '-1.3'],
    change: turned(90),
    method: 'copied',
  },
  {
    what: 'a cover beside its pictures',
    name: 'made.mp4',
    gop: 50,
    change: withCover(['0:v', '0:a']),
    method: 'copied',
  },
  { what: 'H.264 and Opus in Matroska', name: 'h264.mkv', gop: 50, audioOptions: opus, method: 'copied' },
  { what: 'H.264 and AAC in QuickTime', name: 'h264.mov', gop: 50, method: 'copied' },
  { what: 'interlaced H.264', name: 'fields.mp4', videoOptions: [...x264, ...fields], method: 'encoded' },
  {
    what: 'interlaced H.264 in a transport stream',
    name: 'h264-fields.ts',
    videoOptions: [...x264, ...fields],
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
  { what: 'one frame a second', name: 'slow.mp4', fps: 1, gop: 4, method: 'copied' },
  { what: '120 frames a second', name: 'fast.mp4', fps: 120, gop: 240, seconds: 5, method: 'copied' },
  {
    what: 'a time code track',
    name: 'timecode.mov',
    gop: 50,
    fileOptions: ['-timecode', '01:00:00:00'],
    method: 'copied',
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
    what: 'a picture turned by 180 degrees',
    name: 'turned.mp4',
    gop: 50,
    change: turned(180),
    method: 'copied',
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
    what: 'subtitles and a track of data',
    name: 'made.mp4',
    gop: 50,
    change: withSubtitles,
    method: 'copied',
  },
];
