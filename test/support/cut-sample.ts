import path from 'node:path';
import type { SampleOptions } from '../../fixtures/make-sample-webinar.ts';
import { readClips, type ReadClip, type ReadFrame } from '../../fixtures/read-counter.ts';
import { cutChapter, type CutClip } from '../../pipelines/cut/cut-chapter.ts';
import { checkClock } from '../../pipelines/media/check-clock.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { probeRecording, type ProbedRecording } from '../../pipelines/media/probe-recording.ts';
import { withFolder } from './clips.ts';
import { makeSample } from './made-sample.ts';
import type { Change } from './remake-sample.ts';

/** Small, so that a class of recordings takes about a second to make, cut and read. */
export const smallPicture = { width: 320, height: 180 };
const size = { seconds: 8, ...smallPicture };
/** Where the sample is cut, as shares of its length: none of them on a key frame, nor on any frame. */
const shares = [0, 0.2513, 0.4801, 0.7337, 1];

/** A recording, and the clips it was cut into from its start to its end. */
export interface Cutting {
  recording: ProbedRecording;
  source: string;
  /** The clips' ends, on a player's clock; the first starts at 0. */
  boundsMs: readonly number[];
  clips: CutClip[];
}

/** A sample of its own: its name tells the container; `change` makes of it what the encoder cannot. */
export interface Sample extends SampleOptions {
  name: string;
  change?: Change;
}

/** Makes a sample, cuts it into four chapters without a gap between them, and gives all to `use`. */
export async function cutSample<T>(
  tools: MediaTools,
  { name, change, ...options }: Sample,
  use: (cutting: Cutting) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => {
    const made = path.join(folder, name);
    await makeSample(tools, made, { ...size, ...options });
    const source = (await change?.(made, tools)) ?? made;
    const recording = await probeRecording(tools, source);
    await checkClock(tools, { path: source, recording });
    const bounds = shares.map((share) => Math.round(share * recording.durationMs));
    const clips: CutClip[] = [];
    for (const [at, startMs] of bounds.slice(0, -1).entries()) {
      const outPath = path.join(folder, `clip-${at}.${recording.video === undefined ? 'm4a' : 'mp4'}`);
      clips.push(
        await cutChapter({ tools, path: source, recording, startMs, endMs: bounds[at + 1] ?? 0, outPath }),
      );
    }
    return use({ recording, source, boundsMs: bounds.slice(1), clips });
  });
}

/** Probes the clips and reads them and their recording: all pictures, and the main sound track of each. */
export async function readCutting(
  tools: MediaTools,
  { source, recording, clips }: Cutting,
): Promise<{ own: ReadClip; cut: (ReadClip & { probed: ProbedRecording })[] }> {
  const probed: ProbedRecording[] = [];
  for (const { path: clip } of clips) probed.push(await probeRecording(tools, clip));
  const [own, ...cut] = await readClips(
    tools,
    [recording, ...probed].map(({ video, audio }, at) => ({
      path: clips[at - 1]?.path ?? source,
      pictures: video !== undefined,
      audioTrack: audio && audio.trackNumber - 1,
    })),
  );
  if (own === undefined) throw new Error('The recording was not read');
  return { own, cut: cut.flatMap((clip, at) => (probed[at] ? [{ ...clip, probed: probed[at] }] : [])) };
}

/** The numbers burnt into the frames of some clips, one clip after the other. */
export function numbersIn(clips: readonly ReadClip[]): number[] {
  return clips.flatMap(({ frames }) => frames.map(({ number }) => number));
}

/** The numbers of the frames that belong to each clip, by when the recording shows them. */
export function numbersByClip(frames: readonly ReadFrame[], cutting: Cutting): number[][] {
  const { recording, boundsMs } = cutting;
  const last = boundsMs.length - 1;
  return boundsMs.map((endMs, at) => {
    const startMs = boundsMs[at - 1] ?? 0;
    return frames
      .filter(({ seconds }) => {
        const shownMs = (seconds - recording.originSeconds) * 1000 + 0.01;
        return (at === 0 || shownMs >= startMs) && (at === last || shownMs < endMs);
      })
      .map(({ number }) => number);
  });
}
