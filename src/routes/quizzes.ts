import { Router } from 'express';
import { putQuizSchema, type Quiz } from '../../domain/api/module.ts';
import { checkQuestions, QuizRulesError } from '../../domain/quiz-rules.ts';
import { findModuleChapter } from '../../storage/module-chapters.ts';
import { touchModule } from '../../storage/modules.ts';
import { findQuiz, saveQuiz } from '../../storage/quizzes.ts';
import type { QuizRow } from '../../storage/schema.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';

/** A chapter's quiz, as its trainer sees and edits it: with the right answers. */
export function createQuizzesRouter(ctx: Context): Router {
  const router = Router();

  router.get('/chapters/:id/quiz', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    res.json(presentQuiz(await findQuiz(ctx.db, organisationId, chapter.id)));
  });

  router.put('/chapters/:id/quiz', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const chapter = await findModuleChapter(ctx.db, organisationId, pathId(req, 'chapter'));
    const change = putQuizSchema.parse(req.body);
    const problems = checkQuestions(change.questions);
    if (problems.length > 0) throw new QuizRulesError(problems);
    const saved = await ctx.db.transaction().execute(async (transaction) => {
      const quiz = await saveQuiz(transaction, organisationId, chapter.id, change, ctx.now());
      await touchModule(transaction, chapter.module_id, ctx.now());
      return quiz;
    });
    res.json(presentQuiz(saved));
  });

  return router;
}

/** A quiz as the API tells it; without a row, the quiz that would be made. */
function presentQuiz(quiz: QuizRow | undefined): Quiz {
  return {
    id: quiz?.id ?? null,
    version: quiz?.version ?? 0,
    title: quiz?.title ?? 'Quiz',
    passMark: quiz?.pass_mark ?? 0.6,
    attemptsAllowed: quiz?.attempts_allowed ?? null,
    shuffle: quiz?.shuffle ?? false,
    gradePolicy: quiz?.grade_policy ?? 'best',
    showAnswers: quiz?.show_answers ?? 'when-done',
    questions: quiz?.questions ?? [],
  };
}
