import { sql } from 'kysely';
import type { RegradeCounts, RegradedAttempt } from '../domain/regrade.ts';
import type { Question } from '../domain/quiz.ts';
import type { Db } from './database.ts';
import { withQuestions, type AttemptRow } from './attempts.ts';
import { keepQuestionSet, listQuestionSets } from './question-sets.ts';

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
  return (await withQuestions(db, rows)).flatMap(({ graded, score, max_score, passed, ...row }) =>
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
  attemptIds: readonly string[],
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
  // As they stand: their new grades are given after this.
  await sql`
    insert into regraded_attempts (attempt_id, quiz_id, counted_id, graded, score, max_score, passed)
    select id, quiz_id, counted_id, graded, score, max_score, passed
    from attempts where id = any(${[...attemptIds]}::uuid[])`.execute(tx);
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

/** Gives the attempts of a quiz's regrade back what they were before it; gives them as the regrade had left them. */
export async function takeRegradeBack(tx: Db, quizId: string): Promise<GradedAttemptRow[]> {
  const { rows } = await sql<{ attempt_id: string }>`
    select attempt_id from regraded_attempts where quiz_id = ${quizId}`.execute(tx);
  const regraded = new Set(rows.map(({ attempt_id: id }) => id));
  const attempts = await listFinishedAttempts(tx, quizId);
  await sql`
    update attempts set counted_id = before.counted_id, graded = before.graded,
      score = before.score, max_score = before.max_score, passed = before.passed
    from regraded_attempts before
    where before.quiz_id = ${quizId} and attempts.id = before.attempt_id`.execute(tx);
  return attempts.filter(({ id }) => regraded.has(id));
}

/** Forgets what could be undone. */
export async function deleteRegrade(tx: Db, quizId: string): Promise<void> {
  await tx.deleteFrom('regrades').where('quiz_id', '=', quizId).execute();
}

/** Gives a quiz's finished attempts other grades, by their ids; when they were finished stays. */
export async function setAttemptGrades(
  tx: Db,
  quizId: string,
  grades: ReadonlyMap<string, RegradedAttempt>,
): Promise<void> {
  const keptAs = rememberSets(tx, quizId);
  for (const part of inParts([...grades])) {
    const rows = [];
    for (const [id, { questions, maxScore, ...grade }] of part) {
      rows.push({ ...grade, id, counted_id: await keptAs(questions), max_score: maxScore });
    }
    await sql`
      update attempts set counted_id = grade.counted_id, graded = grade.graded,
        score = grade.score, max_score = grade.max_score, passed = grade.passed
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as grade (id uuid, counted_id uuid,
        graded jsonb, score double precision, max_score double precision, passed boolean)
      where attempts.id = grade.id`.execute(tx);
  }
}

/** Keeps each set once: attempts have few different ones. */
function rememberSets(tx: Db, quizId: string): (questions: readonly Question[]) => Promise<string> {
  const known = new Map<string, string>();
  return async (questions) => {
    const key = JSON.stringify(questions.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
    const id = known.get(key) ?? (await keepQuestionSet(tx, quizId, questions));
    known.set(key, id);
    return id;
  };
}

/** Lets `correct` change the questions that open attempts will be graded by; what they show stays. */
export async function correctOpenAttempts(
  tx: Db,
  quizId: string,
  correct: (questions: Question[]) => Question[],
): Promise<void> {
  const open = await tx
    .selectFrom('attempts')
    .select('counted_id')
    .distinct()
    .where('quiz_id', '=', quizId)
    .where('state', '=', 'open')
    .execute();
  const sets = await listQuestionSets(
    tx,
    open.map(({ counted_id: id }) => id),
  );
  for (const [id, questions] of sets) {
    await tx
      .updateTable('attempts')
      .set({ counted_id: await keepQuestionSet(tx, quizId, correct(questions)) })
      .where('quiz_id', '=', quizId)
      .where('state', '=', 'open')
      .where('counted_id', '=', id)
      .execute();
  }
}

/** So many at a time stay far below what one statement may bring. */
const attemptsAtATime = 500;

function inParts<T>(rows: readonly T[]): T[][] {
  const parts = Math.ceil(rows.length / attemptsAtATime);
  return Array.from({ length: parts }, (_, part) =>
    rows.slice(part * attemptsAtATime, (part + 1) * attemptsAtATime),
  );
}
