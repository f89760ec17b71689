import type { Db } from './database.ts';
import type { PlatformRow } from './schema.ts';

/** A place in an LMS where a module or chapter of ours was put. */
export interface Publication {
  id: string;
  moduleId: string;
  chapterId: string | null;
}

/** What is placed behind a resource link, if anything (rule 43: link ids are unique per deployment only). */
export async function findPublication(
  db: Db,
  deploymentId: string,
  resourceLinkId: string,
): Promise<Publication | undefined> {
  return await db
    .selectFrom('publications')
    .select(['id', 'module_id as moduleId', 'chapter_id as chapterId'])
    .where('deployment_id', '=', deploymentId)
    .where('resource_link_id', '=', resourceLinkId)
    .executeTakeFirst();
}

/** A module, or one chapter of it, that a link may point at. */
export interface Placeable {
  moduleId: string;
  moduleTitle: string;
  chapterId: string | null;
  chapterTitle: string | null;
}

/** The organisation's module with that chapter (or none named); undefined when either is not the organisation's. */
export async function findPlaceable(
  db: Db,
  organisationId: string,
  { moduleId, chapterId }: { moduleId: string; chapterId: string | undefined },
): Promise<Placeable | undefined> {
  const row = await db
    .selectFrom('modules as module')
    .leftJoin('chapters as chapter', (join) =>
      join.onRef('chapter.module_id', '=', 'module.id').on('chapter.id', '=', chapterId ?? null),
    )
    .select([
      'module.id as moduleId',
      'module.title as moduleTitle',
      'chapter.id as chapterId',
      'chapter.title as chapterTitle',
    ])
    .where('module.organisation_id', '=', organisationId)
    .where('module.id', '=', moduleId)
    .executeTakeFirst();
  return row !== undefined && (row.chapterId ?? undefined) === chapterId ? row : undefined;
}

/** The course of a launch; its title as told last. */
export async function upsertContext(
  db: Db,
  context: { deploymentId: string; contextId: string; title: string; rosterUrl: string | null },
): Promise<string> {
  const { id } = await db
    .insertInto('contexts')
    .values({
      deployment_id: context.deploymentId,
      context_id: context.contextId,
      title: context.title,
      roster_url: context.rosterUrl,
    })
    .onConflict((conflict) =>
      conflict.columns(['deployment_id', 'context_id']).doUpdateSet((eb) => ({
        title: context.title === '' ? eb.ref('contexts.title') : eb.val(context.title),
        // As in the newest launch: a platform may take the roster away again.
        roster_url: context.rosterUrl,
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What a verified launch of a link says about its publication. */
export interface LaunchedPublication {
  organisationId: string;
  deploymentId: string;
  contextId: string | null;
  resourceLinkId: string;
  moduleId: string;
  chapterId: string | null;
  title: string;
  /** Null where the launch names none: it has none, or many; one that was found before stays. */
  lineItemUrl: string | null;
  lineItemsUrl: string | null;
  /** The scopes this launch grants: none when the platform takes no scores here. */
  scopes: string[];
  launchedAt: Date;
}

/** Binds a link to what it places on its first launch, and takes its services afresh on every one (rules 27 and 31). */
export async function upsertPublication(db: Db, launched: LaunchedPublication): Promise<string> {
  const told = {
    context_id: launched.contextId,
    module_id: launched.moduleId,
    chapter_id: launched.chapterId,
    title: launched.title,
    line_items_url: launched.lineItemsUrl,
    scopes: launched.scopes,
    launched_at: launched.launchedAt,
    ...(launched.lineItemUrl === null ? {} : { line_item_url: launched.lineItemUrl }),
  };
  const { id } = await db
    .insertInto('publications')
    .values({
      ...told,
      organisation_id: launched.organisationId,
      deployment_id: launched.deploymentId,
      resource_link_id: launched.resourceLinkId,
    })
    .onConflict((conflict) => conflict.columns(['deployment_id', 'resource_link_id']).doUpdateSet(told))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Where a publication's scores go, and through whom. */
export interface GradedPublication {
  id: string;
  title: string;
  resourceLinkId: string;
  moduleId: string;
  chapterId: string | null;
  lineItemUrl: string | null;
  lineItemsUrl: string | null;
  scopes: string[];
  deploymentId: string;
  active: boolean;
  platform: {
    id: string;
    organisationId: string;
    clientId: string;
    tokenUrl: string;
    tokenAudience: string;
    productFamily: string | null;
    checks: PlatformRow['checks'];
  };
}

/** A publication with the platform that its scores go to, or undefined. */
export async function findGradedPublication(
  db: Db,
  publicationId: string,
): Promise<GradedPublication | undefined> {
  const row = await db
    .selectFrom('publications as publication')
    .innerJoin('deployments as deployment', 'deployment.id', 'publication.deployment_id')
    .innerJoin('platforms as platform', 'platform.id', 'deployment.platform_id')
    .select([
      'publication.id',
      'publication.title',
      'publication.resource_link_id as resourceLinkId',
      'publication.module_id as moduleId',
      'publication.chapter_id as chapterId',
      'publication.line_item_url as lineItemUrl',
      'publication.line_items_url as lineItemsUrl',
      'publication.scopes',
      'deployment.deployment_id as deploymentId',
      'deployment.state as deploymentState',
      'platform.state as platformState',
      'platform.id as platformId',
      'platform.organisation_id as organisationId',
      'platform.client_id as clientId',
      'platform.token_url as tokenUrl',
      'platform.token_audience as tokenAudience',
      'platform.product_family as productFamily',
      'platform.checks',
    ])
    .where('publication.id', '=', publicationId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { platformId, organisationId, clientId, tokenUrl, tokenAudience, productFamily, checks, ...rest } =
    row;
  const { deploymentState, platformState, ...publication } = rest;
  return {
    ...publication,
    active: deploymentState === 'active' && platformState === 'active',
    platform: { id: platformId, organisationId, clientId, tokenUrl, tokenAudience, productFamily, checks },
  };
}

/** Remembers the line item that was found or made for a publication; null forgets one that is gone. */
export async function setLineItem(db: Db, publicationId: string, lineItemUrl: string | null): Promise<void> {
  await db
    .updateTable('publications')
    .set({ line_item_url: lineItemUrl })
    .where('id', '=', publicationId)
    .execute();
}
