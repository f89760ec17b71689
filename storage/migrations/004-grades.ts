/** Who has a score in flight, which attempt counts, when right answers are shown, and regrades. */
export const grades = `
-- The worker that has the score in flight; while it lives nobody else sends for this learner and column.
alter table scores add column sender_id integer;
create index scores_sending on scores (sender_id) where state = 'sending';

alter table modules add column grade_policy text not null default 'best'
  check (grade_policy in ('best','average','first','last'));
-- Null: as the module has it.
alter table quizzes add column grade_policy text check (grade_policy in ('best','average','first','last'));
alter table quizzes add column show_answers text not null default 'when-done'
  check (show_answers in ('after-attempt','when-done','never'));

-- Attempts graded anew after their quiz was corrected.
create table regrades (
  id uuid primary key default gen_random_uuid(),
  quiz_id uuid not null references quizzes on delete cascade,
  state text not null default 'running' check (state in ('running','done','undoing','undone')),
  -- The corrected quiz, as it stood then.
  questions jsonb not null,
  pass_mark double precision not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index regrades_by_quiz on regrades (quiz_id, created_at desc);

-- What an attempt was before a regrade, to be put back.
create table regraded_attempts (
  regrade_id uuid not null references regrades on delete cascade,
  attempt_id uuid not null references attempts on delete cascade,
  questions jsonb not null,
  graded jsonb,
  score double precision,
  max_score double precision,
  passed boolean,
  primary key (regrade_id, attempt_id)
);

-- Logins on their way live for ten minutes: after a crash of the database they begin anew.
alter table login_states set unlogged;
`;
