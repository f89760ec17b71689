/** Logins travel in their own signed state; what is kept is which states were used, and hints too long to travel. */
export const signedLogins = `
drop table login_states;

-- A state counts once. Kept until it would have expired; what has expired is refused without looking here.
create table used_states (
  state_hash bytea primary key,
  expires_at timestamptz not null
);

-- The platform's hints of a login whose state would become too long with them; to begin it anew in a window of its own.
create unlogged table login_hints (
  state_hash bytea primary key,
  login_hint text not null,
  message_hint text,
  expires_at timestamptz not null
);

-- Each of these costs a look and a row lock at every launch. A session is found only with its platform and deployment, and
-- ends by itself within half a day; learner and publication stay, because what is learned is written for them.
alter table launches
  drop constraint launches_organisation_id_fkey,
  drop constraint launches_platform_id_fkey,
  drop constraint launches_deployment_id_fkey,
  drop constraint launches_context_id_fkey;
`;
