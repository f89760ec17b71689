import { sql } from 'kysely';
import pg from 'pg';
import { NotFoundError } from '../domain/app-error.ts';
import type { Db } from './database.ts';
import { insertPendingDeployment } from './deployments.ts';
import type { KeptRegistration } from './platform-registrations.ts';
import type { DeploymentRow, PlatformRow } from './schema.ts';
import type { PlatformCheck, PlatformCheckName } from './schema/platforms.ts';

/** A platform with what belongs to it, as its card shows it. */
export interface PlatformWithDeployments extends PlatformRow {
  deployments: DeploymentRow[];
  publicationCount: number;
}

/** All columns by name: what names `*` is planned anew each time. */
const platformColumns = [
  'platforms.id',
  'platforms.organisation_id',
  'platforms.name',
  'platforms.product_family',
  'platforms.issuer',
  'platforms.client_id',
  'platforms.auth_url',
  'platforms.token_url',
  'platforms.jwks_url',
  'platforms.token_audience',
  'platforms.frame_origins',
  'platforms.state',
  'platforms.registered_by',
  'platforms.allow_anonymous',
  'platforms.checks',
  'platforms.granted_scopes',
  'platforms.registration_url',
  'platforms.created_at',
] as const;

/** Who answers to an issuer, whatever the organisation: a login names no organisation. The two oldest. */
export async function findPlatformsByIssuer(db: Db, issuer: string): Promise<PlatformRow[]> {
  return await db
    .selectFrom('platforms')
    .select(platformColumns)
    .where('issuer', '=', issuer)
    .orderBy('created_at')
    .limit(2)
    .execute();
}

/** The platform of each client, or undefined, in the order asked. */
export async function findPlatformsByClient(
  db: Db,
  clients: readonly { issuer: string; clientId: string }[],
): Promise<(PlatformRow | undefined)[]> {
  const issuers = clients.map(({ issuer }) => issuer);
  const clientIds = clients.map(({ clientId }) => clientId);
  const rows = await db
    .selectFrom('platforms')
    .select(platformColumns)
    .where(
      sql<boolean>`(issuer, client_id) in (select * from unnest(${issuers}::text[], ${clientIds}::text[]))`,
    )
    .execute();
  return clients.map(({ issuer, clientId }) =>
    rows.find((row) => row.issuer === issuer && row.client_id === clientId),
  );
}

/** The platform of each id, or undefined, in the order asked. */
export async function findPlatformsById(
  db: Db,
  ids: readonly string[],
): Promise<(PlatformRow | undefined)[]> {
  const rows = await db
    .selectFrom('platforms')
    .select(platformColumns)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return ids.map((id) => rows.find((row) => row.id === id));
}

/** The organisation's platforms, oldest first. */
export async function listPlatforms(db: Db, organisationId: string): Promise<PlatformWithDeployments[]> {
  const platforms = await db
    .selectFrom('platforms')
    .select(platformColumns)
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at')
    .execute();
  return await withDeployments(db, platforms);
}

/** One of them, or `NotFoundError`. */
export async function findPlatform(
  db: Db,
  organisationId: string,
  platformId: string,
): Promise<PlatformWithDeployments> {
  const platforms = await db
    .selectFrom('platforms')
    .select(platformColumns)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', platformId)
    .execute();
  const [platform] = await withDeployments(db, platforms);
  if (platform === undefined) throw new NotFoundError('platform');
  return platform;
}

async function withDeployments(db: Db, platforms: PlatformRow[]): Promise<PlatformWithDeployments[]> {
  const ids = platforms.map((platform) => platform.id);
  if (ids.length === 0) return [];
  const deployments = await db
    .selectFrom('deployments')
    .selectAll()
    .where('platform_id', 'in', ids)
    .orderBy('created_at')
    .execute();
  const counts = await db
    .selectFrom('publications')
    .innerJoin('deployments', 'deployments.id', 'publications.deployment_id')
    .select(['deployments.platform_id', sql<number>`count(*)::int`.as('count')])
    .where('deployments.platform_id', 'in', ids)
    .groupBy('deployments.platform_id')
    .execute();
  return platforms.map((platform) => ({
    ...platform,
    deployments: deployments.filter((deployment) => deployment.platform_id === platform.id),
    publicationCount: counts.find((count) => count.platform_id === platform.id)?.count ?? 0,
  }));
}

/** What a registration, by hand or by itself, brings. */
export interface NewPlatform {
  organisationId: string;
  name: string;
  productFamily: string | null;
  issuer: string;
  clientId: string;
  authUrl: string;
  tokenUrl: string;
  jwksUrl: string;
  tokenAudience: string;
  frameOrigins: string[];
  state: 'pending' | 'active';
  registeredBy: 'hand' | 'dynamic';
  allowAnonymous: boolean;
  /** Registered with it, and as good as it. */
  deploymentId: string | undefined;
  /** Where the registration can be changed. */
  registration?: KeptRegistration | undefined;
}

/** Keeps a platform; undefined when that client id of that issuer is registered already, by whomever (rule 41). */
export async function insertPlatform(db: Db, platform: NewPlatform): Promise<string | undefined> {
  return await db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('platforms')
      .values({
        organisation_id: platform.organisationId,
        name: platform.name,
        product_family: platform.productFamily,
        issuer: platform.issuer,
        client_id: platform.clientId,
        auth_url: platform.authUrl,
        token_url: platform.tokenUrl,
        jwks_url: platform.jwksUrl,
        token_audience: platform.tokenAudience,
        frame_origins: platform.frameOrigins,
        state: platform.state,
        registered_by: platform.registeredBy,
        allow_anonymous: platform.allowAnonymous,
        ...registrationColumns(platform),
      })
      .onConflict((conflict) => conflict.columns(['issuer', 'client_id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (platform.deploymentId !== undefined) {
      await transaction
        .insertInto('deployments')
        .values({ platform_id: row.id, deployment_id: platform.deploymentId, state: 'active' })
        .execute();
    }
    return row.id;
  });
}

/**
 * Takes in what a platform tells when it registers again in the same organisation under the same client id and addresses:
 * its product and who frames us; a deployment that is new waits for approval. Undefined, and nothing changed, where any of
 * those differ or it was registered by hand: a registration is never overwritten (rule 41).
 */
export async function renewPlatform(db: Db, platform: NewPlatform): Promise<string | undefined> {
  return await db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('platforms')
      .set({
        product_family: platform.productFamily,
        frame_origins: sql<
          string[]
        >`array(select distinct unnest(frame_origins || ${platform.frameOrigins}::text[]))`,
        ...registrationColumns(platform),
      })
      .where('organisation_id', '=', platform.organisationId)
      .where('issuer', '=', platform.issuer)
      .where('client_id', '=', platform.clientId)
      .where('auth_url', '=', platform.authUrl)
      .where('token_url', '=', platform.tokenUrl)
      .where('jwks_url', '=', platform.jwksUrl)
      .where('token_audience', '=', platform.tokenAudience)
      .where('registered_by', '=', 'dynamic')
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (platform.deploymentId !== undefined) {
      await insertPendingDeployment(transaction, row.id, platform.deploymentId);
    }
    return row.id;
  });
}

function registrationColumns({ registration }: NewPlatform) {
  if (registration === undefined) return {};
  return { registration_url: registration.url, registration_token_encrypted: registration.tokenEncrypted };
}

/** What an administrator may change. */
export interface PlatformChanges {
  name?: string | undefined;
  state?: 'active' | 'disabled' | undefined;
  issuer?: string | undefined;
  clientId?: string | undefined;
  /** Empty for none. */
  productFamily?: string | undefined;
  authUrl?: string | undefined;
  tokenUrl?: string | undefined;
  jwksUrl?: string | undefined;
  tokenAudience?: string | undefined;
  frameOrigins?: string[] | undefined;
  allowAnonymous?: boolean | undefined;
}

/** Changes one of the organisation's platforms, unless another has that issuer and client id (`taken`). Throws `NotFoundError`. */
export async function updatePlatform(
  db: Db,
  organisationId: string,
  platformId: string,
  changes: PlatformChanges,
): Promise<'changed' | 'taken'> {
  const columns = {
    name: changes.name,
    state: changes.state,
    issuer: changes.issuer,
    client_id: changes.clientId,
    product_family: changes.productFamily === '' ? null : changes.productFamily,
    auth_url: changes.authUrl,
    token_url: changes.tokenUrl,
    jwks_url: changes.jwksUrl,
    token_audience: changes.tokenAudience,
    frame_origins: changes.frameOrigins,
    allow_anonymous: changes.allowAnonymous,
  };
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return 'changed';
  try {
    const result = await db
      .updateTable('platforms')
      .set(given)
      .where('organisation_id', '=', organisationId)
      .where('id', '=', platformId)
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) throw new NotFoundError('platform');
    return 'changed';
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation) return 'taken';
    throw error;
  }
}

/** PostgreSQL's code for a second row under one key. */
const uniqueViolation = '23505';

/** Keeps what a platform's token endpoint granted last; what it said at registration may differ (Moodle's does). */
export async function setGrantedScopes(db: Db, platformId: string, scopes: readonly string[]): Promise<void> {
  await db
    .updateTable('platforms')
    .set({ granted_scopes: [...scopes] })
    .where('id', '=', platformId)
    .execute();
}

/** Forgets one of the organisation's platforms with all that was placed there, or throws `NotFoundError`. */
export async function deletePlatform(db: Db, organisationId: string, platformId: string): Promise<void> {
  const result = await db
    .deleteFrom('platforms')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', platformId)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw new NotFoundError('platform');
}

/** Whether a check that ended like the one before is worth a write: a busy platform would write at every launch. */
const quietMs = 60_000;

/** Notes when a part of a platform was last seen to work or to fail; in `platform` too, which may be kept for a moment. */
export async function notePlatformCheck(
  db: Db,
  platform: Pick<PlatformRow, 'id' | 'checks'>,
  name: PlatformCheckName,
  check: { now: Date; ok: boolean; message?: string },
): Promise<void> {
  const before = platform.checks[name];
  const same = before?.ok === check.ok && before.message === check.message;
  if (same && check.now.getTime() - Date.parse(before.at) < quietMs) return;
  const { now, ...outcome } = check;
  const noted: PlatformCheck = { at: now.toISOString(), ...outcome };
  const added = JSON.stringify({ [name]: noted });
  platform.checks[name] = noted;
  await db
    .updateTable('platforms')
    .set({ checks: sql<string>`checks || ${added}::jsonb` })
    .where('id', '=', platform.id)
    .execute();
}
