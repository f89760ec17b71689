import express, { Router } from 'express';
import type { AttemptGraded, Learn, LearnChapter, Progress, Receipt, Saved } from '../../domain/api/learn.ts';
import { putProgressSchema } from '../../domain/api/learn.ts';
import { NotFoundError } from '../../domain/app-error.ts';
import { responseSchema } from '../../domain/quiz.ts';
import { recordOpening } from '../../storage/attachment-openings.ts';
import { lockLearner } from '../../storage/learning.ts';
import { findNewestScore } from '../../storage/receipts.ts';
import type { Context } from '../context.ts';
import { gradeAnswers, keepAnswer } from '../learn/answer.ts';
import { beginAttempt } from '../learn/begin-attempt.ts';
import { readLearningState, standingOf } from '../learn/learning-state.ts';
import { placedChapter, readPlacement, requireChangeable, type Placement } from '../learn/placement.ts';
import {
  answersOf,
  presentAttempt,
  presentChapter,
  presentLearn,
  readReceipt,
} from '../learn/present-learn.ts';
import { saveProgress } from '../learn/save-progress.ts';
import { isRefusedBefore, settle } from '../learn/settle.ts';
import { launchOf, requireLaunch, requireLaunchOfLink } from '../middleware/launch-session.ts';
import { pathId } from '../path-id.ts';
import { sendAttachment } from '../send-attachment.ts';

const longestQuestionId = 40;

/** What a learner's page asks: /learn/:launchId/…, each request tied to its launch. */
export function createLearnRouter(ctx: Context): Router {
  const router = Router();
  const launched = requireLaunch(ctx);
  const json = express.json({ limit: '100kb' });
  router.use('/learn', (_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.get('/learn/:launchId', launched, async (req, res) => {
    const placement = await readPlacement(ctx, launchOf(req));
    await offerRefusedScore(ctx, placement);
    const state = await readLearningState(ctx.db, placement.learning);
    res.json((await presentLearn(ctx, placement, state)) satisfies Learn);
  });

  router.put('/learn/:launchId/chapters/:chapterId/progress', launched, json, async (req, res) => {
    const placement = await readPlacement(ctx, launchOf(req));
    const chapter = placedChapter(placement, pathId(req, 'chapter', 'chapterId'));
    const progress = putProgressSchema.parse(req.body);
    // Whoever looks at somebody's work may play the video; it is not the learner's watching.
    const state = placement.isReview
      ? await readLearningState(ctx.db, placement.learning)
      : await saveProgress(ctx, placement, chapter, progress);
    const { watched, checklist, complete } = standingOf(placement.module, chapter, state);
    const receipt = await readReceipt(ctx.db, placement.learning);
    res.json({ watched, checklist, complete, receipt } satisfies Progress);
  });

  router.post('/learn/:launchId/chapters/:chapterId/attempts', launched, async (req, res) => {
    const placement = await readPlacement(ctx, launchOf(req));
    const chapter = placedChapter(placement, pathId(req, 'chapter', 'chapterId'));
    requireChangeable(placement);
    // Nothing is graded in an attempt that is open.
    const attempt = await beginAttempt(ctx, placement, chapter);
    res.json(presentAttempt(ctx, chapter.id, attempt, 'when-done'));
  });

  router.put(
    '/learn/:launchId/attempts/:attemptId/responses/:questionId',
    launched,
    json,
    async (req, res) => {
      const placement = await readPlacement(ctx, launchOf(req));
      requireChangeable(placement);
      const { questionId } = req.params;
      if (typeof questionId !== 'string' || questionId.length > longestQuestionId) {
        throw new NotFoundError('question');
      }
      const response = responseSchema.parse(req.body);
      await keepAnswer(ctx, placement, pathId(req, 'attempt', 'attemptId'), { questionId, response });
      res.json({ savedAt: ctx.now().toISOString() } satisfies Saved);
    },
  );

  router.post('/learn/:launchId/attempts/:attemptId/grade', launched, async (req, res) => {
    const placement = await readPlacement(ctx, launchOf(req));
    requireChangeable(placement);
    const { attempt, chapter, state } = await gradeAnswers(
      ctx,
      placement,
      pathId(req, 'attempt', 'attemptId'),
    );
    const shown: LearnChapter = await presentChapter(ctx, placement, state, chapter);
    const receipt = await readReceipt(ctx.db, placement.learning);
    const attempts = state.attempts.filter((one) => one.quiz_id === attempt.quiz_id);
    const answers = chapter.quiz === null ? 'never' : answersOf(placement, chapter.quiz, attempts);
    res.json({
      attempt: presentAttempt(ctx, chapter.id, attempt, answers),
      chapter: shown,
      receipt,
    } satisfies AttemptGraded);
  });

  router.get('/learn/:launchId/receipt', launched, async (req, res) => {
    const { learning } = await readPlacement(ctx, launchOf(req));
    res.json((await readReceipt(ctx.db, learning)) satisfies Receipt);
  });

  router.get('/learn/:launchId/attachments/:attachmentId', requireLaunchOfLink(ctx), async (req, res) => {
    const placement = await readPlacement(ctx, launchOf(req));
    const attachment = placedAttachment(placement, pathId(req, 'file', 'attachmentId'));
    await noteOpening(ctx, placement, attachment.id);
    await sendAttachment(res, ctx.blobs, attachment);
  });

  return router;
}

/** A file of a placed chapter or of the whole module; those of other chapters are not there. */
function placedAttachment({ module, chapters }: Placement, attachmentId: string) {
  const attachment = module.attachments.find(({ id }) => id === attachmentId);
  const isPlaced =
    attachment !== undefined &&
    (attachment.chapterId === null || chapters.some(({ id }) => id === attachment.chapterId));
  if (!isPlaced) throw new NotFoundError('file');
  return attachment;
}

async function offerRefusedScore(ctx: Context, placement: Placement): Promise<void> {
  const { learning, launch } = placement;
  const newest = learning === null ? undefined : await findNewestScore(ctx.db, learning);
  if (
    placement.isReview ||
    learning === null ||
    newest === undefined ||
    !isRefusedBefore(newest, launch.createdAt)
  )
    return;
  await ctx.db.transaction().execute(async (tx) => {
    await lockLearner(tx, learning.learnerId);
    await settle(tx, placement, learning, ctx.now());
  });
}

async function noteOpening(ctx: Context, placement: Placement, attachmentId: string): Promise<void> {
  const { learning, isReview } = placement;
  if (learning === null || isReview) return;
  const at = ctx.now();
  await ctx.db.transaction().execute(async (tx) => {
    await lockLearner(tx, learning.learnerId);
    await recordOpening(tx, learning, attachmentId, at);
    await settle(tx, placement, learning, at);
  });
}
