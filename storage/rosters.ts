import { sql } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import type { PlatformRow } from './schema.ts';

/** Where and as whom a course's roster is asked for. */
export interface CourseRoster {
  id: string;
  organisationId: string;
  clientId: string;
  tokenUrl: string;
  tokenAudience: string;
  checks: PlatformRow['checks'];
  deploymentId: string;
  rosterUrl: string;
}

/** What has been placed, where, and whether its platform tells who is in the course. */
export interface PlacedCourse {
  publicationId: string;
  platformId: string;
  moduleId: string;
  chapterId: string | null;
  /** Null: no launch brought the address of a roster. */
  roster: CourseRoster | null;
}

/** One of the organisation's publications, or `NotFoundError`. */
export async function findPlacedCourse(
  db: Db,
  organisationId: string,
  publicationId: string,
): Promise<PlacedCourse> {
  const row = await selectRosters(db)
    .select(['publication.id as publicationId', 'publication.module_id as moduleId'])
    .select('publication.chapter_id as chapterId')
    .where('publication.organisation_id', '=', organisationId)
    .where('publication.id', '=', publicationId)
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('publication');
  const { publicationId: id, moduleId, chapterId, rosterUrl, ...course } = row;
  const roster = rosterUrl === null ? null : { ...course, rosterUrl };
  return { publicationId: id, platformId: row.id, moduleId, chapterId, roster };
}

/** A course of the platform whose roster may be asked for: the one that was launched last. */
export async function findRosterOfPlatform(db: Db, platformId: string): Promise<CourseRoster | undefined> {
  const row = await selectRosters(db)
    .where('platform.id', '=', platformId)
    .where('context.roster_url', 'is not', null)
    .orderBy('publication.launched_at', 'desc')
    .executeTakeFirst();
  return row === undefined || row.rosterUrl === null ? undefined : { ...row, rosterUrl: row.rosterUrl };
}

function selectRosters(db: Db) {
  return db
    .selectFrom('publications as publication')
    .innerJoin('deployments as deployment', 'deployment.id', 'publication.deployment_id')
    .innerJoin('platforms as platform', 'platform.id', 'deployment.platform_id')
    .leftJoin('contexts as context', 'context.id', 'publication.context_id')
    .select([
      'platform.id',
      'platform.organisation_id as organisationId',
      'platform.client_id as clientId',
      'platform.token_url as tokenUrl',
      'platform.token_audience as tokenAudience',
      'platform.checks',
      'deployment.deployment_id as deploymentId',
      'context.roster_url as rosterUrl',
    ]);
}

/** What one person has done of a publication. */
export interface Doing {
  subject: string;
  name: string;
  /** Chapters of it that are complete. */
  completed: number;
}

/** Everybody of whom something is kept in the publication, in the order of their names. */
export async function listDoings(db: Db, publicationId: string): Promise<Doing[]> {
  return await db
    .selectFrom('learners as learner')
    .leftJoin('progress', (join) =>
      join.onRef('progress.learner_id', '=', 'learner.id').on('progress.publication_id', '=', publicationId),
    )
    .select([
      'learner.subject',
      'learner.name',
      sql<number>`count(distinct progress.chapter_id) filter (where progress.completed_at is not null)::int`.as(
        'completed',
      ),
    ])
    .where(
      sql<boolean>`learner.id in (
        select learner_id from progress where publication_id = ${publicationId}
        union select learner_id from attempts where publication_id = ${publicationId}
        union select learner_id from attachment_openings where publication_id = ${publicationId})`,
    )
    .groupBy(['learner.id', 'learner.subject', 'learner.name'])
    .orderBy('learner.name')
    .execute();
}
