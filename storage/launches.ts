import type { LaunchRole } from '../domain/person.ts';
import type { Db } from './database.ts';

/** A verified launch, to be the session of the page that it opens. */
export interface NewLaunch {
  organisationId: string;
  platformId: string;
  deploymentId: string;
  /** Null: the platform did not say who it is. */
  learnerId: string | null;
  publicationId: string | null;
  contextId: string | null;
  messageType: string;
  role: LaunchRole;
  secretHash: Buffer;
  deepLinking: Record<string, unknown> | null;
  returnUrl: string | null;
  locale: string | null;
  /** Where a page without cookies may keep something with the platform. */
  storageTarget: string | null;
  /** Whose work a submission review shows. */
  reviewedLearnerId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** Keeps a launch and gives its id. */
export async function insertLaunch(db: Db, launch: NewLaunch): Promise<string> {
  const { id } = await db
    .insertInto('launches')
    .values({
      organisation_id: launch.organisationId,
      platform_id: launch.platformId,
      deployment_id: launch.deploymentId,
      learner_id: launch.learnerId,
      publication_id: launch.publicationId,
      context_id: launch.contextId,
      message_type: launch.messageType,
      role: launch.role,
      secret_hash: launch.secretHash,
      deep_linking: launch.deepLinking === null ? null : JSON.stringify(launch.deepLinking),
      deep_linking_used_at: null,
      return_url: launch.returnUrl,
      locale: launch.locale,
      storage_target: launch.storageTarget,
      reviewed_learner_id: launch.reviewedLearnerId,
      created_at: launch.createdAt,
      expires_at: launch.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Uses a picker's settings up; false when they were used before, or their hour is over (LTI.md rule 23). */
export async function takeDeepLinking(db: Db, launchId: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('launches')
    .set({ deep_linking_used_at: now })
    .where('id', '=', launchId)
    .where('deep_linking', 'is not', null)
    .where('deep_linking_used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Sessions that have ended. */
export async function deleteExpiredLaunches(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('launches').where('expires_at', '<', now).execute();
}

/** Who a deep linking response is between: the platform's issuer, our client id there, and the deployment. */
export async function findLaunchParties(
  db: Db,
  launchId: string,
): Promise<{ issuer: string; clientId: string; deploymentId: string } | undefined> {
  return await db
    .selectFrom('launches')
    .innerJoin('platforms', 'platforms.id', 'launches.platform_id')
    .innerJoin('deployments', 'deployments.id', 'launches.deployment_id')
    .select([
      'platforms.issuer',
      'platforms.client_id as clientId',
      'deployments.deployment_id as deploymentId',
    ])
    .where('launches.id', '=', launchId)
    .executeTakeFirst();
}
