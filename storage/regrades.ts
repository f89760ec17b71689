import type { RegradeCounts, RegradedAttempt } from '../domain/regrade.ts';
import type { Question } from '../domain/quiz.ts';
import type { Db } from './database.ts';
import type { AttemptRow } from './schema.ts';

/** A graded attempt: its marks are there. */
export interface GradedAttemptRow extends AttemptRow {
  graded: NonNullable<AttemptRow['graded']>;
  score: number;
  max_score: number;
  passed: boolean;
}

/** A quiz's newest regrade; it made the quiz's `version`. */
export interface KeptRegrade {
  version: number;
  questions: Question[];
  counts: RegradeCounts;
  reason: string;
}

/** Holds all who have an attempt at the quiz still until the transaction ends, as `lockLearner` does one of them. */
export async function lockLearnersOfQuiz(tx: Db, quizId: string): Promise<void> {
  await tx
    .selectFrom('learners')
    .select('id')
    .where('id', 'in', (attempts) =>
      attempts.selectFrom('attempts').select('learner_id').where('quiz_id', '=', quizId),
    )
    // In one order, so that two of these never wait for each other.
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** All finished attempts at a quiz, of everybody everywhere. */
export async function listFinishedAttempts(db: Db, quizId: string): Promise<GradedAttemptRow[]> {
  const rows = await db
    .selectFrom('attempts')
    .selectAll()
    .where('quiz_id', '=', quizId)
    .where('state', '=', 'graded')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ graded, score, max_score, passed, ...row }) =>
    graded === null || score === null || max_score === null || passed === null
      ? []
      : [{ ...row, graded, score, max_score, passed }],
  );
}

/** Keeps what can be undone of a regrade, in place of an earlier one of the same quiz. */
export async function insertRegrade(
  tx: Db,
  quizId: string,
  { version, questions, counts, reason }: KeptRegrade,
  attempts: readonly GradedAttemptRow[],
  now: Date,
): Promise<void> {
  await deleteRegrade(tx, quizId);
  await tx
    .insertInto('regrades')
    .values({
      quiz_id: quizId,
      version,
      questions: JSON.stringify(questions),
      counts: JSON.stringify(counts),
      reason,
      made_at: now,
    })
    .execute();
  for (const attempt of attempts) {
    await tx
      .insertInto('regraded_attempts')
      .values({
        attempt_id: attempt.id,
        quiz_id: quizId,
        questions: JSON.stringify(attempt.questions),
        shown: JSON.stringify(attempt.shown),
        graded: JSON.stringify(attempt.graded),
        score: attempt.score,
        max_score: attempt.max_score,
        passed: attempt.passed,
      })
      .execute();
  }
}

/** The regrade that made this version of the quiz, or undefined. */
export async function findRegrade(db: Db, quizId: string, version: number): Promise<KeptRegrade | undefined> {
  return db
    .selectFrom('regrades')
    .select(['version', 'questions', 'counts', 'reason'])
    .where('quiz_id', '=', quizId)
    .where('version', '=', version)
    .executeTakeFirst();
}

/** What the attempts of a quiz's regrade were before it, by attempt. */
export async function listAttemptsBefore(tx: Db, quizId: string): Promise<Map<string, RegradedAttempt>> {
  const rows = await tx.selectFrom('regraded_attempts').selectAll().where('quiz_id', '=', quizId).execute();
  return new Map(
    rows.map(({ attempt_id: id, max_score: maxScore, questions, shown, graded, score, passed }) => [
      id,
      { questions, shown, graded, score, maxScore, passed },
    ]),
  );
}

/** Forgets what could be undone. */
export async function deleteRegrade(tx: Db, quizId: string): Promise<void> {
  await tx.deleteFrom('regrades').where('quiz_id', '=', quizId).execute();
}

/** Gives a finished attempt another grade; when it was finished stays. */
export async function setAttemptGrade(tx: Db, attemptId: string, grade: RegradedAttempt): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({
      questions: JSON.stringify(grade.questions),
      shown: JSON.stringify(grade.shown),
      graded: JSON.stringify(grade.graded),
      score: grade.score,
      max_score: grade.maxScore,
      passed: grade.passed,
    })
    .where('id', '=', attemptId)
    .execute();
}

/** Lets `correct` change the questions that open attempts will be graded by; what they show stays. */
export async function correctOpenAttempts(
  tx: Db,
  quizId: string,
  correct: (questions: Question[]) => Question[],
): Promise<void> {
  const open = await tx
    .selectFrom('attempts')
    .select(['id', 'questions'])
    .where('quiz_id', '=', quizId)
    .where('state', '=', 'open')
    .execute();
  for (const { id, questions } of open) {
    await tx
      .updateTable('attempts')
      .set({ questions: JSON.stringify(correct(questions)) })
      .where('id', '=', id)
      .execute();
  }
}
