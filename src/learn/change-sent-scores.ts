import { shareOf } from '../../domain/grade-policy.ts';
import { enqueueScores, type ScoreToSend } from '../../lti/services/scores.ts';
import type { AttemptRow } from '../../storage/attempts.ts';
import type { Db } from '../../storage/database.ts';
import { learningKey, type Learning } from '../../storage/learning.ts';
import { findPlacedModule, type PlacedModule } from '../../storage/placed-modules.ts';
import { findGradedPublication } from '../../storage/publications.ts';
import { listNewestScores } from '../../storage/receipts.ts';
import { readLearningStates, standingOf, type LearningState } from './learning-state.ts';
import { scoreOf } from './settle.ts';

/**
 * Puts the scores that a regrade changed on their way again, in its transaction: of those who were given one before, and
 * where the attempt that counts has changed. `formerly` are the regraded attempts as they were.
 */
export async function changeSentScores(
  tx: Db,
  organisationId: string,
  formerly: readonly AttemptRow[],
  { comment, at }: { comment: string; at: Date },
): Promise<void> {
  const former = new Map(formerly.map((attempt) => [attempt.id, attempt]));
  const findPlaced = rememberPlaced(tx, organisationId);
  const scored = await listNewestScores(tx, learningsOf(formerly));
  const states = await readLearningStates(tx, learningsOf(scored));
  const changed: Omit<ScoreToSend, 'at'>[] = [];
  for (const newest of scored) {
    const learning = { learnerId: newest.learner_id, publicationId: newest.publication_id };
    const placed = await findPlaced(learning.publicationId);
    const state = states.get(learningKey(learning));
    if (state === undefined) continue;
    const then = { ...state, attempts: state.attempts.map((one) => former.get(one.id) ?? one) };
    const now = pointsIn(placed, state);
    const before = pointsIn(placed, then);
    if (now === undefined || before === undefined) continue;
    const rises = share(now) > share(before);
    if (share(now) === share(before)) continue;
    // What else changed since the score was sent (a chapter was added) must not lower a grade that the correction raises.
    const sent = { scoreGiven: newest.score_given, scoreMaximum: newest.score_maximum };
    if (rises && share(now) <= share(sent)) continue;
    changed.push({ ...learning, ...now, comment });
  }
  await enqueueScores(tx, changed, at);
}

function learningsOf(rows: readonly { learner_id: string; publication_id: string }[]): Learning[] {
  const learnings = rows.map(({ learner_id: learnerId, publication_id: publicationId }) => ({
    learnerId,
    publicationId,
  }));
  return [...new Map(learnings.map((one) => [learningKey(one), one])).values()];
}

interface Placed {
  module: PlacedModule;
  chapters: PlacedModule['chapters'];
}

/** What each publication places, read once. */
function rememberPlaced(tx: Db, organisationId: string) {
  const known = new Map<string, Placed | undefined>();
  return async (publicationId: string): Promise<Placed | undefined> => {
    if (!known.has(publicationId))
      known.set(publicationId, await readPlaced(tx, organisationId, publicationId));
    return known.get(publicationId);
  };
}

async function readPlaced(
  tx: Db,
  organisationId: string,
  publicationId: string,
): Promise<Placed | undefined> {
  const publication = await findGradedPublication(tx, publicationId);
  if (publication === undefined) return undefined;
  const module = await findPlacedModule(tx, organisationId, publication.moduleId);
  if (module === undefined) return undefined;
  const { chapterId } = publication;
  return { module, chapters: module.chapters.filter(({ id }) => chapterId === null || id === chapterId) };
}

function pointsIn(placed: Placed | undefined, state: LearningState) {
  return (
    placed &&
    scoreOf(
      placed.chapters.map((chapter) => ({
        quiz: chapter.quiz,
        standing: standingOf(placed.module, chapter, state),
      })),
    )
  );
}

function share({ scoreGiven, scoreMaximum }: { scoreGiven: number; scoreMaximum: number }): number {
  return shareOf({ score: scoreGiven, maxScore: scoreMaximum });
}
