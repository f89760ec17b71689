import { sql } from 'kysely';
import type { GradedQuestion, Question, Response, ShownQuestion } from '../domain/quiz.ts';
import type { Db } from './database.ts';
import { isOneOf, lockLearner, type Learning } from './learning.ts';
import type { AttemptRow } from './schema.ts';

/** What an attempt is begun with: the questions as they stand now, and as they are shown. */
export interface AttemptStart {
  quizId: string;
  questions: Question[];
  shown: ShownQuestion[];
  /** Null: without limit. */
  attemptsAllowed: number | null;
}

/** What grading an attempt gives. */
export interface AttemptGrade {
  graded: GradedQuestion[];
  score: number;
  maxScore: number;
  passed: boolean;
  /** Made by somebody who does not learn here. */
  isPractice: boolean;
}

/** All attempts of these learners in their publications, of every quiz, oldest first. */
export async function listAttempts(db: Db, learnings: readonly Learning[]): Promise<AttemptRow[]> {
  return db.selectFrom('attempts').selectAll().where(isOneOf(learnings)).orderBy('number').execute();
}

/** One attempt of this learner in this publication, or undefined. */
export async function findAttempt(
  db: Db,
  learning: Learning,
  attemptId: string,
): Promise<AttemptRow | undefined> {
  return selectAttempt(db, learning, attemptId).executeTakeFirst();
}

/**
 * The open attempt, or a new one; undefined when all allowed attempts are used up. In a transaction: two requests at
 * once get the same attempt.
 */
export async function openAttempt(
  tx: Db,
  learning: Learning,
  start: AttemptStart,
  at: Date,
): Promise<AttemptRow | undefined> {
  await lockLearner(tx, learning.learnerId);
  const made = await listAttemptsOfQuiz(tx, learning, start.quizId);
  const open = made.find((attempt) => attempt.state === 'open');
  if (open !== undefined) return open;
  if (start.attemptsAllowed !== null && made.length >= start.attemptsAllowed) return undefined;
  return insertAttempt(tx, learning, start, (made.at(-1)?.number ?? 0) + 1, at);
}

async function listAttemptsOfQuiz(tx: Db, learning: Learning, quizId: string): Promise<AttemptRow[]> {
  const attempts = await listAttempts(tx, [learning]);
  return attempts.filter((attempt) => attempt.quiz_id === quizId);
}

async function insertAttempt(
  tx: Db,
  learning: Learning,
  start: AttemptStart,
  number: number,
  at: Date,
): Promise<AttemptRow> {
  return tx
    .insertInto('attempts')
    .values({
      learner_id: learning.learnerId,
      publication_id: learning.publicationId,
      quiz_id: start.quizId,
      number,
      questions: JSON.stringify(start.questions),
      shown: JSON.stringify(start.shown),
      started_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Keeps one response of an open attempt; false when the attempt is graded already. */
export async function saveResponse(
  db: Db,
  learning: Learning,
  attemptId: string,
  answer: { questionId: string; response: Response },
): Promise<boolean> {
  const added = JSON.stringify({ [answer.questionId]: answer.response });
  const rows = await db
    .updateTable('attempts')
    .set({ responses: sql<string>`responses || ${added}::jsonb` })
    .where('id', '=', attemptId)
    .where('learner_id', '=', learning.learnerId)
    .where('publication_id', '=', learning.publicationId)
    .where('state', '=', 'open')
    .returning('id')
    .execute();
  return rows.length > 0;
}

/**
 * Grades the attempt once, in a transaction: `grade` is asked with the responses as they stand under a lock. An attempt
 * that is graded already comes back as it is, so that a repeated request changes nothing.
 */
export async function gradeAttempt(
  tx: Db,
  learning: Learning,
  attemptId: string,
  grade: (attempt: AttemptRow) => AttemptGrade,
  at: Date,
): Promise<AttemptRow | undefined> {
  const attempt = await selectAttempt(tx, learning, attemptId).forUpdate().executeTakeFirst();
  if (attempt?.state !== 'open') return attempt;
  const { graded, score, maxScore, passed, isPractice } = grade(attempt);
  return tx
    .updateTable('attempts')
    .set({
      state: 'graded',
      graded: JSON.stringify(graded),
      score,
      max_score: maxScore,
      passed,
      is_practice: isPractice,
      graded_at: at,
    })
    .where('id', '=', attemptId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

function selectAttempt(db: Db, learning: Learning, attemptId: string) {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', attemptId)
    .where('learner_id', '=', learning.learnerId)
    .where('publication_id', '=', learning.publicationId);
}
