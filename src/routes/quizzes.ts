import { Router, type Request } from 'express';
import multer from 'multer';
import { addedPictureSchema, putQuizSchema, undoRegradeSchema, type Quiz } from '../../domain/api/module.ts';
import { checkQuestions, QuizRulesError } from '../../domain/quiz-rules.ts';
import { findModuleChapter } from '../../storage/module-chapters.ts';
import { touchModule } from '../../storage/modules.ts';
import { findQuiz } from '../../storage/quizzes.ts';
import { findPicture } from '../../storage/question-pictures.ts';
import { findRegrade } from '../../storage/regrades.ts';
import type { QuizRow } from '../../storage/schema.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { maxPictureBytes, picturesOf } from '../../domain/picture.ts';
import type { Context } from '../context.ts';
import { saveLiveQuiz, undoRegrade } from '../learn/regrade.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { questionPictureUrls } from '../media-urls.ts';
import { addPicture, checkPictures } from '../quiz-pictures.ts';
import { pathId } from '../path-id.ts';
import { sendAttachment } from '../send-attachment.ts';

/** A chapter's quiz, as its trainer sees and edits it: with the right answers. */
export function createQuizzesRouter(ctx: Context): Router {
  const router = Router();

  router.get('/chapters/:id/quiz', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    res.json(await presentQuiz(ctx, chapter.id, await findQuiz(ctx.db, organisationId, chapter.id)));
  });

  router.put('/chapters/:id/quiz', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const change = putQuizSchema.parse(req.body);
    const problems = checkQuestions(change.questions);
    if (problems.length > 0) throw new QuizRulesError(problems);
    const place = { organisationId, chapterId: chapter.id, at: ctx.now() };
    const saved = await ctx.db.transaction().execute(async (transaction) => {
      const questions = await checkPictures(transaction, chapter.id, change.questions);
      const quiz = await saveLiveQuiz(transaction, place, { ...change, questions });
      await touchModule(transaction, chapter.module_id, place.at);
      return quiz;
    });
    res.json(await presentQuiz(ctx, chapter.id, saved));
  });

  router.post('/chapters/:id/quiz/undo-regrade', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const { version } = undoRegradeSchema.parse(req.body);
    const place = { organisationId, chapterId: chapter.id, at: ctx.now() };
    const saved = await ctx.db.transaction().execute(async (transaction) => {
      const quiz = await undoRegrade(transaction, place, version);
      await touchModule(transaction, chapter.module_id, place.at);
      return quiz;
    });
    res.json(await presentQuiz(ctx, chapter.id, saved));
  });

  const takePicture = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxPictureBytes, files: 1, fields: 0, parts: 1 },
    defParamCharset: 'utf8',
  }).single('file');

  router.post('/chapters/:id/quiz/pictures', requireUser, findChapter, takePicture, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapterId = pathId(req, 'chapter');
    if (req.file === undefined)
      throw new AppError('file-missing', 'Send one picture in the form field “file”.', { status: 422 });
    const { buffer, originalname } = req.file;
    const picture = await addPicture(ctx, { organisationId, chapterId }, buffer, originalname);
    const url = questionPictureUrls(ctx, chapterId, [picture])[picture.id];
    res.status(201).json(addedPictureSchema.parse({ picture, url }));
  });

  // For scripts and for the editor's export; pages show pictures under their signed addresses.
  router.get('/chapters/:id/quiz/pictures/:picture', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const { picture } = req.params;
    const found = typeof picture === 'string' ? await findPicture(ctx.db, chapter.id, picture) : undefined;
    if (!found) throw new NotFoundError('picture');
    const { content_type: contentType, bytes, blob_key: blobKey } = found;
    const fileName = `picture.${contentType.slice('image/'.length)}`;
    await sendAttachment(res, ctx.blobs, { fileName, contentType, bytes, blobKey });
  });

  return router;

  /** Before a byte of the file is taken. */
  async function findChapter(req: Request, _res: unknown, next: () => void): Promise<void> {
    await findModuleChapter(ctx.db, signedIn(req).organisationId, pathId(req, 'chapter'));
    next();
  }
}

/** A quiz as the API tells it; without a row, the quiz that would be made. */
async function presentQuiz(ctx: Context, chapterId: string, quiz: QuizRow | undefined): Promise<Quiz> {
  const regrade = quiz && (await findRegrade(ctx.db, quiz.id, quiz.version));
  return {
    id: quiz?.id ?? null,
    version: quiz?.version ?? 0,
    title: quiz?.title ?? 'Quiz',
    passMark: quiz?.pass_mark ?? 0.6,
    attemptsAllowed: quiz?.attempts_allowed ?? null,
    shuffle: quiz?.shuffle ?? false,
    gradePolicy: quiz?.grade_policy ?? null,
    showAnswers: quiz?.show_answers ?? 'when-done',
    questions: quiz?.questions ?? [],
    regrade: regrade?.counts ?? null,
    pictureUrls: questionPictureUrls(ctx, chapterId, (quiz?.questions ?? []).flatMap(picturesOf)),
  };
}
