import { join } from 'node:path';
import type { SpriteSheet } from '../../domain/api/timeline.ts';
import type { RecordingFile } from '../cut/index-frames.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import type { FfmpegInput, MediaTools } from '../media/ffmpeg.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';
import { shownSize } from '../media/shown-size.ts';
import { pickKeyFrames } from './pick-key-frames.ts';

/** A sheet has no more pictures than this, however long the recording is. */
const maxPictures = 240;
const maxColumns = 12;
const pictureHeight = 90;
const maxPictureWidth = 240;

/**
 * Writes a JPEG sheet of small pictures from key frames alone: where the container has sample tables only those frames
 * are read. Each picture stands for its moment or up to one key-frame interval before it.
 */
export async function makeSprites(
  tools: MediaTools,
  file: RecordingFile & { video: ProbedVideo },
  to: { workFolder: string; sheetPath: string; signal?: AbortSignal | undefined },
): Promise<SpriteSheet> {
  const sheet = layOut(file.recording.durationMs, file.video);
  const picked = join(to.workFolder, 'key-frames.mkv');
  const isPicked = await pickKeyFrames(file, picked, { ...sheet, signal: to.signal });
  const input: FfmpegInput = isPicked
    ? { path: picked, demuxer: 'matroska', options: ['-noautorotate', '-flags', '+low_delay'] }
    : {
        path: file.path,
        demuxer: file.recording.container,
        options: ['-noautorotate', '-skip_frame', 'nokey'],
      };
  const { columns, rows, width, height } = sheet;
  await runFfmpeg({
    tools,
    inputs: [input],
    options: [
      ...['-map', isPicked ? '0:v:0' : `0:${file.video.streamIndex}`, '-an', '-sn', '-dn', '-vf'],
      [
        ...(isPicked ? [] : [`fps=fps=1000/${sheet.everyMs}:start_time=0`]),
        ...turns[file.video.rotation],
        `scale=${width}:${height}`,
        'setsar=1',
        'format=yuvj420p',
        `tile=${columns}x${rows}`,
      ].join(','),
      ...['-vsync', '0', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '5', '-f', 'mjpeg'],
    ],
    outputPath: to.sheetPath,
    background: true,
    signal: to.signal,
  });
  return sheet;
}

const turns: Record<ProbedVideo['rotation'], string[]> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/** A picture each second, or as seldom as it takes to stay within the bound. */
function layOut(durationMs: number, video: ProbedVideo): SpriteSheet {
  const everyMs = Math.max(1, Math.ceil(durationMs / maxPictures / 1000)) * 1000;
  const count = Math.max(1, Math.ceil(durationMs / everyMs));
  const columns = Math.min(maxColumns, count);
  const { width, height } = shownSize(video);
  const fitting = Math.round((pictureHeight * width) / height / 2) * 2;
  return {
    everyMs,
    count,
    columns,
    rows: Math.ceil(count / columns),
    width: Math.min(maxPictureWidth, Math.max(2, fitting)),
    height: pictureHeight,
  };
}
