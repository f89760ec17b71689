import { AppError } from '../../domain/app-error.ts';
import type { Question } from '../../domain/quiz.ts';
import { QuizChangedError } from '../../domain/quiz-rules.ts';
import {
  changedQuestions,
  correctQuestions,
  countRegrades,
  describeChanges,
  regradeAttempt,
  RegradeNeededError,
  type GradingChoice,
  type QuestionChange,
} from '../../domain/regrade.ts';
import type { Db } from '../../storage/database.ts';
import { findQuiz, saveQuiz, type QuizChange } from '../../storage/quizzes.ts';
import {
  correctOpenAttempts,
  deleteRegrade,
  findRegrade,
  insertRegrade,
  listFinishedAttempts,
  lockLearnersOfQuiz,
  setAttemptGrades,
  takeRegradeBack,
  type GradedAttemptRow,
} from '../../storage/regrades.ts';
import type { QuizRow } from '../../storage/schema.ts';
import { changeSentScores } from './change-sent-scores.ts';

/** Whose quiz is changed, and when. */
export interface QuizPlace {
  organisationId: string;
  chapterId: string;
  at: Date;
}

/**
 * Saves a quiz, in a transaction. Where the change would change grades of finished attempts, nothing is saved before
 * somebody chose what becomes of them: `RegradeNeededError` counts them.
 */
export async function saveLiveQuiz(
  tx: Db,
  { organisationId, chapterId, at }: QuizPlace,
  { grading, ...change }: QuizChange & { grading?: GradingChoice | undefined },
): Promise<QuizRow> {
  const before = await findQuiz(tx, organisationId, chapterId);
  const saved = await saveQuiz(tx, organisationId, chapterId, change, at);
  const changes = changedQuestions(before?.questions ?? [], saved.questions);
  if (before === undefined || changes.length === 0 || grading === 'from-now-on') return saved;
  if (grading === 'regrade') await lockLearnersOfQuiz(tx, saved.id);
  const attempts = await listFinishedAttempts(tx, saved.id);
  const grades = attempts.map((attempt) => gradeAnew(attempt, changes, saved.pass_mark));
  const regraded = grades.filter(({ after }) => after !== undefined);
  // What trainers and the student's view tried out is graded along with the others, and is nobody's grade.
  if (regraded.every(({ row }) => row.is_practice)) return saved;
  const counts = countRegrades(grades.filter(({ row }) => !row.is_practice));
  if (grading === undefined) throw new RegradeNeededError(counts);
  const reason = describeChanges(changes);
  const { questions } = before;
  const rows = regraded.map(({ row }) => row);
  const given = new Map(
    regraded.flatMap(({ row, after }) => (after === undefined ? [] : [[row.id, after] as const])),
  );
  await insertRegrade(
    tx,
    saved.id,
    { version: saved.version, questions, counts, reason },
    [...given.keys()],
    at,
  );
  await correctOpenAttempts(tx, saved.id, (asked) => stillAsked(asked, changes));
  await setAttemptGrades(tx, saved.id, given);
  await changeSentScores(tx, organisationId, rows, { comment: `Regraded after ${reason}.`, at });
  return saved;
}

/**
 * Takes a regrade back while the quiz is as it left it: questions and grades are those of before, and the platforms hear of
 * it. Throws `no-regrade` (409), or `QuizChangedError`.
 */
export async function undoRegrade(
  tx: Db,
  { organisationId, chapterId, at }: QuizPlace,
  version: number,
): Promise<QuizRow> {
  const quiz = await findQuiz(tx, organisationId, chapterId);
  if (quiz !== undefined && quiz.version !== version) throw new QuizChangedError(quiz.version);
  const regrade = quiz && (await findRegrade(tx, quiz.id, version));
  if (quiz === undefined || regrade === undefined) {
    throw new AppError('no-regrade', 'The newest change of this quiz changed no grades.', { status: 409 });
  }
  const { title, pass_mark: passMark, attempts_allowed: attemptsAllowed, shuffle } = quiz;
  const settings = { title, passMark, attemptsAllowed, shuffle, version };
  const questions = { questions: regrade.questions, formerQuestions: regrade.questions };
  const saved = await saveQuiz(tx, organisationId, chapterId, { ...settings, ...questions }, at);
  await lockLearnersOfQuiz(tx, quiz.id);
  const changes = changedQuestions(quiz.questions, saved.questions);
  await correctOpenAttempts(tx, quiz.id, (asked) => stillAsked(asked, changes));
  const rows = await takeRegradeBack(tx, quiz.id);
  await deleteRegrade(tx, quiz.id);
  await changeSentScores(tx, organisationId, rows, {
    comment: `Regraded: that ${regrade.reason} was undone.`,
    at,
  });
  return saved;
}

function gradeAnew(row: GradedAttemptRow, changes: readonly QuestionChange[], passMark: number) {
  const before = { score: row.score, maxScore: row.max_score };
  return { row, before, after: regradeAttempt({ ...row, ...before }, changes, passMark) };
}

/** An attempt that would be left without any question is graded by those it began with. */
function stillAsked(asked: Question[], changes: readonly QuestionChange[]): Question[] {
  const corrected = correctQuestions(asked, changes);
  return corrected.length > 0 ? corrected : asked;
}
