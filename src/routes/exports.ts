import { pipeline } from 'node:stream/promises';
import { create as contentDisposition } from 'content-disposition';
import { Router } from 'express';
import { packageQuerySchema } from '../../domain/api/package.ts';
import { exportModule } from '../../lti/packages/export-module.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { packageSources } from '../package-sources.ts';
import { pathId } from '../path-id.ts';

/** Modules as packages for other systems: cartridges, SCORM, cmi5, questions. Made while they are downloaded. */
export function createExportsRouter(ctx: Context): Router {
  const router = Router();

  router.get('/modules/:id/package', requireUser, async (req, res) => {
    const options = packageQuerySchema.parse(req.query);
    const { organisationId } = signedIn(req);
    const made = await exportModule(packageSources(ctx), organisationId, pathId(req, 'module'), options);
    res.set({
      'content-type': made.contentType,
      'content-disposition': contentDisposition(made.fileName),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    try {
      await pipeline(made.body, res);
    } catch (error) {
      // A reader who goes away in the middle is no fault.
      if (!res.destroyed) throw error;
      ctx.log.warn({ err: error, path: req.path }, 'a package was not downloaded to its end');
    }
  });

  return router;
}
