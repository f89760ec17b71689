import type { ProbedVideo } from './probe-recording.ts';

/** The size that a player shows a picture in, in square pixels. */
export function shownSize(video: Pick<ProbedVideo, 'width' | 'height' | 'rotation' | 'pixelAspect'>): {
  width: number;
  height: number;
} {
  const width = Math.round(video.width * video.pixelAspect);
  const isUpright = video.rotation === 0 || video.rotation === 180;
  return isUpright ? { width, height: video.height } : { width: video.height, height: width };
}
