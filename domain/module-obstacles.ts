import { AppError } from './app-error.ts';
import type { ChapterState } from './chapter.ts';

/** What is known of a chapter before its module is published. */
export interface ChapterReadiness {
  title: string;
  state: ChapterState;
  hasClip: boolean;
  /** False while its clip is older than its boundaries. */
  clipCurrent: boolean;
}

/** The module is not ready for learners; `details.obstacles` say why, as sentences. */
export class ModuleNotReadyError extends AppError {
  constructor(obstacles: readonly string[]) {
    super('module-not-ready', obstacles[0] ?? 'The module is not ready.', {
      status: 409,
      details: { obstacles, problems: obstacles.map((message) => ({ message })) },
    });
  }
}

/** Why a module cannot be published yet, as sentences in the order of its chapters; empty when it can. */
export function findObstacles(chapters: readonly ChapterReadiness[]): string[] {
  if (chapters.length === 0) return ['The module has no chapters yet.'];
  return chapters.flatMap((chapter, index) => {
    const reason = obstacleOf(chapter);
    return reason === undefined ? [] : [`Chapter ${index + 1}, "${chapter.title}", ${reason}`];
  });
}

function obstacleOf({ state, hasClip, clipCurrent }: ChapterReadiness): string | undefined {
  switch (state) {
    case 'waiting':
      return 'waits to be cut.';
    case 'cutting':
      return 'is being cut.';
    case 'failed':
      return 'could not be cut. Try it again.';
    case 'cancelled':
      return 'was cancelled. Try it again.';
    case 'ready':
      return hasClip && clipCurrent ? undefined : 'has no clip for its boundaries. Cut it again.';
  }
}
