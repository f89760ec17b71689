import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Question, ShownQuestion } from '../../domain/quiz.ts';
import { insertOrganisation } from '../../storage/accounts.ts';
import { listAttempts } from '../../storage/attempts.ts';
import { migrate, openDatabase, type Db } from '../../storage/database.ts';
import { migrations } from '../../storage/migrations/index.ts';
import { startTestService, type TestService } from '../support/service.ts';

// A database of its own, as an older version left it, beside the service's.
let service: TestService;
let db: Db;
beforeAll(async () => {
  service = await startTestService();
  await sql`create database older`.execute(service.ctx.db);
  const url = new URL(service.ctx.databaseUrl);
  url.pathname = '/older';
  db = openDatabase(url.href);
});
afterAll(async () => {
  await db.destroy();
  await sql`drop database older`.execute(service.ctx.db);
  await service.stop();
});

const choice = (id: string, text: string) => ({ id, text, weight: id.endsWith('1') ? 1 : 0 });
const single: Question = {
  ...{ id: 'q2', type: 'single-choice', prompt: 'Which?', mark: 1 },
  choices: [choice('a1', 'One'), choice('a2', 'Two'), choice('a3', 'Three')],
};
const matching: Question = {
  ...{ id: 'q1', type: 'matching', prompt: 'What belongs together?', mark: 2 },
  choices: [
    { ...choice('b1', 'Peru'), match: 'Lima' },
    { ...choice('b2', ''), match: 'Oslo' },
    { ...choice('b3', 'Italy'), match: 'Rome' },
  ],
};
const short: Question = {
  ...{ id: 'q3', type: 'short-answer', prompt: 'Where?', mark: 1, caseSensitive: false },
  choices: [choice('c1', 'Here')],
};
const shown: ShownQuestion[] = [
  {
    ...{ id: 'q2', type: 'single-choice', prompt: 'Which?', mark: 1, matches: [] },
    choices: [
      { id: 'a3', text: 'Three' },
      { id: 'a1', text: 'One' },
      { id: 'a2', text: 'Two' },
    ],
  },
  { ...{ id: 'q3', type: 'short-answer', prompt: 'Where?', mark: 1, matches: [] }, choices: [] },
  {
    ...{ id: 'q1', type: 'matching', prompt: 'What belongs together?', mark: 2 },
    choices: [
      { id: 'b1', text: 'Peru' },
      { id: 'b3', text: 'Italy' },
    ],
    matches: ['Rome', 'Lima', 'Oslo'],
  },
];

test('attempts of before questions were kept once show and count what they did', async () => {
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo('014-practice-attempts');
  expect(error).toBeUndefined();
  const questions = [single, short, matching];
  const learning = await insertOlderAttempts(questions);

  await migrate(db);

  const [first, second] = await listAttempts(db, [learning]);
  expect(first).toMatchObject({ number: 1, questions, shown, responses: { q2: { choiceId: 'a1' } } });
  expect(second).toMatchObject({ number: 2, questions: questions.toReversed() });
  expect(second?.shown).toEqual(shown.toReversed());
  expect(await db.selectFrom('question_sets').selectAll().execute()).toHaveLength(1);
});

/** Two attempts at one quiz, in different orders, as they stood whole in their rows. */
async function insertOlderAttempts(
  questions: Question[],
): Promise<{ learnerId: string; publicationId: string }> {
  const organisationId = await insertOrganisation(db, 'Older');
  const { rows } = await sql<{ learner: string; publication: string; quiz: string }>`
    with module as (
      insert into modules (organisation_id, title) values (${organisationId}, 'Module') returning id
    ), recording as (
      insert into recordings (organisation_id, title, state) values (${organisationId}, 'Recording', 'ready') returning id
    ), chapter as (
      insert into chapters (organisation_id, module_id, recording_id, index, title, start_ms, end_ms)
      select ${organisationId}, module.id, recording.id, 1, 'Chapter', 0, 1000 from module, recording returning id
    ), quiz as (
      insert into quizzes (organisation_id, chapter_id) select ${organisationId}, id from chapter returning id
    ), platform as (
      insert into platforms (organisation_id, name, issuer, client_id, auth_url, token_url, jwks_url, token_audience, registered_by)
      values (${organisationId}, 'LMS', 'i', 'c', 'a', 't', 'j', 't', 'hand') returning id
    ), learner as (
      insert into learners (platform_id, subject) select id, '1' from platform returning id
    ), deployment as (
      insert into deployments (platform_id, deployment_id) select id, '1' from platform returning id
    )
    insert into publications (organisation_id, deployment_id, resource_link_id, module_id)
    select ${organisationId}, deployment.id, 'link', module.id from deployment, module
    returning id as publication, (select id from learner) as learner, (select id from quiz) as quiz`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was inserted');
  for (const [number, order] of [[1, false] as const, [2, true] as const]) {
    const [asked, seen] = order ? [questions.toReversed(), shown.toReversed()] : [questions, shown];
    await sql`
      insert into attempts (learner_id, publication_id, quiz_id, number, state, questions, shown, responses, graded)
      values (${row.learner}, ${row.publication}, ${row.quiz}, ${number}, 'graded', ${JSON.stringify(asked)}::jsonb,
        ${JSON.stringify(seen)}::jsonb, '{"q2": {"choiceId": "a1"}}', '[]')`.execute(db);
  }
  return { learnerId: row.learner, publicationId: row.publication };
}
