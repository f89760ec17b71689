/** What attempts were worth before their quiz was corrected. */
export const regrades = `
-- The newest regrade of a quiz: it can be undone while the quiz still has that version.
create table regrades (
  quiz_id uuid primary key references quizzes on delete cascade,
  version integer not null,
  -- The quiz's questions before.
  questions jsonb not null,
  -- domain/regrade.ts RegradeCounts.
  counts jsonb not null,
  -- What was corrected, in words for the gradebook's comment.
  reason text not null,
  made_at timestamptz not null default now()
);

-- Finished attempts as they were before it.
create table regraded_attempts (
  attempt_id uuid primary key references attempts on delete cascade,
  quiz_id uuid not null references regrades on delete cascade,
  questions jsonb not null,
  shown jsonb not null,
  graded jsonb not null,
  score double precision not null,
  max_score double precision not null,
  passed boolean not null
);
create index regraded_attempts_quiz on regraded_attempts (quiz_id);

-- Attempts are counted and regraded by their quiz.
create index attempts_quiz on attempts (quiz_id);
`;
