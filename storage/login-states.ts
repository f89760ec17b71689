import type { Db } from './database.ts';
import { platformColumns } from './platforms.ts';
import type { PlatformRow } from './schema.ts';

/** What is remembered between a login and its launch; secrets only as hashes. */
export interface LoginState {
  stateHash: Buffer;
  platformId: string;
  nonceHash: Buffer;
  bindingHash: Buffer;
  targetLinkUri: string;
  deploymentHint: string | null;
  storageTarget: string | null;
  loginHint: string;
  messageHint: string | null;
  expiresAt: Date;
}

/** Remembers a login that has gone to its platform. */
export async function insertLoginState(db: Db, state: LoginState): Promise<void> {
  await db
    .insertInto('login_states')
    .values({
      state_hash: state.stateHash,
      platform_id: state.platformId,
      nonce_hash: state.nonceHash,
      binding_hash: state.bindingHash,
      target_link_uri: state.targetLinkUri,
      deployment_hint: state.deploymentHint,
      storage_target: state.storageTarget,
      login_hint: state.loginHint,
      message_hint: state.messageHint,
      expires_at: state.expiresAt,
    })
    .execute();
}

type LoginHints = Pick<
  LoginState,
  'storageTarget' | 'loginHint' | 'messageHint' | 'targetLinkUri' | 'deploymentHint' | 'expiresAt'
>;

/** A login that is on its way, as its platform gave it; nothing is used up. */
export async function peekLoginState(
  db: Db,
  stateHash: Buffer,
): Promise<(LoginHints & { platform: PlatformRow }) | undefined> {
  const row = await db
    .selectFrom('login_states')
    .innerJoin('platforms', 'platforms.id', 'login_states.platform_id')
    .select([
      'login_states.storage_target as storageTarget',
      'login_states.login_hint as loginHint',
      'login_states.message_hint as messageHint',
      'login_states.target_link_uri as targetLinkUri',
      'login_states.deployment_hint as deploymentHint',
      'login_states.expires_at as expiresAt',
    ])
    .selectAll('platforms')
    .where('login_states.state_hash', '=', stateHash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { storageTarget, loginHint, messageHint, targetLinkUri, deploymentHint, expiresAt, ...platform } =
    row;
  return { storageTarget, loginHint, messageHint, targetLinkUri, deploymentHint, expiresAt, platform };
}

/** Finds and deletes in one statement, so that of two launches with one state only one gets it. */
export async function takeLoginState(
  db: Db,
  stateHash: Buffer,
): Promise<{ login: LoginState; platform: PlatformRow } | undefined> {
  const row = await db
    .with('taken', (taken) =>
      taken
        .deleteFrom('login_states')
        .where('state_hash', '=', stateHash)
        .returning([
          'state_hash as stateHash',
          'platform_id as platformId',
          'nonce_hash as nonceHash',
          'binding_hash as bindingHash',
          'target_link_uri as targetLinkUri',
          'deployment_hint as deploymentHint',
          'storage_target as storageTarget',
          'login_hint as loginHint',
          'message_hint as messageHint',
          'expires_at as expiresAt',
        ]),
    )
    .selectFrom('taken')
    .innerJoin('platforms', 'platforms.id', 'taken.platformId')
    .select([
      'stateHash',
      'platformId',
      'nonceHash',
      'bindingHash',
      'targetLinkUri',
      'deploymentHint',
      'storageTarget',
      'loginHint',
      'messageHint',
      'expiresAt',
    ])
    .select(platformColumns)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { stateHash: hash, platformId, nonceHash, bindingHash, targetLinkUri, deploymentHint, ...rest } = row;
  const { storageTarget, loginHint, messageHint, expiresAt, ...platform } = rest;
  const login = {
    ...{ stateHash: hash, platformId, nonceHash, bindingHash, targetLinkUri, deploymentHint },
    ...{ storageTarget, loginHint, messageHint, expiresAt },
  };
  return { login, platform };
}

/** Logins that never came back. */
export async function deleteExpiredLoginStates(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('login_states').where('expires_at', '<', now).execute();
}
