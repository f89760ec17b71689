import { smallerPictures } from '../domain/rendition.ts';
import { findMediaTools } from '../pipelines/media/find-media-tools.ts';
import { encodeSmaller } from '../pipelines/renditions/encode-smaller.ts';
import { makeRenditions } from '../pipelines/renditions/make-renditions.ts';
import { planSegments } from '../pipelines/renditions/plan-segments.ts';
import { openClip } from '../pipelines/renditions/read-clip.ts';

/** Makes the smaller pictures of a clip in the way it is told: `each`, `once`, or `all` that a clip gets. */
const [way, clipPath = '', workFolder = ''] = process.argv.slice(2);
const tools = await findMediaTools({
  ffmpegPath: process.env['FFMPEG_PATH'],
  ffprobePath: process.env['FFPROBE_PATH'],
});
if (way === 'all') await makeRenditions({ tools, clipPath, workFolder });
else {
  const clip = await openClip(tools, clipPath);
  const { video } = clip;
  clip.close();
  if (video === undefined) throw new Error('The clip has no picture');
  const { samples } = video.track;
  const pictures = smallerPictures(video.track);
  const keySeconds = planSegments(samples).map((time) => time / samples.ticksPerSecond);
  const request = { tools, clipPath, workFolder, keySeconds, frames: samples.count };
  const passes = way === 'once' ? [pictures] : pictures.map((picture) => [picture]);
  for (const pass of passes) await encodeSmaller({ ...request, pictures: pass });
}
