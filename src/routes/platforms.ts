import { Router, type Request } from 'express';
import {
  addDeploymentSchema,
  addPlatformSchema,
  updateDeploymentSchema,
  updatePlatformSchema,
  type DeploymentUse,
  type Platform,
  type Platforms,
} from '../../domain/api/platform.ts';
import { createInvite } from '../../lti/registration/register-platform.ts';
import { updateRegistration } from '../../lti/registration/update-registration.ts';
import { deleteWithUndo } from '../../storage/deletions.ts';
import {
  countDeploymentUse,
  deleteDeployment,
  updateDeployment,
  type DeploymentKey,
} from '../../storage/deployments.ts';
import { deletePlatform } from '../../storage/platforms.ts';
import type { Context } from '../context.ts';
import { ltiOf } from '../lti.ts';
import { requireAdministrator, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import {
  addDeployment,
  addPlatform,
  changePlatform,
  describePlatform,
  describePlatforms,
} from '../platforms.ts';
import { testPlatform } from '../test-platform.ts';

/** The organisation's LMSs and our own keys, for administrators. */
export function createPlatformsRouter(ctx: Context): Router {
  const lti = ltiOf(ctx);
  const router = Router();
  router.use(['/platforms', '/keys'], requireAdministrator);

  router.get('/platforms', async (req, res) => {
    res.json((await describePlatforms(ctx, signedIn(req).organisationId)) satisfies Platforms);
  });

  router.post('/platforms', async (req, res) => {
    const platform = addPlatformSchema.parse(req.body);
    res.status(201).json((await addPlatform(ctx, signedIn(req).organisationId, platform)) satisfies Platform);
  });

  router.post('/platforms/invites', async (req, res) => {
    const { url, expiresAt } = await createInvite(lti, signedIn(req).organisationId);
    res.status(201).json({ url, expiresAt: expiresAt.toISOString() });
  });

  router.patch('/platforms/:id', async (req, res) => {
    const id = pathId(req, 'platform');
    const changes = updatePlatformSchema.parse(req.body);
    res.json((await changePlatform(ctx, signedIn(req).organisationId, id, changes)) satisfies Platform);
  });

  router.delete('/platforms/:id', async (req, res) => {
    const { organisationId } = signedIn(req);
    const id = pathId(req, 'platform');
    await deleteWithUndo(
      ctx.db,
      { organisationId, table: 'platforms', id },
      ctx.now(),
      async (transaction) => {
        await deletePlatform(transaction, organisationId, id);
        return true;
      },
    );
    lti.platforms.forget(id);
    res.status(204).end();
  });

  router.post('/platforms/:id/test', async (req, res) => {
    const id = pathId(req, 'platform');
    const { organisationId } = signedIn(req);
    await testPlatform(ctx, organisationId, id);
    res.json((await describePlatform(ctx, organisationId, id)) satisfies Platform);
  });

  router.patch('/platforms/:id/deployments/:deploymentId', async (req, res) => {
    const { organisationId } = signedIn(req);
    const key = deploymentKey(req);
    await updateDeployment(ctx.db, key, updateDeploymentSchema.parse(req.body));
    res.json((await describePlatform(ctx, organisationId, key.platformId)) satisfies Platform);
  });

  router.post('/platforms/:id/deployments', async (req, res) => {
    const { organisationId } = signedIn(req);
    const deployment = addDeploymentSchema.parse(req.body);
    res
      .status(201)
      .json(
        (await addDeployment(ctx, organisationId, pathId(req, 'platform'), deployment)) satisfies Platform,
      );
  });

  router.get('/platforms/:id/deployments/:deploymentId', async (req, res) => {
    res.json((await countDeploymentUse(ctx.db, deploymentKey(req))) satisfies DeploymentUse);
  });

  router.delete('/platforms/:id/deployments/:deploymentId', async (req, res) => {
    await deleteDeployment(ctx.db, deploymentKey(req));
    res.status(204).end();
  });

  router.post('/platforms/:id/registration', async (req, res) => {
    res.json(await updateRegistration(lti, signedIn(req).organisationId, pathId(req, 'platform')));
  });

  router.post('/keys/rotate', async (req, res) => {
    const { organisationId } = signedIn(req);
    await lti.toolKeys.rotate(organisationId);
    res.json((await describePlatforms(ctx, organisationId)) satisfies Platforms);
  });

  return router;
}

function deploymentKey(req: Request): DeploymentKey {
  return {
    organisationId: signedIn(req).organisationId,
    platformId: pathId(req, 'platform'),
    id: pathId(req, 'deployment', 'deploymentId'),
  };
}
