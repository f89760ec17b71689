import type { Generated } from 'kysely';
import type { LaunchRole } from '../../domain/person.ts';
import type { CreatedAt, DefaultedJson, Json, NullableJson } from './columns.ts';

/** A row of `tool_keys`. */
export interface ToolKeysTable {
  organisation_id: string;
  kid: string;
  public_jwk: Json<Record<string, unknown>>;
  private_jwk_encrypted: Buffer;
  created_at: CreatedAt;
  retired_at: Date | null;
}

/** A row of `platform_invites`. */
export interface PlatformInvitesTable {
  id: Generated<string>;
  organisation_id: string;
  token_hash: Buffer;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
}

/** When a platform's part was last tried, and how it went. */
export interface PlatformCheck {
  at: string;
  ok: boolean;
  message?: string;
}
export type PlatformCheckName = 'keys' | 'login' | 'launch' | 'deepLink' | 'score' | 'roster';

/** A row of `platforms`. */
export interface PlatformsTable {
  id: Generated<string>;
  organisation_id: string;
  name: string;
  product_family: string | null;
  issuer: string;
  client_id: string;
  auth_url: string;
  token_url: string;
  jwks_url: string;
  token_audience: string;
  frame_origins: Generated<string[]>;
  state: Generated<'pending' | 'active' | 'disabled'>;
  registered_by: 'hand' | 'dynamic';
  allow_anonymous: Generated<boolean>;
  checks: DefaultedJson<Partial<Record<PlatformCheckName, PlatformCheck>>>;
  granted_scopes: Generated<string[] | null>;
  registration_url: Generated<string | null>;
  registration_token_encrypted: Generated<Buffer | null>;
  created_at: CreatedAt;
}

/** A row of `deployments`. */
export interface DeploymentsTable {
  id: Generated<string>;
  platform_id: string;
  deployment_id: string;
  label: Generated<string>;
  state: Generated<'pending' | 'active' | 'disabled'>;
  created_at: CreatedAt;
}

/** A row of `used_states`. */
export interface UsedStatesTable {
  state_hash: Buffer;
  expires_at: Date;
}

/** A row of `login_hints`. */
export interface LoginHintsTable {
  state_hash: Buffer;
  login_hint: string;
  message_hint: string | null;
  expires_at: Date;
}

/** A row of `contexts`. */
export interface ContextsTable {
  id: Generated<string>;
  deployment_id: string;
  context_id: string;
  title: Generated<string>;
  roster_url: Generated<string | null>;
}

/** A row of `publications`. */
export interface PublicationsTable {
  id: Generated<string>;
  organisation_id: string;
  deployment_id: string;
  context_id: string | null;
  resource_link_id: string;
  module_id: string;
  chapter_id: string | null;
  title: Generated<string>;
  line_item_url: string | null;
  line_items_url: string | null;
  scopes: Generated<string[]>;
  created_at: CreatedAt;
  launched_at: Generated<Date>;
}

/** A row of `launches`. */
export interface LaunchesTable {
  id: Generated<string>;
  organisation_id: string;
  platform_id: string;
  deployment_id: string;
  learner_id: string | null;
  publication_id: string | null;
  context_id: string | null;
  message_type: string;
  role: LaunchRole;
  secret_hash: Buffer;
  deep_linking: NullableJson<Record<string, unknown>>;
  deep_linking_used_at: Date | null;
  return_url: string | null;
  locale: string | null;
  storage_target: Generated<string | null>;
  reviewed_learner_id: Generated<string | null>;
  created_at: CreatedAt;
  expires_at: Date;
}

/** A row of `launch_tokens`. */
export interface LaunchTokensTable {
  token_hash: Buffer;
  launch_id: string;
  kind: 'code' | 'bearer';
  expires_at: Date;
}
