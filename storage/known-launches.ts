import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { Identity } from './learners.ts';
import type { NewLaunch } from './launches.ts';
import type { LaunchedPublication } from './publications.ts';

/** A launch as it is told: what it would write if none of it were known yet. */
export interface ToldLaunch {
  launch: Pick<
    NewLaunch,
    | 'organisationId'
    | 'platformId'
    | 'messageType'
    | 'role'
    | 'secretHash'
    | 'returnUrl'
    | 'locale'
    | 'createdAt'
    | 'expiresAt'
  >;
  /** As the platform calls it. */
  deploymentId: string;
  learner: Identity;
  context: { contextId: string; title: string; rosterUrl: string | null };
  /** What the link names; undefined where it is bound by an earlier launch. */
  placed: { moduleId: string; chapterId: string | null } | undefined;
  publication: Pick<
    LaunchedPublication,
    'resourceLinkId' | 'title' | 'lineItemUrl' | 'lineItemsUrl' | 'scopes'
  >;
}

/** What is only there to know when somebody was seen last need not be written at every launch. */
const seenAgoMs = 3600_000;

/**
 * Keeps a launch in one statement where its learner, course and link are known just as it tells them; undefined where
 * something of it must be written first. It does not wait for the disk: whoever loses a session opens the activity again, and
 * what is learned in it is written through, and this with it.
 */
export async function insertKnownLaunch(
  db: Db,
  { launch, deploymentId, learner, context, placed, publication }: ToldLaunch,
): Promise<string | undefined> {
  const seenSince = new Date(launch.createdAt.getTime() - seenAgoMs);
  const { rows } = await sql<{ id: string }>`
    insert into launches (organisation_id, platform_id, deployment_id, learner_id, publication_id, context_id,
      message_type, role, secret_hash, return_url, locale, created_at, expires_at)
    select ${launch.organisationId}::uuid, ${launch.platformId}::uuid, deployment.id, learner.id, publication.id, context.id,
      ${launch.messageType}, ${launch.role}, ${launch.secretHash}::bytea, ${launch.returnUrl}, ${launch.locale},
      ${launch.createdAt}::timestamptz, ${launch.expiresAt}::timestamptz
    from deployments deployment
    join learners learner on learner.platform_id = deployment.platform_id
      and learner.subject = ${learner.subject} and learner.seen_at > ${seenSince}
      and (${learner.name}::text = '' or learner.name = ${learner.name})
      and (${learner.email}::text is null or learner.email = ${learner.email}::text)
    join contexts context on context.deployment_id = deployment.id
      and context.context_id = ${context.contextId}
      and (${context.title}::text = '' or context.title = ${context.title})
      and context.roster_url is not distinct from ${context.rosterUrl}::text
    join publications publication on publication.deployment_id = deployment.id
      and publication.resource_link_id = ${publication.resourceLinkId}
      and publication.organisation_id = ${launch.organisationId}
      and publication.context_id = context.id
      and (${placed === undefined}::boolean or (publication.module_id = ${placed?.moduleId ?? null}::uuid
        and publication.chapter_id is not distinct from ${placed?.chapterId ?? null}::uuid))
      and (${publication.title}::text = '' or publication.title = ${publication.title})
      and (${publication.lineItemUrl}::text is null or publication.line_item_url = ${publication.lineItemUrl}::text)
      and publication.line_items_url is not distinct from ${publication.lineItemsUrl}::text
      and publication.scopes = ${publication.scopes}
      and publication.launched_at > ${seenSince}
    where deployment.platform_id = ${launch.platformId} and deployment.deployment_id = ${deploymentId}
      and deployment.state = 'active' and set_config('synchronous_commit', 'off', true) is not null
    returning id`.execute(db);
  return rows[0]?.id;
}
