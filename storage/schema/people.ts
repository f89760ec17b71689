import type { Generated } from 'kysely';
import type { AccountRole } from '../../domain/person.ts';
import type { CreatedAt, Json } from './columns.ts';

/** A row of `organisations`. */
export interface OrganisationsTable {
  id: Generated<string>;
  name: string;
  created_at: CreatedAt;
}

/** A row of `users`. */
export interface UsersTable {
  id: Generated<string>;
  organisation_id: string;
  email: string;
  name: Generated<string>;
  role: AccountRole;
  password_hash: string | null;
  created_at: CreatedAt;
}

/** A row of `account_links`. */
export interface AccountLinksTable {
  token_hash: Buffer;
  purpose: 'set-up' | 'password';
  user_id: string | null;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
}

/** A row of `api_tokens`. */
export interface ApiTokensTable {
  id: Generated<string>;
  organisation_id: string;
  name: string;
  token_hash: Buffer;
  created_at: CreatedAt;
  last_used_at: Date | null;
}

/** A row of `sessions`. */
export interface SessionsTable {
  sid: string;
  sess: Json<Record<string, unknown>>;
  expire: Date;
}
