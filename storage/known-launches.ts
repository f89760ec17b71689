import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { Identity } from './learners.ts';
import type { NewLaunch } from './launches.ts';
import type { LaunchedPublication } from './publications.ts';
import type { UsedState } from './used-states.ts';

/** A verified launch as it is told: what it would write if none of it were known yet. */
export interface ToldLaunch {
  state: UsedState;
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
  /** What the launch was checked against; it must be so still. */
  platform: { issuer: string; clientId: string; jwksUrl: string };
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

/** What became of it. */
export interface KnownLaunch {
  /** False: its state was used before, and nothing was done. */
  used: boolean;
  /** Undefined: something of it must be written first; its state is used up all the same. */
  launchId: string | undefined;
}

/**
 * Uses up the states of launches and keeps those whose course and link are known just as they tell them, and whose platform
 * is active and as it was when they were verified, all in one statement; who launches may be new. It waits for the disk: a
 * state that a crash gave back could be used again.
 */
export async function openKnownLaunches(db: Db, launches: readonly ToldLaunch[]): Promise<KnownLaunch[]> {
  const told = JSON.stringify(launches.map(flat));
  const { rows } = await sql<{ turn: number; used: boolean; launch_id: string | null }>`
    with told as (
      -- Of those with one state the first counts.
      select distinct on (state_hash) ${toldColumns} from json_to_recordset(${told}::json) as told (${typedColumns})
      order by state_hash, turn
    ), used as (
      insert into used_states (state_hash, expires_at) select state_hash, state_expires_at from told
      on conflict do nothing returning state_hash
    ), known as (
      select ${ofTold}, deployment.id as deployment_id, context.id as context_id, publication.id as publication_id
      from told
      join used on used.state_hash = told.state_hash
      join platforms platform on platform.id = told.platform_id and platform.state = 'active'
        and platform.organisation_id = told.organisation_id and platform.issuer = told.issuer
        and platform.client_id = told.client_id and platform.jwks_url = told.jwks_url
      join deployments deployment on deployment.platform_id = told.platform_id
        and deployment.deployment_id = told.deployment and deployment.state = 'active'
      join contexts context on context.deployment_id = deployment.id and context.context_id = told.context
        and (told.context_title = '' or context.title = told.context_title)
        and context.roster_url is not distinct from told.roster_url
      join publications publication on publication.deployment_id = deployment.id
        and publication.resource_link_id = told.resource_link_id
        and publication.organisation_id = told.organisation_id
        and publication.context_id = context.id
        and (not told.is_placed or (publication.module_id = told.module_id
          and publication.chapter_id is not distinct from told.chapter_id))
        and (told.link_title = '' or publication.title = told.link_title)
        and (told.line_item_url is null or publication.line_item_url = told.line_item_url)
        and publication.line_items_url is not distinct from told.line_items_url
        and publication.scopes = told.scopes
        -- When a link or a person was seen last is worth a write once an hour.
        and publication.launched_at > told.created_at - interval '1 hour'
    ), met as (
      select known.turn, learner.id from known
      join learners learner on learner.platform_id = known.platform_id and learner.subject = known.subject
        and learner.seen_at > known.created_at - interval '1 hour'
        and (known.name = '' or learner.name = known.name)
        and (known.email is null or learner.email = known.email)
    ), greeted as (
      insert into learners (platform_id, subject, name, email, seen_at)
      select distinct on (platform_id, subject) platform_id, subject, name, email, created_at
      from known where turn not in (select turn from met) order by platform_id, subject
      on conflict (platform_id, subject) do update set seen_at = excluded.seen_at,
        name = case when excluded.name = '' then learners.name else excluded.name end,
        email = coalesce(excluded.email, learners.email)
      returning id, platform_id, subject
    ), opened as (
      insert into launches (organisation_id, platform_id, deployment_id, learner_id, publication_id, context_id,
        message_type, role, secret_hash, return_url, locale, created_at, expires_at)
      select organisation_id, known.platform_id, deployment_id, coalesce(met.id, greeted.id), publication_id, context_id,
        message_type, role, secret_hash, return_url, locale, created_at, expires_at
      from known
      left join met on met.turn = known.turn
      left join greeted on greeted.platform_id = known.platform_id and greeted.subject = known.subject
      returning id, secret_hash
    )
    select told.turn, used.state_hash is not null as used, opened.id as launch_id
    from told
    left join used on used.state_hash = told.state_hash
    left join opened on opened.secret_hash = told.secret_hash`.execute(db);
  const byTurn = new Map(rows.map((row) => [row.turn, row]));
  return launches.map((_launch, turn) => ({
    used: byTurn.get(turn)?.used ?? false,
    launchId: byTurn.get(turn)?.launch_id ?? undefined,
  }));
}

/** A launch as the statement is told it. */
const columns: Record<keyof ReturnType<typeof flat>, string> = {
  turn: 'integer',
  state_hash: 'bytea',
  state_expires_at: 'timestamptz',
  organisation_id: 'uuid',
  platform_id: 'uuid',
  issuer: 'text',
  client_id: 'text',
  jwks_url: 'text',
  deployment: 'text',
  subject: 'text',
  name: 'text',
  email: 'text',
  context: 'text',
  context_title: 'text',
  roster_url: 'text',
  resource_link_id: 'text',
  is_placed: 'boolean',
  module_id: 'uuid',
  chapter_id: 'uuid',
  link_title: 'text',
  line_item_url: 'text',
  line_items_url: 'text',
  scopes: 'text[]',
  message_type: 'text',
  role: 'text',
  secret_hash: 'bytea',
  return_url: 'text',
  locale: 'text',
  created_at: 'timestamptz',
  expires_at: 'timestamptz',
};
const names = Object.keys(columns);
/** A statement with `*` would be planned each time (preparing-client.ts), which takes ten times as long as running it. */
const toldColumns = sql.raw(names.join(', '));
const ofTold = sql.raw(names.map((name) => `told.${name}`).join(', '));
const typedColumns = sql.raw(
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
);

function flat(
  { state, launch, platform, learner, context, placed, publication, ...told }: ToldLaunch,
  turn: number,
) {
  return {
    turn,
    state_hash: bytea(state.stateHash),
    state_expires_at: state.expiresAt,
    organisation_id: launch.organisationId,
    platform_id: launch.platformId,
    issuer: platform.issuer,
    client_id: platform.clientId,
    jwks_url: platform.jwksUrl,
    deployment: told.deploymentId,
    subject: learner.subject,
    name: learner.name,
    email: learner.email,
    context: context.contextId,
    context_title: context.title,
    roster_url: context.rosterUrl,
    resource_link_id: publication.resourceLinkId,
    is_placed: placed !== undefined,
    module_id: placed?.moduleId,
    chapter_id: placed?.chapterId,
    link_title: publication.title,
    line_item_url: publication.lineItemUrl,
    line_items_url: publication.lineItemsUrl,
    scopes: publication.scopes,
    message_type: launch.messageType,
    role: launch.role,
    secret_hash: bytea(launch.secretHash),
    return_url: launch.returnUrl,
    locale: launch.locale,
    created_at: launch.createdAt,
    expires_at: launch.expiresAt,
  };
}

function bytea(bytes: Buffer): string {
  return String.raw`\x${bytes.toString('hex')}`;
}
