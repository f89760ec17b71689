import { chapterChecklist, isComplete, type ChecklistItem } from '../../domain/completion.ts';
import { countedMarks, type CountedMarks, type GradePolicy } from '../../domain/grade-policy.ts';
import { listOpenedAttachments } from '../../storage/attachment-openings.ts';
import { listAttempts, type AttemptRow } from '../../storage/attempts.ts';
import type { Db } from '../../storage/database.ts';
import { learningKey, type Learning } from '../../storage/learning.ts';
import type { PlacedChapter, PlacedModule } from '../../storage/placed-modules.ts';
import { listProgress, type ChapterProgress, type Span } from '../../storage/progress.ts';

/** All that one learner has done in one publication. */
export interface LearningState {
  progress: Map<string, ChapterProgress>;
  openedAttachments: Set<string>;
  attempts: AttemptRow[];
}

/** What counts of the attempts at a quiz, by its policy. Whoever passed once has passed. */
export interface CountedAttempt extends CountedMarks {
  passed: boolean;
}

/** Where the learner stands in one chapter. */
export interface ChapterStanding {
  watched: Span[];
  positionMs: number;
  checklist: ChecklistItem[];
  complete: boolean;
  /** Of the chapter's quiz, oldest first. */
  attempts: AttemptRow[];
  counted: CountedAttempt | null;
}

/** Reads what the learner has done; nothing where nobody is known. */
export async function readLearningState(db: Db, learning: Learning | null): Promise<LearningState> {
  if (learning === null) return nothingDone();
  return (await readLearningStates(db, [learning])).get(learningKey(learning)) ?? nothingDone();
}

/** The same of many, in three statements, by `learningKey`. */
export async function readLearningStates(
  db: Db,
  learnings: readonly Learning[],
): Promise<Map<string, LearningState>> {
  const states = new Map(learnings.map((learning) => [learningKey(learning), nothingDone()]));
  // One after another: a transaction has one connection.
  for (const { chapterId, progress, ...learning } of await listProgress(db, learnings)) {
    states.get(learningKey(learning))?.progress.set(chapterId, progress);
  }
  for (const { attachmentId, ...learning } of await listOpenedAttachments(db, learnings)) {
    states.get(learningKey(learning))?.openedAttachments.add(attachmentId);
  }
  for (const attempt of await listAttempts(db, learnings)) {
    const { learner_id: learnerId, publication_id: publicationId } = attempt;
    states.get(learningKey({ learnerId, publicationId }))?.attempts.push(attempt);
  }
  return states;
}

function nothingDone(): LearningState {
  return { progress: new Map(), openedAttachments: new Set(), attempts: [] };
}

/** What is done and left to do in a chapter. Once complete it stays so, whatever is asked later. */
export function standingOf(
  module: PlacedModule,
  chapter: PlacedChapter,
  state: LearningState,
): ChapterStanding {
  const progress = state.progress.get(chapter.id);
  const watched = progress?.watched ?? [];
  const attempts = state.attempts.filter((attempt) => attempt.quiz_id === chapter.quiz?.id);
  const counted = countedOf(attempts, chapter.quiz?.gradePolicy ?? 'best');
  const templates = module.attachments.filter(
    ({ chapterId, kind }) => chapterId === chapter.id && kind === 'template',
  );
  const checklist = chapterChecklist(chapter.completion, {
    durationMs: chapter.clipDurationMs,
    watched,
    ...(chapter.quiz === null ? {} : { quiz: { passed: counted?.passed ?? false } }),
    templates: {
      count: templates.length,
      opened: templates.filter(({ id }) => state.openedAttachments.has(id)).length,
    },
  });
  const wasCompleted = (progress?.completedAt ?? null) !== null;
  return {
    watched,
    positionMs: progress?.positionMs ?? 0,
    checklist,
    complete: wasCompleted || isComplete(checklist),
    attempts,
    counted,
  };
}

/** What counts of the attempts at one quiz, given in their order. */
export function countedOf(attempts: readonly AttemptRow[], policy: GradePolicy): CountedAttempt | null {
  const graded = attempts.flatMap(({ number, score, max_score: maxScore }) =>
    score === null || maxScore === null ? [] : [{ number, score, maxScore }],
  );
  const counted = countedMarks(graded, policy);
  return counted && { ...counted, passed: attempts.some(({ passed }) => passed === true) };
}
