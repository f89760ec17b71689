/** Sessions of frames without cookies, submission reviews, rosters, and what platforms really grant. */
export const launchDoors = `
-- Where a launch that came without cookies can keep something: the platform's frame.
alter table launches add column storage_target text;
-- Whose work a submission review shows.
alter table launches add column reviewed_learner_id uuid references learners on delete cascade;

-- A code is exchanged once, within a minute, for a bearer token that the page holds.
create table launch_tokens (
  token_hash bytea primary key,
  launch_id uuid not null references launches on delete cascade,
  kind text not null check (kind in ('code','bearer')),
  expires_at timestamptz not null
);
create index launch_tokens_expire on launch_tokens (expires_at);
create index launch_tokens_by_launch on launch_tokens (launch_id);

-- Where the platform tells who is in the course; from launches.
alter table contexts add column roster_url text;

-- As the token endpoint granted them last; null: never asked.
alter table platforms add column granted_scopes text[];
`;
