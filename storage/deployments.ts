import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import type { DeploymentRow } from './schema.ts';

/** A platform's deployment by the id that its launches carry. */
export async function findDeployment(
  db: Db,
  platformId: string,
  deploymentId: string,
): Promise<DeploymentRow | undefined> {
  return await db
    .selectFrom('deployments')
    .selectAll()
    .where('platform_id', '=', platformId)
    .where('deployment_id', '=', deploymentId)
    .executeTakeFirst();
}

/** Remembers a deployment that nobody has approved yet (LTI.md rule 42). */
export async function insertPendingDeployment(
  db: Db,
  platformId: string,
  deploymentId: string,
): Promise<void> {
  await db
    .insertInto('deployments')
    .values({ platform_id: platformId, deployment_id: deploymentId, state: 'pending' })
    .onConflict((conflict) => conflict.columns(['platform_id', 'deployment_id']).doNothing())
    .execute();
}

/** Approves or switches off a deployment of one of the organisation's platforms, or throws `NotFoundError`. */
export async function setDeploymentState(
  db: Db,
  organisationId: string,
  key: { platformId: string; id: string },
  state: 'active' | 'disabled',
): Promise<void> {
  const result = await db
    .updateTable('deployments')
    .set({ state })
    .where('id', '=', key.id)
    .where('platform_id', '=', key.platformId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('platforms')
          .select('platforms.id')
          .whereRef('platforms.id', '=', 'deployments.platform_id')
          .where('platforms.organisation_id', '=', organisationId),
      ),
    )
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new NotFoundError('deployment');
}
