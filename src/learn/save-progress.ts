import { mergeIntervals } from '../../domain/completion.ts';
import { AppError } from '../../domain/app-error.ts';
import type { PutProgress } from '../../domain/api/learn.ts';
import { lockLearner } from '../../storage/learning.ts';
import type { PlacedChapter } from '../../storage/placed-modules.ts';
import { mergeProgress } from '../../storage/progress.ts';
import type { Context } from '../context.ts';
import { readLearningState, type LearningState } from './learning-state.ts';
import type { Placement } from './placement.ts';
import { settle } from './settle.ts';

/** The fastest that browsers play. */
const maxPlaybackRate = 16;
/** Clocks and timers are not exact. */
const leewayMs = 15_000;

/**
 * Adds what was just watched to what is kept, and draws the consequences. Throws `progress-implausible` when more was
 * watched than the time since the launch has room for. Nothing is kept for somebody unknown.
 */
export async function saveProgress(
  ctx: Context,
  placement: Placement,
  chapter: PlacedChapter,
  { watched, positionMs }: PutProgress,
): Promise<LearningState> {
  const { learning } = placement;
  const { clipDurationMs } = chapter;
  const at = ctx.now();
  const merge = (kept: [number, number][]) => mergeIntervals([...kept, ...watched], clipDurationMs);
  refuseImplausible(merge([]), at.getTime() - placement.launch.createdAt.getTime());
  const position = Math.min(positionMs, clipDurationMs);
  if (learning === null) {
    const state = await readLearningState(ctx.db, null);
    state.progress.set(chapter.id, { watched: merge([]), positionMs: position, completedAt: null });
    return state;
  }
  return ctx.db.transaction().execute(async (tx) => {
    await lockLearner(tx, learning.learnerId);
    await mergeProgress(tx, learning, chapter.id, { positionMs: position, merge, at });
    return settle(tx, placement, learning, at);
  });
}

function refuseImplausible(watched: readonly [number, number][], sinceLaunchMs: number): void {
  const watchedMs = watched.reduce((sum, [fromMs, toMs]) => sum + toMs - fromMs, 0);
  if (watchedMs <= sinceLaunchMs * maxPlaybackRate + leewayMs) return;
  throw new AppError(
    'progress-implausible',
    'More was reported as watched than there was time for since the activity was opened.',
    { status: 422 },
  );
}
