import type { LaunchRole } from '../domain/person.ts';
import type { Db } from './database.ts';

/** What a verified launch placed: a module (`chapterId` null) or one of its chapters. */
export interface PlacedPublication {
  id: string;
  moduleId: string;
  chapterId: string | null;
  title: string;
}

/** A launch with the names that its page shows; the session of a picker or of a learner's page. */
export interface LaunchSession {
  id: string;
  organisationId: string;
  platformId: string;
  platformName: string;
  deploymentId: string;
  contextTitle: string;
  /** Null: the platform did not say who it is. */
  learnerId: string | null;
  learnerName: string;
  /** Whose work a submission review shows; null where they never came, and in every other launch. */
  reviewed: { learnerId: string; name: string } | null;
  role: LaunchRole;
  messageType: string;
  secretHash: Buffer;
  publication: PlacedPublication | null;
  deepLinking: Record<string, unknown> | null;
  deepLinkingUsedAt: Date | null;
  returnUrl: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** The launch by its id, or undefined; also when its platform or deployment is no longer active. */
export async function findLaunchSession(db: Db, launchId: string): Promise<LaunchSession | undefined> {
  const row = await selectLaunch(db, launchId);
  if (row === undefined) return undefined;
  const { publicationId, moduleId, chapterId, publicationTitle, reviewedId, reviewedName, ...session } = row;
  return {
    ...session,
    contextTitle: row.contextTitle ?? '',
    learnerName: row.learnerName ?? '',
    reviewed: reviewedId === null ? null : { learnerId: reviewedId, name: reviewedName ?? '' },
    publication:
      publicationId === null || moduleId === null
        ? null
        : { id: publicationId, moduleId, chapterId, title: publicationTitle ?? '' },
  };
}

function selectLaunch(db: Db, launchId: string) {
  return db
    .selectFrom('launches as launch')
    .innerJoin('platforms as platform', 'platform.id', 'launch.platform_id')
    .innerJoin('deployments as deployment', 'deployment.id', 'launch.deployment_id')
    .leftJoin('learners as learner', 'learner.id', 'launch.learner_id')
    .leftJoin('learners as reviewed', 'reviewed.id', 'launch.reviewed_learner_id')
    .leftJoin('publications as publication', (join) =>
      join
        .onRef('publication.id', '=', 'launch.publication_id')
        .onRef('publication.organisation_id', '=', 'launch.organisation_id'),
    )
    .leftJoin('contexts as context', (join) =>
      join.on((eb) => eb('context.id', '=', eb.fn.coalesce('launch.context_id', 'publication.context_id'))),
    )
    .select([
      'launch.id',
      'launch.organisation_id as organisationId',
      'launch.platform_id as platformId',
      'platform.name as platformName',
      'launch.deployment_id as deploymentId',
      'context.title as contextTitle',
      'launch.learner_id as learnerId',
      'launch.reviewed_learner_id as reviewedId',
      'reviewed.name as reviewedName',
      'learner.name as learnerName',
      'launch.role',
      'launch.message_type as messageType',
      'launch.secret_hash as secretHash',
      'publication.id as publicationId',
      'publication.module_id as moduleId',
      'publication.chapter_id as chapterId',
      'publication.title as publicationTitle',
      'launch.deep_linking as deepLinking',
      'launch.deep_linking_used_at as deepLinkingUsedAt',
      'launch.return_url as returnUrl',
      'launch.created_at as createdAt',
      'launch.expires_at as expiresAt',
    ])
    .where('launch.id', '=', launchId)
    .where('platform.state', '=', 'active')
    .where('deployment.state', '=', 'active')
    .executeTakeFirst();
}

/** Where the page of this launch may keep something; undefined when it ended, or was opened with cookies. */
export async function findLaunchStorage(
  db: Db,
  launchId: string,
  now: Date,
): Promise<{ authUrl: string; storageTarget: string | null } | undefined> {
  return await db
    .selectFrom('launches')
    .innerJoin('platforms', 'platforms.id', 'launches.platform_id')
    .select(['platforms.auth_url as authUrl', 'launches.storage_target as storageTarget'])
    .where('launches.id', '=', launchId)
    .where('launches.expires_at', '>', now)
    .executeTakeFirst();
}

/** Origins that may frame the page of this launch: those an administrator entered for its platform. */
export async function frameOriginsOfLaunch(db: Db, launchId: string): Promise<string[]> {
  const row = await db
    .selectFrom('launches')
    .innerJoin('platforms', 'platforms.id', 'launches.platform_id')
    .select('platforms.frame_origins')
    .where('launches.id', '=', launchId)
    .executeTakeFirst();
  return row?.frame_origins ?? [];
}
