import { sql } from 'kysely';
import type { DeploymentUse } from '../domain/api/platform.ts';
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

/** Adds one that an administrator typed in, active; false where the platform has it already. */
export async function insertDeployment(
  db: Db,
  deployment: { platformId: string; deploymentId: string; label: string },
): Promise<boolean> {
  const result = await db
    .insertInto('deployments')
    .values({
      platform_id: deployment.platformId,
      deployment_id: deployment.deploymentId,
      label: deployment.label,
      state: 'active',
    })
    .onConflict((conflict) => conflict.columns(['platform_id', 'deployment_id']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** A deployment of one of the organisation's platforms. */
export interface DeploymentKey {
  organisationId: string;
  platformId: string;
  id: string;
}

/** Approves, switches off or names a deployment; throws `NotFoundError`. */
export async function updateDeployment(
  db: Db,
  key: DeploymentKey,
  changes: { state?: 'active' | 'disabled' | undefined; label?: string | undefined },
): Promise<void> {
  const id = await requireDeployment(db, key);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return;
  await db.updateTable('deployments').set(given).where('id', '=', id).execute();
}

/** What is placed in a deployment, and how many have learned there; throws `NotFoundError`. */
export async function countDeploymentUse(db: Db, key: DeploymentKey): Promise<DeploymentUse> {
  const id = await requireDeployment(db, key);
  const { rows } = await sql<DeploymentUse>`
    with placed as (select id from publications where deployment_id = ${id}),
    learned as (
      select learner_id from progress where publication_id in (select id from placed)
      union select learner_id from attempts where publication_id in (select id from placed)
    )
    select (select count(*)::int from contexts where deployment_id = ${id}) as "courseCount",
      (select count(*)::int from placed) as "publicationCount",
      (select count(*)::int from learned) as "learnerCount"`.execute(db);
  const [use] = rows;
  if (use === undefined) throw new NotFoundError('deployment');
  return use;
}

/** Forgets a deployment with all that was placed and learned in it; throws `NotFoundError`. */
export async function deleteDeployment(db: Db, key: DeploymentKey): Promise<void> {
  const id = await requireDeployment(db, key);
  await db.deleteFrom('deployments').where('id', '=', id).execute();
}

async function requireDeployment(db: Db, { organisationId, platformId, id }: DeploymentKey): Promise<string> {
  const row = await db
    .selectFrom('deployments')
    .innerJoin('platforms', 'platforms.id', 'deployments.platform_id')
    .select('deployments.id')
    .where('deployments.id', '=', id)
    .where('platforms.id', '=', platformId)
    .where('platforms.organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('deployment');
  return row.id;
}
