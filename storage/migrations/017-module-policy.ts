/** Which attempt counts is said once for a module; a quiz may say otherwise. */
export const modulePolicy = `
alter table modules add column grade_policy text not null default 'best'
  check (grade_policy in ('best','average','first','last'));

-- Null: as the module says. Those that said 'best' say what every module says now.
alter table quizzes alter column grade_policy drop not null, alter column grade_policy drop default;
update quizzes set grade_policy = null where grade_policy = 'best';
`;
