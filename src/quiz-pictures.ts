import { AppError } from '../domain/app-error.ts';
import { safeFileName } from '../domain/file-name.ts';
import { maxQuizPictures, type Picture } from '../domain/picture.ts';
import { QuizRulesError } from '../domain/quiz-rules.ts';
import type { Question, QuestionDraft } from '../domain/quiz.ts';
import { putPicture } from '../storage/blobs/put-picture.ts';
import type { Db } from '../storage/database.ts';
import {
  keepPictures,
  listPictures,
  withKnownPictures,
  type PicturesOf,
} from '../storage/question-pictures.ts';
import type { Context } from './context.ts';

/**
 * Takes in a picture that a chapter's questions may show from now on. Throws `picture-unusable` and
 * `too-many-pictures` (422).
 */
export async function addPicture(
  ctx: Pick<Context, 'db' | 'blobs' | 'now'>,
  of: PicturesOf,
  bytes: Uint8Array,
  fileName: string,
): Promise<Picture> {
  const before = await listPictures(ctx.db, [of.chapterId]);
  if (before.length >= maxQuizPictures) {
    throw new AppError('too-many-pictures', `A quiz keeps up to ${maxQuizPictures} pictures.`, {
      status: 422,
    });
  }
  const put = await putPicture(ctx.blobs, of.organisationId, bytes);
  const [kept] = await keepPictures(ctx.db, of, [put], ctx.now());
  if (kept?.blob_key !== put.blobKey) await ctx.blobs.delete(put.blobKey);
  const { id, type, width, height } = put;
  return { id, name: safeFileName(fileName), type, alt: '', width, height, bytes: put.bytes };
}

/** Questions with what is known of their pictures; one that the chapter does not have throws `quiz-not-gradable`. */
export async function checkPictures(
  db: Db,
  chapterId: string,
  questions: readonly (Question | QuestionDraft)[],
): Promise<(Question | QuestionDraft)[]> {
  const rows = await listPictures(db, [chapterId]);
  const known = new Map(rows.map((row) => [row.id, { ...row, type: row.content_type }]));
  const settled = questions.map((question) => withKnownPictures(question, known));
  const problems = settled.flatMap(({ isWhole }, index) =>
    isWhole
      ? []
      : [
          {
            path: `questions.${index}.pictures`,
            message: `Question ${index + 1}: one of its pictures is no longer here. Add it again.`,
          },
        ],
  );
  if (problems.length > 0) throw new QuizRulesError(problems);
  return settled.map(({ question }) => question);
}
