/** Who has a score in flight, which attempt counts, and when right answers are shown. */
export const grades = `
-- The worker that has the score in flight; while it lives nobody else sends for this learner and column.
alter table scores add column sender_id integer;
create index scores_sending on scores (sender_id) where state = 'sending';

alter table quizzes add column grade_policy text not null default 'best'
  check (grade_policy in ('best','average','first','last'));
alter table quizzes add column show_answers text not null default 'when-done'
  check (show_answers in ('after-attempt','when-done','never'));

-- Logins on their way live for ten minutes: after a crash of the database they begin anew.
alter table login_states set unlogged;
`;
