import path from 'node:path';
import { makeSampleWebinar, type SampleOptions } from '../../fixtures/make-sample-webinar.ts';
import { readFrames, type ReadFrame } from '../../fixtures/read-counter.ts';
import { cutChapter, type CutClip } from '../../pipelines/cut/cut-chapter.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { probeRecording, type ProbedRecording } from '../../pipelines/media/probe-recording.ts';
import { withFolder } from './clips.ts';
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
    await makeSampleWebinar(tools, made, { ...size, ...options });
    const source = (await change?.(made, tools)) ?? made;
    const recording = await probeRecording(tools, source);
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

/** The numbers burnt into the frames of some files, one file after the other. */
export async function numbersIn(tools: MediaTools, files: readonly string[]): Promise<number[]> {
  const numbers: number[] = [];
  for (const file of files) numbers.push(...(await readFrames(tools, file)).map(({ number }) => number));
  return numbers;
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
