import { Router, type Request, type Response } from 'express';
import {
  addPollDraftSchema,
  createLinkSchema,
  updateLinkSchema,
  updatePollDraftSchema,
} from '../../domain/api/module.ts';
import { AppError } from '../../domain/app-error.ts';
import { cleanAddress, linkTitle } from '../../domain/link.ts';
import type { Db } from '../../storage/database.ts';
import { findLink, showLink, updateLink } from '../../storage/links.ts';
import { findModuleChapter } from '../../storage/module-chapters.ts';
import { findModule } from '../../storage/modules.ts';
import { lockPollDraft, updatePollDraft } from '../../storage/poll-drafts.ts';
import { addPollDraft } from '../add-poll-draft.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { presentModule } from '../present/module.ts';

/** What was voted and shared live: questions from polls on their way into quizzes, links on their way to learners. */
export function createSessionRouter(ctx: Context): Router {
  const router = Router();
  const show = async (req: Request, res: Response, moduleId: string): Promise<void> => {
    res.json(await presentModule(ctx, await findModule(ctx.db, signedIn(req).organisationId, moduleId)));
  };

  router.patch('/poll-drafts/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const { right, ...changes } = updatePollDraftSchema.parse(req.body);
    const moduleId = await ctx.db.transaction().execute(async (db) => {
      const draft = await lockPollDraft(db, organisationId, pathId(req, 'question from a poll'));
      await checkChapter(db, organisationId, draft.module_id, changes.chapterId);
      const choices =
        right && draft.choices.map((choice, index) => ({ ...choice, right: right.includes(index) }));
      await updatePollDraft(db, draft.id, { ...changes, choices }, ctx.now());
      return draft.module_id;
    });
    await show(req, res, moduleId);
  });

  router.post('/poll-drafts/:id/add', requireUser, async (req, res) => {
    const { chapterId } = addPollDraftSchema.parse(req.body ?? {});
    const draftId = pathId(req, 'question from a poll');
    await show(req, res, await addPollDraft(ctx, signedIn(req).organisationId, { draftId, chapterId }));
  });

  router.post('/modules/:id/links', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const { id: moduleId } = await findModule(ctx.db, organisationId, pathId(req, 'module'));
    const { url: written, title, chapterId } = createLinkSchema.parse(req.body);
    const url = cleanAddress(/^[a-z][a-z0-9+.-]*:/i.test(written) ? written : `https://${written}`);
    if (url === undefined) throw badAddress();
    await checkChapter(ctx.db, organisationId, moduleId, chapterId);
    const link = { url, chapterId, title: title === '' ? linkTitle(url, '') : title };
    await showLink(ctx.db, { organisationId, moduleId }, link);
    res.status(201);
    await show(req, res, moduleId);
  });

  router.patch('/links/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const changes = updateLinkSchema.parse(req.body);
    const link = await findLink(ctx.db, organisationId, pathId(req, 'link'));
    await checkChapter(ctx.db, organisationId, link.module_id, changes.chapterId);
    await updateLink(ctx.db, link.id, changes);
    await show(req, res, link.module_id);
  });

  return router;
}

/** A chapter of the module, or none. */
async function checkChapter(
  db: Db,
  organisationId: string,
  moduleId: string,
  chapterId: string | null | undefined,
): Promise<void> {
  if (chapterId === undefined || chapterId === null) return;
  const chapter = await findModuleChapter(db, organisationId, chapterId);
  if (chapter.module_id !== moduleId) {
    throw new AppError('chapter-elsewhere', 'The chapter belongs to another module.', { status: 422 });
  }
}

function badAddress(): AppError {
  return new AppError('link-bad-address', 'This is not the address of a public web page.', { status: 422 });
}
