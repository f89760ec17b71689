import { sql, type Selectable } from 'kysely';
import type { GradedQuestion, Question, Response, ShownQuestion } from '../domain/quiz.ts';
import { showQuestions, type ShownOrder } from '../domain/show-question.ts';
import type { Db } from './database.ts';
import { isOneOf, lockLearner, type Learning } from './learning.ts';
import { keepQuestionSet, listQuestionSets } from './question-sets.ts';
import type { AttemptsTable } from './schema/learning.ts';

/** An attempt with the questions that it counts by, and those that it shows; both in the order of its own. */
export interface AttemptRow extends Omit<
  Selectable<AttemptsTable>,
  'asked_id' | 'counted_id' | 'shown_order'
> {
  questions: Question[];
  shown: ShownQuestion[];
}

/** What an attempt is begun with: the questions as they stand now, and the order in which it shows them. */
export interface AttemptStart {
  quizId: string;
  questions: Question[];
  order: ShownOrder[];
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
  return withQuestions(
    db,
    await db.selectFrom('attempts').selectAll().where(isOneOf(learnings)).orderBy('number').execute(),
  );
}

/** One attempt of this learner in this publication, or undefined. */
export async function findAttempt(
  db: Db,
  learning: Learning,
  attemptId: string,
): Promise<AttemptRow | undefined> {
  const [attempt] = await withQuestions(db, await selectAttempt(db, learning, attemptId).execute());
  return attempt;
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
  const setId = await keepQuestionSet(tx, start.quizId, start.questions);
  const rows = await tx
    .insertInto('attempts')
    .values({
      learner_id: learning.learnerId,
      publication_id: learning.publicationId,
      quiz_id: start.quizId,
      number,
      asked_id: setId,
      counted_id: setId,
      shown_order: JSON.stringify(start.order),
      started_at: at,
    })
    .returningAll()
    .execute();
  const [attempt] = await withQuestions(tx, rows);
  if (attempt === undefined) throw new Error('no attempt was made');
  return attempt;
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
  const rows = await selectAttempt(tx, learning, attemptId).forUpdate().execute();
  const [attempt] = await withQuestions(tx, rows);
  if (attempt?.state !== 'open') return attempt;
  const { graded, score, maxScore, passed, isPractice } = grade(attempt);
  const changed = await tx
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
    .execute();
  return (await withQuestions(tx, changed))[0];
}

/** Attempts as they are kept, with their questions put in. */
export async function withQuestions<Row extends Selectable<AttemptsTable>>(
  db: Db,
  rows: readonly Row[],
): Promise<
  (Omit<Row, 'asked_id' | 'counted_id' | 'shown_order'> & Pick<AttemptRow, 'questions' | 'shown'>)[]
> {
  const sets = await listQuestionSets(
    db,
    rows.flatMap((row) => [row.asked_id, row.counted_id]),
  );
  return rows.map(({ asked_id: askedId, counted_id: countedId, shown_order: order, ...row }) => {
    const asked = sets.get(askedId) ?? [];
    const counted = sets.get(countedId) ?? [];
    const questions = order.flatMap((place) => counted.filter(({ id }) => id === place.id));
    // A question that was taken out still stands in an open page; of a finished attempt it is no part any more.
    const stands = ({ id }: ShownQuestion) => row.state === 'open' || counted.some((one) => one.id === id);
    return { ...row, questions, shown: showQuestions(asked, order).filter(stands) };
  });
}

function selectAttempt(db: Db, learning: Learning, attemptId: string) {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', attemptId)
    .where('learner_id', '=', learning.learnerId)
    .where('publication_id', '=', learning.publicationId);
}
