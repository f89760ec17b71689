/** What came of polls and chats: quiz drafts, links and questions; what is told of a recording beside its files. */
export const sessionInputs = `
alter table recordings
  -- Whether the names of those who wrote in the chat are kept.
  add column keep_names boolean not null default false,
  -- The time of day at which it began, \`14:30:12\`, where a folder's name told it: some chats tell times of day.
  add column began_at text;

-- Polls on their way into quizzes: how often each choice was taken, and by nobody in particular.
create table poll_drafts (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  module_id uuid not null references modules on delete cascade,
  -- Null: when it was asked is not known.
  chapter_id uuid references chapters on delete set null,
  state text not null default 'offered' check (state in ('offered','added','dismissed')),
  type text not null check (type in ('single-choice','multiple-choice','true-false','short-answer')),
  prompt text not null,
  -- In order: {text, votes, right}.
  choices jsonb not null,
  respondents integer,
  -- On the recording's clock.
  at_ms integer,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now()
);
create index poll_drafts_by_module on poll_drafts (module_id);

-- Web addresses that were shared in a chat or typed by a trainer; learners see those that are shown.
create table links (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  module_id uuid not null references modules on delete cascade,
  -- Null: belongs to the whole module.
  chapter_id uuid references chapters on delete set null,
  state text not null check (state in ('offered','shown','dismissed')),
  url text not null,
  title text not null,
  -- What was written around it in the chat.
  note text not null default '',
  at_ms integer,
  created_at timestamptz not null default clock_timestamp(),
  unique (module_id, url)
);

create table chat_questions (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  module_id uuid not null references modules on delete cascade,
  at_ms integer,
  sender text not null,
  text text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index chat_questions_by_module on chat_questions (module_id);
`;
