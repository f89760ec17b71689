import { sql } from 'kysely';
import type { Question } from '../domain/quiz.ts';
import type { Db } from './database.ts';

/** Keeps a quiz's questions once, however many attempts are asked them; gives the set's id. Their order is not kept. */
export async function keepQuestionSet(
  db: Db,
  quizId: string,
  questions: readonly Question[],
): Promise<string> {
  const given = sql`(
    select questions, sha256(convert_to(questions::text, 'UTF8')) as digest from (
      select jsonb_agg(question order by question->>'id' collate "C") as questions
      from jsonb_array_elements(${JSON.stringify(questions)}::jsonb) question
    ) ordered
  )`;
  const find = sql<{ id: string }>`
    select id from question_sets join ${given} given using (digest) where quiz_id = ${quizId}::uuid`;
  const keep = sql<{ id: string }>`
    insert into question_sets (quiz_id, digest, questions)
    select ${quizId}::uuid, digest, questions from ${given} given
    on conflict (quiz_id, digest) do nothing returning id`;
  // Looked for again: somebody else may have kept it meanwhile.
  for (const statement of [find, keep, find]) {
    const [row] = (await statement.execute(db)).rows;
    if (row !== undefined) return row.id;
  }
  throw new Error('the questions could not be kept');
}

/** Sets by their ids. */
export async function listQuestionSets(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Question[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('question_sets')
    .select(['id', 'questions'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, questions }) => [id, questions]));
}
