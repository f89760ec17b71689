import { Router } from 'express';
import { putQuizSchema, undoRegradeSchema, type Quiz } from '../../domain/api/module.ts';
import { checkQuestions, QuizRulesError } from '../../domain/quiz-rules.ts';
import { findModuleChapter } from '../../storage/module-chapters.ts';
import { touchModule } from '../../storage/modules.ts';
import { findQuiz } from '../../storage/quizzes.ts';
import { findRegrade } from '../../storage/regrades.ts';
import type { QuizRow } from '../../storage/schema.ts';
import type { Db } from '../../storage/database.ts';
import type { Context } from '../context.ts';
import { saveLiveQuiz, undoRegrade } from '../learn/regrade.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';

/** A chapter's quiz, as its trainer sees and edits it: with the right answers. */
export function createQuizzesRouter(ctx: Context): Router {
  const router = Router();

  router.get('/chapters/:id/quiz', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    res.json(await presentQuiz(ctx.db, await findQuiz(ctx.db, organisationId, chapter.id)));
  });

  router.put('/chapters/:id/quiz', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const change = putQuizSchema.parse(req.body);
    const problems = checkQuestions(change.questions);
    if (problems.length > 0) throw new QuizRulesError(problems);
    const place = { organisationId, chapterId: chapter.id, at: ctx.now() };
    const saved = await ctx.db.transaction().execute(async (transaction) => {
      const quiz = await saveLiveQuiz(transaction, place, change);
      await touchModule(transaction, chapter.module_id, place.at);
      return quiz;
    });
    res.json(await presentQuiz(ctx.db, saved));
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
    res.json(await presentQuiz(ctx.db, saved));
  });

  return router;
}

/** A quiz as the API tells it; without a row, the quiz that would be made. */
async function presentQuiz(db: Db, quiz: QuizRow | undefined): Promise<Quiz> {
  const regrade = quiz && (await findRegrade(db, quiz.id, quiz.version));
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
  };
}
