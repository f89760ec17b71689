/** Attempts of those who do not learn here: trainers, and the LMS's student view. */
export const practiceAttempts = `
alter table attempts add column is_practice boolean not null default false;

-- Of those made so far: whose every launch that is still known was no learner's.
update attempts set is_practice = true
where exists (
  select from launches where learner_id = attempts.learner_id and publication_id = attempts.publication_id
) and not exists (
  select from launches where learner_id = attempts.learner_id and publication_id = attempts.publication_id
    and role = 'learner'
);
`;
