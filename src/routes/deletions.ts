import { Router, type RequestHandler } from 'express';
import { undoDeletion, type Removal } from '../../storage/deletions.ts';
import type { Context } from '../context.ts';
import { requireAdministrator, requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';

/** What can be put back after it was deleted, and by whom: those who may delete it. */
const nouns: readonly [path: string, table: Removal['table'], who: RequestHandler][] = [
  ['recordings', 'recordings', requireUser],
  ['platforms', 'platforms', requireAdministrator],
  ['users', 'users', requireAdministrator],
  ['tokens', 'api_tokens', requireAdministrator],
];

/** Undoes deletions, for an hour: POST /recordings/:id/restore, and so on. */
export function createDeletionsRouter(ctx: Context): Router {
  const router = Router();
  for (const [path, table, who] of nouns) {
    router.post(`/${path}/:id/restore`, who, async (req, res) => {
      const { organisationId } = signedIn(req);
      await undoDeletion(ctx.db, { organisationId, table, id: pathId(req, path) }, ctx.now());
      res.status(204).end();
    });
  }
  return router;
}
