import type { Pause } from '../../domain/pauses.ts';
import type { MediaTools } from '../media/ffmpeg.ts';
import { findPauses, type FindPausesOptions } from '../media/find-pauses.ts';
import type { Composition } from './plan-composition.ts';

/** Finds where nobody speaks in a recording of two files, in milliseconds on the clock that both share. */
export async function findComposedPauses(
  tools: MediaTools,
  composition: Composition,
  options: FindPausesOptions = {},
): Promise<Pause[]> {
  if (composition.sound === undefined) return [];
  const file = composition[composition.sound];
  const laterMs = Math.round(file.startSeconds * 1000);
  const pauses = await findPauses(tools, file, options);
  return pauses.map((pause) => ({
    ...pause,
    startMs: pause.startMs + laterMs,
    endMs: pause.endMs + laterMs,
  }));
}
