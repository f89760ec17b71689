import { moduleScore } from '../../domain/completion.ts';
import { shareOf } from '../../domain/grade-policy.ts';
import { enqueueScore } from '../../lti/services/scores.ts';
import type { Db } from '../../storage/database.ts';
import type { Learning } from '../../storage/learning.ts';
import type { PlacedChapter, PlacedQuiz } from '../../storage/placed-modules.ts';
import { markChapterComplete } from '../../storage/progress.ts';
import { findNewestScore } from '../../storage/receipts.ts';
import type { ScoreRow } from '../../storage/schema.ts';
import {
  countedOf,
  readLearningState,
  standingOf,
  type ChapterStanding,
  type LearningState,
} from './learning-state.ts';
import type { Placement } from './placement.ts';

/**
 * Draws the consequences of what a learner has just done, in the same transaction: chapters that are now complete are
 * noted, and a better score is put on its way to the platform. The learner's row must be locked. Gives the new state.
 */
export async function settle(
  tx: Db,
  placement: Placement,
  learning: Learning,
  at: Date,
  gradedQuizId?: string,
): Promise<LearningState> {
  const state = await readLearningState(tx, learning);
  const standings = placement.chapters.map((chapter) => ({
    chapter,
    standing: standingOf(placement.module, chapter, state),
  }));
  for (const { chapter, standing } of standings) {
    const isNoted = (state.progress.get(chapter.id)?.completedAt ?? null) !== null;
    if (standing.complete && !isNoted) await markChapterComplete(tx, learning, chapter.id, at);
  }
  if (placement.graded) {
    await offerScore(
      tx,
      learning,
      standings.map(({ chapter, standing }) => ({ quiz: chapter.quiz, standing })),
      {
        at,
        launchedAt: placement.launch.createdAt,
        mayFall: standings.some(({ chapter, standing }) => fellByPolicy(chapter, standing, gradedQuizId)),
      },
    );
  }
  return state;
}

/**
 * A score goes out when there is something to score and it is better than the one before, or a new attempt lowered it as
 * the quiz's policy says: a grade in the LMS never falls because a trainer added a chapter or a question, and nothing half
 * done erases it.
 */
async function offerScore(
  tx: Db,
  learning: Learning,
  chapters: readonly { quiz: PlacedQuiz | null; standing: ChapterStanding }[],
  { at, launchedAt, mayFall }: { at: Date; launchedAt: Date; mayFall: boolean },
): Promise<void> {
  const score = scoreOf(chapters);
  if (score === undefined) return;
  const newest = await findNewestScore(tx, learning);
  const mustRise = newest !== undefined && !isRefusedBefore(newest, launchedAt) && !mayFall;
  if (mustRise && !isBetter(score, newest)) return;
  await enqueueScore(tx, { ...learning, ...score, at });
}

/** The points of all chapters that a launch placed; undefined while there is nothing to score. */
export function scoreOf(
  chapters: readonly { quiz: PlacedQuiz | null; standing: ChapterStanding }[],
): { scoreGiven: number; scoreMaximum: number } | undefined {
  const isScored = chapters.some(({ quiz, standing }) =>
    quiz === null ? standing.complete : standing.counted !== null,
  );
  if (!isScored) return undefined;
  const score = moduleScore(chapters.map(({ quiz, standing }) => scoredChapter(quiz, standing)));
  return score.scoreMaximum > 0 ? score : undefined;
}

/** The attempt that was just graded lowers what counts: only where the last one or the average counts. */
function fellByPolicy(
  { quiz }: PlacedChapter,
  { attempts, counted }: ChapterStanding,
  gradedQuizId: string | undefined,
): boolean {
  if (quiz === null || quiz.id !== gradedQuizId || counted === null) return false;
  const before = countedOf(attempts.filter(({ state }) => state === 'graded').slice(0, -1), quiz.gradePolicy);
  return before !== null && shareOf(counted) < shareOf(before);
}

/** Each launch brings the platform's services afresh, and with them another chance for a score that was refused. */
export function isRefusedBefore(score: ScoreRow, launchedAt: Date): boolean {
  return score.state === 'dead' && score.created_at < launchedAt;
}

function isBetter(score: { scoreGiven: number; scoreMaximum: number }, kept: ScoreRow): boolean {
  return score.scoreGiven / score.scoreMaximum > kept.score_given / kept.score_maximum;
}

function scoredChapter(quiz: PlacedQuiz | null, { complete, counted }: ChapterStanding) {
  if (quiz === null) return { complete };
  const maxScore = quiz.questions.reduce((sum, { mark }) => sum + mark, 0);
  return { complete, quiz: counted ?? { score: null, maxScore } };
}
