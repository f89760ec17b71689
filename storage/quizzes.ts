import { randomBytes } from 'node:crypto';
import { QuizChangedError } from '../domain/quiz-rules.ts';
import { questionSchema, type Question, type QuestionDraft, type QuizSettings } from '../domain/quiz.ts';
import type { Db } from './database.ts';
import type { QuizRow } from './schema.ts';

/** A quiz to be saved; `version` is the one it was read with, 0 where there was none. */
export interface QuizChange
  extends
    Omit<QuizSettings, 'gradePolicy' | 'showAnswers'>,
    Partial<Pick<QuizSettings, 'gradePolicy' | 'showAnswers'>> {
  version: number;
  questions: readonly (Question | QuestionDraft)[];
  /** Questions of an earlier version: their ids are kept too. */
  formerQuestions?: readonly Question[];
}

/** A chapter's quiz, or undefined. One whose questions were all removed stays, so that its attempts do. */
export async function findQuiz(
  db: Db,
  organisationId: string,
  chapterId: string,
): Promise<QuizRow | undefined> {
  return db
    .selectFrom('quizzes')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('chapter_id', '=', chapterId)
    .executeTakeFirst();
}

/**
 * Saves a chapter's quiz whole. Questions and choices keep the ids they had in the version before; whatever comes
 * without one, or with one that the quiz never had, gets a fresh random id. A stale version throws `QuizChangedError`.
 */
export async function saveQuiz(
  db: Db,
  organisationId: string,
  chapterId: string,
  change: QuizChange,
  now: Date,
): Promise<QuizRow> {
  const before = await findQuiz(db, organisationId, chapterId);
  const version = before?.version ?? 0;
  if (version !== change.version) throw new QuizChangedError(version);
  const values = {
    title: change.title,
    pass_mark: change.passMark,
    attempts_allowed: change.attemptsAllowed,
    shuffle: change.shuffle,
    ...(change.gradePolicy === undefined ? {} : { grade_policy: change.gradePolicy }),
    ...(change.showAnswers === undefined ? {} : { show_answers: change.showAnswers }),
    questions: JSON.stringify(
      withIds(change.questions, [...(before?.questions ?? []), ...(change.formerQuestions ?? [])]),
    ),
    version: version + 1,
    updated_at: now,
  };
  const saved = before
    ? await db
        .updateTable('quizzes')
        .set(values)
        .where('id', '=', before.id)
        .where('version', '=', version)
        .returningAll()
        .executeTakeFirst()
    : await db
        .insertInto('quizzes')
        .values({ ...values, organisation_id: organisationId, chapter_id: chapterId })
        .onConflict((conflict) => conflict.column('chapter_id').doNothing())
        .returningAll()
        .executeTakeFirst();
  if (!saved) throw new QuizChangedError(version + 1);
  return saved;
}

/** Adds questions behind those that a chapter's quiz has; `settings` are those of a quiz that is made by it. */
export async function appendQuestions(
  db: Db,
  organisationId: string,
  chapterId: string,
  questions: readonly QuestionDraft[],
  settings: QuizSettings,
  now: Date,
): Promise<void> {
  const before = await findQuiz(db, organisationId, chapterId);
  const kept = before
    ? {
        title: before.title,
        passMark: before.pass_mark,
        attemptsAllowed: before.attempts_allowed,
        shuffle: before.shuffle,
      }
    : settings;
  const version = before?.version ?? 0;
  const change = { ...kept, version, questions: [...(before?.questions ?? []), ...questions] };
  await saveQuiz(db, organisationId, chapterId, change, now);
}

/** Gives every question and choice an id that says nothing about it; keeps those known from `before`, each once. */
function withIds(
  questions: readonly (Question | QuestionDraft)[],
  before: readonly Question[] = [],
): Question[] {
  const known = new Set(before.flatMap(({ id, choices }) => [id, ...choices.map((choice) => choice.id)]));
  const keepOrMake = (item: object): string => {
    const id = 'id' in item && typeof item.id === 'string' ? item.id : '';
    // Deleted once kept: a copy of a question must not share its ids.
    return known.delete(id) ? id : randomBytes(9).toString('base64url');
  };
  return questions.map((question) =>
    questionSchema.parse({
      ...question,
      id: keepOrMake(question),
      choices: question.choices.map((choice) => ({ ...choice, id: keepOrMake(choice) })),
    }),
  );
}
