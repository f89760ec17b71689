import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runFfmpeg, type MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { recogniseContainer } from '../../pipelines/media/recognise-container.ts';
import { turnPicture } from './clips.ts';
import { smallPicture } from './cut-sample.ts';

/** Makes of a sample what the encoder cannot, and gives the file's path. */
export type Change = (source: string, tools: MediaTools) => Promise<string>;

/** Takes packets as they are. */
export const copy = ['-c', 'copy'];

/** Reads a sample once for each list of its own options, and writes another file with the options given. */
export function remade(
  name: string,
  inputs: readonly (readonly string[])[],
  options: readonly string[],
): Change {
  return async (source, tools) => {
    const outputPath = path.join(path.dirname(source), name);
    const demuxer = await recogniseContainer(source);
    const read = inputs.map((own) => ({ path: source, demuxer, options: own }));
    await runFfmpeg({ tools, inputs: read, options, outputPath });
    return outputPath;
  };
}

/** Turns a sample of the small size to the right, as a phone says how it was held. */
export function turned(degrees: 90 | 180 | 270): Change {
  return async (source) => {
    await turnPicture(source, smallPicture, degrees);
    return source;
  };
}

/** What a browser writes when the tab that it records is made smaller. */
export function joinedWithHalfSize(options: readonly string[]): Change {
  return async (source, tools) => {
    const folder = path.dirname(source);
    const half = await remade('half.webm', [[]], ['-vf', 'scale=iw/2:ih/2', ...options])(source, tools);
    const list = path.join(folder, 'list.txt');
    await writeFile(list, `ffconcat version 1.0\nfile '${source}'\nfile '${half}'\n`);
    const outputPath = path.join(folder, 'resized.webm');
    const inputs = [{ path: list, demuxer: 'concat', options: ['-safe', '0'] }];
    await runFfmpeg({ tools, inputs, options: [...copy, '-f', 'webm'], outputPath });
    return outputPath;
  };
}

/** Two transport streams one after the other, the second encoded in another form and its clock going on. */
export function followedBy(seconds: number, options: readonly string[]): Change {
  return async (source, tools) => {
    // What comes first is shown a little later than it is decoded.
    const clock = ['-output_ts_offset', (seconds + 0.2).toFixed(1)];
    const second = await remade('second.ts', [[]], [...options, ...clock])(source, tools);
    await writeFile(source, Buffer.concat([await readFile(source), await readFile(second)]));
    return source;
  };
}

/** A transport stream without its first packets, as a receiver that is switched on in the middle writes it. */
export function withoutItsStart(share: number): Change {
  return async (source) => {
    const bytes = await readFile(source);
    const packets = Math.floor((bytes.length * share) / 188);
    await writeFile(source, bytes.subarray(packets * 188));
    return source;
  };
}

/** A track of subtitles before all others, and one of time codes. */
export const withSubtitles: Change = async (source, tools) => {
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
};

/** A picture that stands in the file as its cover, after the tracks of the recording. */
export function withCover(maps: readonly string[]): Change {
  return async (source, tools) => {
    const folder = path.dirname(source);
    const cover = path.join(folder, 'cover.ppm');
    await writeFile(cover, Buffer.concat([Buffer.from('P6 64 64 255\n'), Buffer.alloc(64 * 64 * 3, 90)]));
    const outputPath = path.join(folder, `covered${path.extname(source)}`);
    const inputs = [
      { path: source, demuxer: await recogniseContainer(source) },
      { path: cover, demuxer: 'image2' },
    ];
    const tracks = maps.flatMap((map) => ['-map', map]);
    const pictures = maps.filter((map) => map.includes('v')).length;
    const options = [...tracks, '-map', '1:v', ...copy, `-c:v:${pictures}`, 'mjpeg'];
    const marked = [`-disposition:v:${pictures}`, 'attached_pic'];
    await runFfmpeg({ tools, inputs, options: [...options, ...marked], outputPath });
    return outputPath;
  };
}
