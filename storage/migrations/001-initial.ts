/** The first schema. Every row belongs to an organisation, directly or through its parent. */
export const initial = `
create table organisations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  email text not null,
  name text not null default '',
  role text not null check (role in ('trainer', 'administrator')),
  password_hash text,
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

-- One-time links: set up the first organisation (no user yet), or choose a password.
create table account_links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('set-up', 'password')),
  user_id uuid references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table api_tokens (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

-- connect-pg-simple's table.
create table sessions (
  sid varchar primary key,
  sess json not null,
  expire timestamp(6) not null
);
create index sessions_expire on sessions (expire);

create table recordings (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  title text not null,
  state text not null check (state in ('uploading','waiting','probing','cutting','ready','failed','cancelled')),
  failure jsonb,
  -- The trainer has asked for chapters; work starts as soon as the file and a right outline are here.
  start_requested boolean not null default false,
  file_name text,
  blob_key text,
  bytes bigint,
  duration_ms bigint,
  -- What the probe saw (pipelines/media/probe-recording.ts).
  probe jsonb,
  outline_text text,
  outline_file_name text,
  boundaries text not null default 'exact' check (boundaries in ('exact','pause')),
  -- Warnings of the outline, transcript and quiz: [{from, line?, message}].
  warnings jsonb not null default '[]',
  -- Raised when work starts anew, so that a job of an earlier run changes nothing.
  run integer not null default 0,
  -- Names what was ingested where a crash could make us ingest it again (the watched folder).
  ingest_key text,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index recordings_by_ingest_key on recordings (organisation_id, ingest_key);
create index recordings_by_organisation on recordings (organisation_id, created_at desc);

-- What has happened to a recording, in words, for its page.
create table recording_events (
  id bigint generated always as identity primary key,
  recording_id uuid not null references recordings on delete cascade,
  at timestamptz not null default now(),
  kind text not null,
  chapter_index integer,
  message text not null
);
create index recording_events_by_recording on recording_events (recording_id, id);

-- Uploads on their way (tus) and files that came with a recording before it could be worked on.
create table recording_files (
  id uuid primary key default gen_random_uuid(),
  recording_id uuid not null references recordings on delete cascade,
  role text not null check (role in ('recording','outline','transcript','quiz','polls','chat','attachment')),
  file_name text not null,
  content_type text,
  bytes bigint,
  blob_key text,
  upload_id text unique,
  -- When it went into the module: its transcript, quizzes or attachments. Null until there are chapters.
  applied_at timestamptz,
  -- Not the transaction's time: what is added together keeps its order.
  created_at timestamptz not null default clock_timestamp()
);
create index recording_files_by_recording on recording_files (recording_id);

-- Which worker runs which job: storage/job-claims.ts.
create table job_claims (
  job_id uuid primary key,
  job_name text not null,
  attempt integer not null,
  worker_id bigint not null,
  claimed_at timestamptz not null default now()
);

create table transcripts (
  recording_id uuid primary key references recordings on delete cascade,
  format text not null,
  language text not null default 'en',
  -- [{startMs, endMs, speaker?, text}], on the recording's clock. A chapter's captions are cut from it when asked for.
  cues jsonb not null,
  created_at timestamptz not null default now()
);

create table modules (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  recording_id uuid references recordings on delete set null,
  title text not null,
  description text not null default '',
  state text not null default 'draft' check (state in ('draft','published','retracted')),
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index modules_by_organisation on modules (organisation_id, created_at desc);
create unique index modules_by_recording on modules (recording_id);

create table chapters (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  module_id uuid not null references modules on delete cascade,
  recording_id uuid not null references recordings on delete cascade,
  index integer not null,
  title text not null,
  start_ms bigint not null,
  end_ms bigint not null,
  state text not null default 'waiting' check (state in ('waiting','cutting','ready','failed','cancelled')),
  -- 0 to 100, of the clip being cut now.
  progress integer not null default 0,
  failure jsonb,
  completion jsonb not null default '{"watchedShare":0.9,"quizPassed":true,"templateOpened":false}',
  -- Raised by every change of the boundaries or retry: a cut-chapter job of an older revision changes nothing.
  revision integer not null default 1,
  -- The verified clip that learners see. It stays while a newer one is being cut.
  clip_key text,
  clip_revision integer,
  clip_start_ms bigint,
  clip_end_ms bigint,
  clip_duration_ms bigint,
  clip_bytes bigint,
  clip_frames integer,
  clip_method text check (clip_method in ('copy','smart','encode')),
  thumbnail_key text,
  poster_key text,
  updated_at timestamptz not null default now(),
  check (start_ms >= 0 and end_ms > start_ms),
  unique (module_id, index) deferrable initially deferred
);
create index chapters_by_recording on chapters (recording_id);

create table quizzes (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  chapter_id uuid not null unique references chapters on delete cascade,
  title text not null default 'Quiz',
  pass_mark double precision not null default 0.6,
  attempts_allowed integer,
  shuffle boolean not null default false,
  -- The whole list, in order: domain/quiz.ts Question[].
  questions jsonb not null default '[]',
  version integer not null default 1,
  updated_at timestamptz not null default now()
);

create table attachments (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  module_id uuid not null references modules on delete cascade,
  chapter_id uuid references chapters on delete cascade,
  kind text not null check (kind in ('template','handout','guide')),
  title text not null,
  -- Not the transaction's time: what is added together keeps its order.
  created_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz
);
create index attachments_by_module on attachments (module_id);

create table attachment_versions (
  attachment_id uuid not null references attachments on delete cascade,
  version integer not null,
  file_name text not null,
  content_type text not null,
  bytes bigint not null,
  blob_key text not null,
  created_at timestamptz not null default now(),
  primary key (attachment_id, version)
);

-- LTI 1.3 -------------------------------------------------------------------------------------------

-- The tool's signing keys. The private half is encrypted with the service's secret.
create table tool_keys (
  kid text primary key,
  public_jwk jsonb not null,
  private_jwk_encrypted bytea not null,
  created_at timestamptz not null default now(),
  -- Signs until retired; published until some time after.
  retired_at timestamptz
);

create table platform_invites (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table platforms (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  name text not null,
  product_family text,
  issuer text not null,
  client_id text not null,
  auth_url text not null,
  token_url text not null,
  jwks_url text not null,
  -- aud of the service token's assertion; the token URL unless the platform says otherwise (Brightspace).
  token_audience text not null,
  -- Origins allowed to frame our pages.
  frame_origins text[] not null default '{}',
  state text not null default 'pending' check (state in ('pending','active','disabled')),
  registered_by text not null check (registered_by in ('hand','dynamic')),
  allow_anonymous boolean not null default false,
  -- When each thing was last seen to work or to fail: {keys, login, launch, deepLink, score, roster: {at, ok, message?}}.
  checks jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (issuer, client_id)
);

create table deployments (
  id uuid primary key default gen_random_uuid(),
  platform_id uuid not null references platforms on delete cascade,
  deployment_id text not null,
  state text not null default 'pending' check (state in ('pending','active','disabled')),
  created_at timestamptz not null default now(),
  unique (platform_id, deployment_id)
);

-- Between login and launch. Read and deleted in one statement.
create table login_states (
  state_hash bytea primary key,
  platform_id uuid not null references platforms on delete cascade,
  nonce_hash bytea not null,
  binding_hash bytea not null,
  target_link_uri text not null,
  deployment_hint text,
  storage_target text,
  -- As the platform gave them, to begin the login anew in a window of its own.
  login_hint text not null,
  message_hint text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index login_states_expire on login_states (expires_at);

create table learners (
  id uuid primary key default gen_random_uuid(),
  platform_id uuid not null references platforms on delete cascade,
  -- The platform's sub; unique only there.
  subject text not null,
  name text not null default '',
  email text,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  unique (platform_id, subject)
);

create table contexts (
  id uuid primary key default gen_random_uuid(),
  deployment_id uuid not null references deployments on delete cascade,
  context_id text not null,
  title text not null default '',
  unique (deployment_id, context_id)
);

-- A module (chapter_id null) or one of its chapters, placed in one LMS context.
create table publications (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  deployment_id uuid not null references deployments on delete cascade,
  context_id uuid references contexts on delete cascade,
  resource_link_id text not null,
  module_id uuid not null references modules on delete cascade,
  chapter_id uuid references chapters on delete cascade,
  title text not null default '',
  line_item_url text,
  -- The context's line items, to look for ours or to make it.
  line_items_url text,
  -- Granted AGS scopes as the newest launch told them.
  scopes text[] not null default '{}',
  created_at timestamptz not null default now(),
  launched_at timestamptz not null default now(),
  unique (deployment_id, resource_link_id)
);
create index publications_by_module on publications (module_id);

-- A verified launch and the session that follows it. The cookie's secret is kept hashed.
create table launches (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  platform_id uuid not null references platforms on delete cascade,
  deployment_id uuid not null references deployments on delete cascade,
  learner_id uuid references learners on delete cascade,
  publication_id uuid references publications on delete cascade,
  context_id uuid references contexts on delete set null,
  message_type text not null,
  role text not null check (role in ('trainer','learner','test-learner','observer')),
  secret_hash bytea not null,
  -- deep_linking_settings of a deep-linking launch; used once.
  deep_linking jsonb,
  deep_linking_used_at timestamptz,
  return_url text,
  locale text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index launches_expire on launches (expires_at);

-- Learning ------------------------------------------------------------------------------------------

create table progress (
  learner_id uuid not null references learners on delete cascade,
  publication_id uuid not null references publications on delete cascade,
  chapter_id uuid not null references chapters on delete cascade,
  -- Watched spans of the clip: [[fromMs, toMs], …], merged and ordered.
  intervals jsonb not null default '[]',
  position_ms bigint not null default 0,
  completed_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (learner_id, publication_id, chapter_id)
);

create table attachment_openings (
  learner_id uuid not null references learners on delete cascade,
  publication_id uuid not null references publications on delete cascade,
  attachment_id uuid not null references attachments on delete cascade,
  opened_at timestamptz not null default now(),
  primary key (learner_id, publication_id, attachment_id)
);

create table attempts (
  id uuid primary key default gen_random_uuid(),
  learner_id uuid not null references learners on delete cascade,
  publication_id uuid not null references publications on delete cascade,
  quiz_id uuid not null references quizzes on delete cascade,
  number integer not null,
  state text not null default 'open' check (state in ('open','graded')),
  -- The questions as they stood when the attempt began, and as shown (order, matches).
  questions jsonb not null,
  shown jsonb not null,
  -- questionId → Response
  responses jsonb not null default '{}',
  graded jsonb,
  score double precision,
  max_score double precision,
  passed boolean,
  started_at timestamptz not null default now(),
  graded_at timestamptz,
  unique (learner_id, publication_id, quiz_id, number)
);
-- One open attempt at a time.
create unique index attempts_open on attempts (learner_id, publication_id, quiz_id) where state = 'open';

-- Scores on their way to the platform: newest wins, one in flight per (publication, learner).
create table scores (
  id bigint generated always as identity primary key,
  publication_id uuid not null references publications on delete cascade,
  learner_id uuid not null references learners on delete cascade,
  -- 0 to score_maximum
  score_given double precision not null,
  score_maximum double precision not null,
  comment text,
  -- What is sent as timestamp: at least a second after the one before it for this learner and line item.
  scored_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting','sending','sent','superseded','dead')),
  -- A try ended without an answer: the platform may have taken it.
  perhaps_taken boolean not null default false,
  tries integer not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text,
  sent_at timestamptz,
  created_at timestamptz not null default now()
);
create index scores_waiting on scores (next_try_at) where state in ('waiting','sending');
create index scores_by_learner on scores (publication_id, learner_id, id desc);
`;
