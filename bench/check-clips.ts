import { readFrames } from '../fixtures/read-counter.ts';
import { readMovie } from '../pipelines/cut/mp4/read-movie.ts';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';
import { countedFrames } from './recordings.ts';

/** Which frames of the recording a clip should hold. */
export interface WantedClip {
  file: string;
  firstFrame: number;
  frames: number;
}

/** How a set of clips differs from what was asked. */
export interface Exactness {
  clips: number;
  exact: number;
  /** The farthest that a clip begins or ends from where it should, in frames. */
  worstStart: number;
  worstEnd: number;
  /** Frames too many or too few, over all clips. */
  miscounted: number;
}

const windowFrames = 270;

/**
 * Compares clips with the recording's burnt-in counter: the number of their packets, and every frame in nine seconds at
 * both ends, where all that is encoded stands.
 */
export async function checkClips(tools: MediaTools, wanted: readonly WantedClip[]): Promise<Exactness> {
  const found: Exactness = { clips: wanted.length, exact: 0, worstStart: 0, worstEnd: 0, miscounted: 0 };
  for (const clip of wanted) {
    const pictures = (await readMovie(clip.file))?.find(({ kind }) => kind === 'video')?.read()?.table;
    const count = pictures?.count ?? 0;
    const seconds =
      (pictures?.times.reduce((latest, time) => Math.max(latest, time), 0) ?? 0) /
      (pictures?.ticksPerSecond ?? 1);
    const head = await numbersIn(tools, clip.file, { frames: windowFrames });
    const tail = await numbersIn(tools, clip.file, { fromSeconds: Math.max(0, seconds - 9) });
    const start = distance(head[0], clip.firstFrame);
    const end = distance(tail.at(-1), clip.firstFrame + clip.frames - 1);
    const isExact = start === 0 && end === 0 && count === clip.frames && followOn(head) && followOn(tail);
    found.exact += isExact ? 1 : 0;
    found.worstStart = Math.max(found.worstStart, Math.abs(start));
    found.worstEnd = Math.max(found.worstEnd, Math.abs(end));
    found.miscounted += Math.abs(count - clip.frames);
  }
  return found;
}

async function numbersIn(
  tools: MediaTools,
  file: string,
  span: { fromSeconds?: number; frames?: number },
): Promise<number[]> {
  return (await readFrames(tools, file, span)).map(({ number }) => number);
}

/** The counter begins anew; the nearer way round is meant. */
function distance(number: number | undefined, frame: number): number {
  if (number === undefined) return Number.NaN;
  const ahead = (((number - frame) % countedFrames) + countedFrames) % countedFrames;
  return ahead > countedFrames / 2 ? ahead - countedFrames : ahead;
}

function followOn(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number === ((numbers[at - 1] ?? 0) + 1) % countedFrames);
}
