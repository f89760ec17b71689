import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Fault } from '../../../sandbox/types.ts';
import { freePort } from '../../../src/free-port.ts';
import { hashToken, newToken } from '../../../src/tokens.ts';
import { saveQuiz } from '../../../storage/quizzes.ts';
import { LearnerPage } from '../../support/learner.ts';
import { launch, openLtiRoom, scoreKeyOf, TestBrowser, type LtiRoom } from '../../support/lti-room.ts';
import { randomFrom } from '../../support/random.ts';
import { serviceProcess, type ServiceProcess } from '../../support/service-process.ts';

const seed = 20_261_122;
const learnerCount = 1000;
/** So many of them try again, and better. */
const secondAttempts = 100;
const kills = 5;
const clients = 12;
const shares = [0, 0.25, 0.5, 0.75, 1];

let room: LtiRoom;
/** The whole service as an operator starts it, beside the room's own, which has no worker. */
let service: ServiceProcess;
let port: number;
let chapterId: string;

beforeAll(async () => {
  room = await openLtiRoom();
  port = await freePort();
  chapterId = room.module.chapterIds[0] ?? '';
  service = serviceProcess({
    ...process.env,
    AFTERCLASS_DATA: room.ctx.config.dataFolder,
    DATABASE_URL: room.ctx.databaseUrl,
    AFTERCLASS_ALLOW_PRIVATE_NETWORKS: '1',
    AFTERCLASS_LMS_TIMEOUT_MS: '300',
    AFTERCLASS_SCORE_RETRY_MS: '50',
    AFTERCLASS_SCORE_RETRY_MAX_MS: '500',
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'error',
  });
  const rules = { title: 'Quiz', passMark: 0.5, attemptsAllowed: null, shuffle: false };
  await saveQuiz(
    room.ctx.db,
    room.service.organisation.id,
    chapterId,
    {
      ...rules,
      version: 0,
      questions: [
        {
          type: 'single-choice',
          prompt: 'How much of it is right?',
          mark: 4,
          choices: shares.map((weight) => ({ text: `${weight * 100} %`, weight })),
        },
      ],
    },
    new Date(),
  );
});

afterAll(async () => {
  await service.end('SIGKILL');
  await room.stop();
});

test(
  'a thousand scores reach a platform that fails half of all calls, each once, while the service is killed five times',
  { timeout: 400_000 },
  async () => {
    const random = randomFrom(seed);
    const pages = await enrolLearners();
    failHalfOfAllCalls();
    await service.start();
    const learning = learn(pages, random);
    // Not before the first score and not after the last one: somewhere in the middle of the work.
    const moments = Array.from({ length: kills }, () => 20 + Math.floor(random() * (learnerCount - 100)));
    for (const moment of moments.toSorted((one, other) => one - other)) {
      await vi.waitFor(() => expect(keptScores()).toBeGreaterThan(moment), {
        timeout: 150_000,
        interval: 10,
      });
      expect(keptScores()).toBeLessThan(learnerCount);
      await service.end('SIGKILL');
      await service.start();
    }
    await learning;
    await vi.waitFor(async () => expect(await scoresOnTheirWay()).toBe(0), {
      timeout: 150_000,
      interval: 200,
    });
    await service.end('SIGTERM');

    await expectGradebookToEqualAttempts(pages);
    expectNothingTwice();
    expect(room.sandbox.scores.filter(({ outcome }) => outcome === 'erased' || outcome === 'noted')).toEqual(
      [],
    );
    const { scores: calls } = room.sandbox.hits;
    expect(calls - keptScores()).toBeGreaterThan(calls * 0.3);
  },
);

/** Connections that break before or after the work, answers too late, and every status that is worth another try. */
function failHalfOfAllCalls(): void {
  const oneOf: Fault[] = [
    { hangUp: 'before' },
    { hangUp: 'after' },
    { lateMs: 600 },
    { status: 500 },
    { status: 503 },
    { status: 401 },
    { status: 429, retryAfterSeconds: 1 },
  ];
  room.sandbox.resetHits();
  for (const [index, endpoint] of (['scores', 'token', 'lineItems'] as const).entries()) {
    room.sandbox.faults[endpoint] = { ratio: 0.5, seed: seed + index, oneOf };
  }
}

interface Page {
  learnerId: string;
  subject: string;
  page: LearnerPage;
}

/** A learner launches honestly; the others are put beside it as their launches would leave them. */
async function enrolLearners(): Promise<Page[]> {
  const { ctx, sandbox, courseId, platformId } = room;
  const launched = await launch(room);
  const { publicationId } = await scoreKeyOf(room, launched);
  const alike = await ctx.db
    .selectFrom('launches')
    .select(['organisation_id', 'platform_id', 'deployment_id', 'publication_id', 'context_id'])
    .select(['message_type', 'role', 'return_url', 'locale', 'expires_at'])
    .where('publication_id', '=', publicationId)
    .executeTakeFirstOrThrow();
  const subjects = Array.from({ length: learnerCount }, (_, index) => {
    const { id } = sandbox.addUser({ name: `Learner ${index}` });
    sandbox.enrol(courseId, id, 'Learner');
    return id;
  });
  const learners = await ctx.db
    .insertInto('learners')
    .values(subjects.map((subject) => ({ platform_id: platformId, subject, name: subject })))
    .returning(['id', 'subject'])
    .execute();
  const secrets = new Map(learners.map(({ id }) => [id, newToken()]));
  const launches = await ctx.db
    .insertInto('launches')
    .values(
      learners.map(({ id }) => ({
        ...alike,
        deep_linking: null,
        learner_id: id,
        secret_hash: hashToken(secrets.get(id) ?? ''),
      })),
    )
    .returning(['id', 'learner_id'])
    .execute();
  return launches.map(({ id, learner_id: learnerId }) => {
    const browser = new TestBrowser();
    browser.cookies.set(`launch_${id}`, secrets.get(learnerId ?? '') ?? '');
    const subject = learners.find((learner) => learner.id === learnerId)?.subject ?? '';
    const page = new LearnerPage({ url: `http://127.0.0.1:${port}` }, id, browser);
    return { learnerId: learnerId ?? '', subject, page };
  });
}

/** All learners take the quiz, some at a time; whoever finds the service away asks again, as the page does. */
async function learn(pages: readonly Page[], random: () => number): Promise<void> {
  const first = pages.map((page) => ({ page, choice: Math.floor(random() * 4) }));
  const again = first.slice(0, secondAttempts).map(({ page, choice }) => ({ page, choice: choice + 1 }));
  const visits = [...first, ...again];
  const client = async () => {
    for (let visit = visits.shift(); visit !== undefined; visit = visits.shift()) {
      await takeQuiz(visit.page.page, visit.choice);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function takeQuiz(page: LearnerPage, choice: number): Promise<void> {
  const attempt = await patiently(() => page.begin(chapterId));
  const [question] = attempt.questions;
  const choiceId = question?.choices[choice]?.id ?? '';
  await patiently(() => page.answer(attempt.id, question?.id ?? '', { choiceId }));
  await patiently(() => page.grade(attempt.id));
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      // A refusal is a fault of the service; only its being away is expected.
      if (error instanceof Error && error.message.includes('answered')) throw error;
      await delay(50);
    }
  }
}

function keptScores(): number {
  return room.sandbox.scores.filter(({ outcome }) => outcome === 'kept').length;
}

async function scoresOnTheirWay(): Promise<number> {
  const rows = await room.ctx.db
    .selectFrom('scores')
    .select('id')
    .where('state', 'in', ['waiting', 'sending'])
    .execute();
  return rows.length;
}

async function expectGradebookToEqualAttempts(pages: readonly Page[]): Promise<void> {
  const { ctx, sandbox, lineItemId } = room;
  const attempts = await ctx.db.selectFrom('attempts').select(['learner_id', 'score', 'state']).execute();
  expect(attempts).toHaveLength(learnerCount + secondAttempts);
  expect(attempts.every(({ state }) => state === 'graded')).toBe(true);
  const best = new Map<string, number>();
  for (const { learner_id: id, score } of attempts) best.set(id, Math.max(best.get(id) ?? 0, score ?? -1));
  // The module's column: the quiz's 4 marks and 1 for the chapter without one, which nobody has watched.
  const inGradebook = pages.map(({ subject }) => sandbox.result(lineItemId, subject)?.resultScore);
  const inAttempts = pages.map(({ learnerId }) => ((best.get(learnerId) ?? -1) / 5) * 10);
  expect(inGradebook).toEqual(inAttempts);
  const newest = await ctx.db
    .selectFrom('scores')
    .distinctOn('learner_id')
    .select(['learner_id', 'state'])
    .orderBy('learner_id')
    .orderBy('id', 'desc')
    .execute();
  expect(newest).toHaveLength(learnerCount);
  expect(newest.filter(({ state }) => state !== 'sent')).toEqual([]);
}

const scoreSchema = z.looseObject({ userId: z.string(), timestamp: z.string(), scoreGiven: z.number() });

/** Of all posts that the platform read, those with one learner's timestamp are the same; and each score was kept once. */
function expectNothingTwice(): void {
  const contents = new Map<string, string>();
  const kept = new Set<string>();
  for (const { body, outcome } of room.sandbox.scores) {
    const { userId, timestamp, scoreGiven } = scoreSchema.parse(body);
    const stamp = `${userId} ${timestamp}`;
    const content = JSON.stringify(body);
    expect(contents.get(stamp) ?? content).toBe(content);
    contents.set(stamp, content);
    if (outcome !== 'kept') continue;
    const score = `${userId} ${scoreGiven}`;
    expect(kept.has(score)).toBe(false);
    kept.add(score);
  }
}
