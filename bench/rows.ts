import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { gradeQuiz } from '../domain/grade.ts';
import { quizSettingsSchema, type Question, type Response } from '../domain/quiz.ts';
import { parseQuiz } from '../domain/read-quiz.ts';
import { orderAnswers } from '../domain/show-question.ts';
import { readEnv, toConfig } from '../src/config.ts';
import { createContext } from '../src/context.ts';
import { insertOrganisation } from '../storage/accounts.ts';
import type { Db } from '../storage/database.ts';
import { keepQuestionSet } from '../storage/question-sets.ts';
import { saveQuiz } from '../storage/quizzes.ts';
import { saveTranscript } from '../storage/transcripts.ts';
import { figure, table } from './table.ts';

const chapterCount = 12;
const moduleCount = 20;
const learnerCount = 2000;
const attemptsPerQuiz = 1.5;
const launchesPerLearner = 6;
/** Two hours of speech at 150 words a minute, in cues of ten words. */
const cueCount = 1800;

/**
 * What PostgreSQL keeps, with its indexes, for one module and for one learner who has finished it: modules and learners
 * of the usual size are written into an empty database and the tables' sizes divided. Docs: docs/SCALING.md.
 */
export async function benchRows(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-bench-rows-'));
  // As root, PostgreSQL runs as a user of its own, who must get in.
  await chmod(folder, 0o711);
  const ctx = await createContext(toConfig(readEnv({ AFTERCLASS_DATA: folder, LOG_LEVEL: 'error' })));
  try {
    const empty = await tableSizes(ctx.db);
    const placed = await writeModules(ctx.db);
    const withModules = await tableSizes(ctx.db);
    await writeLearners(ctx.db, placed);
    const withLearners = await tableSizes(ctx.db);
    return [
      `Of ${moduleCount} modules of ${chapterCount} chapters, each with a quiz of ${placed.questions.length} questions:`,
      report('one module', difference(withModules, empty), moduleCount),
      `Of ${learnerCount} learners who watched all ${chapterCount} chapters of one of them:`,
      report('one learner', difference(withLearners, withModules), learnerCount),
    ].join('\n\n');
  } finally {
    await ctx.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Placed {
  platformId: string;
  deploymentId: string;
  publicationId: string;
  moduleId: string;
  organisationId: string;
  questions: Question[];
}

/** Recordings with their transcripts, modules, chapters, clips and quizzes; the last module is placed in a course. */
async function writeModules(db: Db): Promise<Placed> {
  const organisationId = await insertOrganisation(db, 'Bench');
  const source = await readFile(path.join(import.meta.dirname, '../fixtures/sample-quiz.gift'), 'utf8');
  const drafts = parseQuiz(source).questions;
  const cues = Array.from({ length: cueCount }, (_, at) => ({
    startMs: at * 4000,
    endMs: at * 4000 + 3900,
    speaker: at % 5 === 0 ? 'Ada Lindqvist' : 'Sam Okafor',
    text: `and what we said about cost in week ${at} holds for the next`,
  }));
  let moduleId = '';
  let questions: Question[] = [];
  for (let made = 0; made < moduleCount; made++) {
    const { rows } = await sql<{ recording: string; module: string }>`
      with recording as (
        insert into recordings (organisation_id, title, state, duration_ms, bytes, blob_key, file_name)
        values (${organisationId}, ${`Recording ${made}`}, 'ready', 7200000, 850000000, gen_random_uuid()::text, 'session.mp4')
        returning id
      )
      insert into modules (organisation_id, recording_id, title, state)
      select ${organisationId}, id, ${`Module ${made}`}, 'published' from recording
      returning id as module, recording_id as recording`.execute(db);
    const [row] = rows;
    if (row === undefined) throw new Error('no module was written');
    moduleId = row.module;
    await saveTranscript(db, row.recording, { format: 'webvtt', cues });
    const chapters = await sql<{ id: string }>`
      insert into chapters (organisation_id, module_id, recording_id, index, title, start_ms, end_ms, state, clip_key,
        clip_revision, clip_start_ms, clip_end_ms, clip_duration_ms, clip_bytes, clip_frames, clip_method, thumbnail_key, poster_key)
      select ${organisationId}, ${row.module}, ${row.recording}, at, 'What chapter ' || at || ' is about', at * 600000,
        (at + 1) * 600000, 'ready', gen_random_uuid()::text, 1, at * 600000, (at + 1) * 600000, 600000, 70000000, 18000,
        'smart', gen_random_uuid()::text, gen_random_uuid()::text
      from generate_series(1, ${chapterCount}::integer) at returning id`.execute(db);
    for (const chapter of chapters.rows) {
      const quiz = { ...quizSettingsSchema.parse({}), version: 0, questions: drafts };
      const saved = await saveQuiz(db, organisationId, chapter.id, quiz, new Date());
      questions = saved.questions;
      await keepQuestionSet(db, saved.id, questions);
    }
  }
  return { ...(await placeModule(db, organisationId, moduleId)), moduleId, organisationId, questions };
}

async function placeModule(
  db: Db,
  organisationId: string,
  moduleId: string,
): Promise<Pick<Placed, 'platformId' | 'deploymentId' | 'publicationId'>> {
  const { rows } = await sql<{ platform: string; deployment: string; publication: string }>`
    with platform as (
      insert into platforms (organisation_id, name, issuer, client_id, auth_url, token_url, jwks_url, token_audience, state, registered_by)
      values (${organisationId}, 'LMS', 'https://lms.example', 'bench', 'https://lms.example/auth', 'https://lms.example/token',
        'https://lms.example/jwks', 'https://lms.example/token', 'active', 'hand') returning id
    ), deployment as (
      insert into deployments (platform_id, deployment_id, state) select id, '1', 'active' from platform returning id, platform_id
    )
    insert into publications (organisation_id, deployment_id, resource_link_id, module_id, title, line_item_url)
    select ${organisationId}, id, 'link', ${moduleId}, 'Module', 'https://lms.example/lineitems/1' from deployment
    returning id as publication, deployment_id as deployment, (select id from platform) as platform`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was placed');
  return { platformId: row.platform, deploymentId: row.deployment, publicationId: row.publication };
}

/** Launches, watched spans, attempts and scores as each learner leaves them behind. */
async function writeLearners(db: Db, placed: Placed): Promise<void> {
  const { publicationId, moduleId, questions } = placed;
  await sql`insert into learners (platform_id, subject, name)
    select ${placed.platformId}, gen_random_uuid()::text, 'A learner of number ' || at
    from generate_series(1, ${learnerCount}::integer) at`.execute(db);
  await sql`insert into progress (learner_id, publication_id, chapter_id, intervals, position_ms, completed_at)
    select learners.id, ${publicationId}, chapters.id, '[[0, 181250], [190400, 402000], [410000, 598700]]', 598700, now()
    from learners cross join chapters where chapters.module_id = ${moduleId}`.execute(db);
  const order = questions.map((question) => orderAnswers(question, { shuffle: inOrder }));
  const responses = Object.fromEntries(questions.map((question) => [question.id, answerOf(question)]));
  const { graded, score, maxScore } = gradeQuiz(questions, responses);
  await sql`insert into attempts (learner_id, publication_id, quiz_id, number, state, asked_id, counted_id, shown_order, responses, graded, score,
      max_score, passed, graded_at)
    select learners.id, ${publicationId}, quizzes.id, number, 'graded', question_sets.id, question_sets.id,
      ${JSON.stringify(order)}::jsonb, ${JSON.stringify(responses)}::jsonb, ${JSON.stringify(graded)}::jsonb, ${score}, ${maxScore},
      true, now()
    from learners cross join chapters join quizzes on quizzes.chapter_id = chapters.id
    join question_sets on question_sets.quiz_id = quizzes.id cross join generate_series(1, 2) number
    where chapters.module_id = ${moduleId} and (number = 1 or random() < ${attemptsPerQuiz - 1}::double precision)`.execute(
    db,
  );
  await sql`insert into scores (publication_id, learner_id, score_given, score_maximum, scored_at, state, sent_at)
    select ${publicationId}, learners.id, at, ${chapterCount}::integer, now(), 'sent', now()
    from learners cross join generate_series(1, ${chapterCount}::integer) at`.execute(db);
  await sql`insert into launches (organisation_id, platform_id, deployment_id, learner_id, publication_id, message_type, role,
      secret_hash, return_url, expires_at)
    select ${placed.organisationId}, ${placed.platformId}, ${placed.deploymentId}, learners.id, ${publicationId},
      'LtiResourceLinkRequest', 'learner', sha256(learners.id::text::bytea), 'https://lms.example/course/view?id=12', now()
    from learners cross join generate_series(1, ${launchesPerLearner}::integer)`.execute(db);
}

function inOrder(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function answerOf(question: Question): Response {
  switch (question.type) {
    case 'single-choice':
    case 'true-false':
      return { choiceId: question.choices[0]?.id ?? '' };
    case 'multiple-choice':
      return { choiceIds: question.choices.map(({ id }) => id) };
    case 'matching':
      return { matches: Object.fromEntries(question.choices.map(({ id, match }) => [id, match])) };
    case 'short-answer':
    case 'numeric':
      return { text: question.choices[0]?.text ?? '' };
  }
}

/** Bytes of each of our tables, its indexes and long values included. */
async function tableSizes(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; bytes: number }>`
    select relname as name, pg_total_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db);
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

function difference(after: Map<string, number>, before: Map<string, number>): [string, number][] {
  return [...after]
    .map(([name, bytes]): [string, number] => [name, bytes - (before.get(name) ?? 0)])
    .filter(([, bytes]) => bytes > 0)
    .toSorted(([, one], [, other]) => other - one);
}

function report(what: string, sizes: readonly [string, number][], count: number): string {
  const kilobytes = (bytes: number): string => figure(bytes / 1000 / count);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  return table(
    ['table', `kB for ${what}`],
    [...sizes.map(([name, bytes]) => [name, kilobytes(bytes)]), ['together', kilobytes(total)]],
  );
}
