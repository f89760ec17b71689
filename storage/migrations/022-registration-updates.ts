/** Where a registration can be changed later (RFC 7592), and names of deployments. */
export const registrationUpdates = `
-- As a platform gave them when we registered; the token is encrypted, bound to its address. Null: it gave none.
alter table platforms
  add column registration_url text,
  add column registration_token_encrypted bytea;

-- What an administrator calls a deployment; empty: nothing but its id.
alter table deployments add column label text not null default '';
`;
