/** A quiz's questions are kept once for all attempts that were asked them, and of an attempt's own order only places. */
export const questionSets = `
-- A quiz's questions as they stood at some time, ordered by id.
create table question_sets (
  id uuid primary key default gen_random_uuid(),
  quiz_id uuid not null references quizzes on delete cascade,
  digest bytea not null,
  questions jsonb not null,
  unique (quiz_id, digest)
);

with asked as (
  select quiz_id, questions from attempts union select quiz_id, questions from regraded_attempts
), ordered as (
  select distinct quiz_id, (
    select jsonb_agg(question order by question->>'id' collate "C") from jsonb_array_elements(questions) question
  ) as questions
  from asked
)
insert into question_sets (quiz_id, digest, questions)
select quiz_id, sha256(convert_to(questions::text, 'UTF8')), questions from ordered where questions is not null;

alter table attempts
  add column asked_id uuid references question_sets,
  add column counted_id uuid references question_sets,
  add column shown_order jsonb;
alter table regraded_attempts add column counted_id uuid references question_sets;

update attempts set asked_id = sets.id, counted_id = sets.id
from question_sets sets
where sets.quiz_id = attempts.quiz_id and sets.digest = sha256(convert_to((
  select jsonb_agg(question order by question->>'id' collate "C") from jsonb_array_elements(attempts.questions) question
)::text, 'UTF8'));
update regraded_attempts set counted_id = sets.id
from question_sets sets
where sets.quiz_id = regraded_attempts.quiz_id and sets.digest = sha256(convert_to((
  select jsonb_agg(question order by question->>'id' collate "C")
  from jsonb_array_elements(regraded_attempts.questions) question
)::text, 'UTF8'));
-- An attempt that was regraded was asked what it had counted by before.
update attempts set asked_id = before.counted_id from regraded_attempts before where before.attempt_id = attempts.id;

-- domain/show-question.ts ShownOrder[].
update attempts set shown_order = (
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', shown.one->>'id',
    'choices', coalesce((
      select jsonb_agg(listed.place order by seen.at)
      from jsonb_array_elements(shown.one->'choices') with ordinality seen (choice, at)
      join (
        select choice->>'id' as id, row_number() over (order by at) - 1 as place
        from jsonb_array_elements(asked.question->'choices') with ordinality kept (choice, at)
        where asked.question->>'type' <> 'matching' or choice->>'text' <> ''
      ) listed on listed.id = seen.choice->>'id'
    ), '[]'),
    'matches', coalesce((
      select jsonb_agg(listed.place order by seen.at)
      from jsonb_array_elements_text(shown.one->'matches') with ordinality seen (match, at)
      join (
        select match, row_number() over (order by match collate "C") - 1 as place
        from (select distinct choice->>'match' as match from jsonb_array_elements(asked.question->'choices') choice) matches
      ) listed on listed.match = seen.match
    ), '[]')
  ) order by shown.at), '[]')
  from jsonb_array_elements(attempts.shown) with ordinality shown (one, at)
  join (
    select question from question_sets, jsonb_array_elements(question_sets.questions) question
    where question_sets.id = attempts.asked_id
  ) asked on asked.question->>'id' = shown.one->>'id'
);

alter table attempts drop column questions, drop column shown,
  alter column asked_id set not null, alter column counted_id set not null, alter column shown_order set not null;
alter table regraded_attempts drop column questions, drop column shown, alter column counted_id set not null;
`;
