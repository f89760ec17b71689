import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { quizSchema, type Quiz } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import type { QuizSettings } from '../../domain/quiz.ts';
import { openLearnerPage, type LearnerPage } from '../support/learner.ts';
import {
  openLtiRoom,
  publishModule,
  scoreKeyOf,
  sendScores,
  launch,
  type LtiRoom,
} from '../support/lti-room.ts';

let room: LtiRoom;
const clock = { aheadMs: 0 };

beforeAll(async () => {
  room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
});
afterAll(() => room.stop());

const questionOf = (prompt: string) => ({
  type: 'single-choice',
  prompt,
  mark: 1,
  choices: [
    { text: 'The scope', weight: 1 },
    { text: 'The budget', weight: 0 },
  ],
});

interface LiveQuiz {
  chapterId: string;
  linkId: string;
  lineItemId: string;
  quiz: Quiz;
}

/** A chapter with a quiz of two questions, placed with a column of its own. */
async function furnish(settings: Partial<QuizSettings> = {}): Promise<LiveQuiz> {
  const { id: moduleId, chapterIds } = await publishModule(room.ctx, room.service.organisation.id);
  const [chapterId = ''] = chapterIds;
  const quiz = await save(chapterId, {
    ...settings,
    version: 0,
    questions: [questionOf('First?'), questionOf('Second?')],
  });
  const { courseId, identity, service, sandbox } = room;
  const url = `${service.url}/lti/launch?module=${moduleId}&chapter=${chapterId}`;
  const { id: linkId } = sandbox.addResourceLink({
    courseId,
    clientId: identity.clientId,
    title: 'Quiz',
    url,
  });
  const column = { courseId, clientId: identity.clientId, label: 'Quiz', scoreMaximum: 100 };
  const { id: lineItemId } = sandbox.addLineItem({ ...column, resourceLinkId: linkId });
  return { chapterId, linkId, lineItemId, quiz };
}

const put = (chapterId: string, body: unknown) =>
  room.service.organisation.fetch(`/api/chapters/${chapterId}/quiz`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

async function save(chapterId: string, body: unknown): Promise<Quiz> {
  const answer = await put(chapterId, body);
  expect(answer.status).toBe(200);
  return quizSchema.parse(await answer.json());
}

const undo = (chapterId: string, version: number) =>
  room.service.organisation.fetch(`/api/chapters/${chapterId}/quiz/undo-regrade`, {
    method: 'POST',
    body: JSON.stringify({ version }),
    headers: { 'content-type': 'application/json' },
  });

/** Takes the quiz with these answers ("The scope" or "The budget"), and sends the score. */
async function take(
  live: LiveQuiz,
  answers: readonly string[],
  userId = room.learnerId,
): Promise<LearnerPage> {
  const page = await openLearnerPage(room, { linkId: live.linkId, userId });
  const attempt = await page.begin(live.chapterId);
  for (const [index, text] of answers.entries()) {
    const question = attempt.questions[index];
    const choiceId = question?.choices.find((choice) => choice.text === text)?.id ?? '';
    await page.answer(attempt.id, question?.id ?? '', { choiceId });
  }
  await page.grade(attempt.id);
  await deliver(live, userId);
  return page;
}

async function deliver({ linkId }: LiveQuiz, userId = room.learnerId): Promise<void> {
  clock.aheadMs += 10_000;
  await sendScores(room, await scoreKeyOf(room, await launch(room, { linkId, userId })));
}

const gradeOf = ({ lineItemId }: LiveQuiz, userId = room.learnerId) =>
  room.sandbox.result(lineItemId, userId)?.resultScore;
const newestPost = () => z.looseObject({}).parse(room.sandbox.scores.at(-1)?.body);

/** The quiz with "The budget" right in its second question. */
function corrected({ quiz }: LiveQuiz) {
  const [first, second] = quiz.questions;
  const choices = second?.choices.map((choice) => ({ ...choice, weight: 1 - choice.weight }));
  return { ...quiz, questions: [first, { ...second, choices }] };
}

const [scope, budget] = ['The scope', 'The budget'];

describe('a correction of a quiz that was answered', () => {
  test('asks first, and tells how many learners’ grades it moves', async () => {
    const live = await furnish();
    await take(live, [scope, budget]);
    await take(live, [scope, scope], room.otherLearnerId);
    // The teacher tries it out: nobody's grade.
    await take(live, [scope, budget], room.teacherId);
    const refused = await put(live.chapterId, corrected(live));
    expect(refused.status).toBe(409);
    expect(problemSchema.parse(await refused.json())).toMatchObject({
      code: 'quiz-regrade-needed',
      attempts: 2,
      up: 1,
      down: 1,
      same: 0,
    });
    expect((await put(live.chapterId, { ...live.quiz, title: 'As it was' })).status).toBe(200);
  });

  test('asks nothing where only a trainer and the student’s view tried the quiz out', async () => {
    const live = await furnish();
    const { id: testStudent } = room.sandbox.addUser({ name: 'Test student', isTestStudent: true });
    room.sandbox.enrol(room.courseId, testStudent, 'Learner');
    for (const userId of [room.teacherId, testStudent]) await take(live, [scope, budget], userId);
    expect((await save(live.chapterId, corrected(live))).regrade).toBeNull();
  });

  test('regrades what was tried out along with the learners’ attempts, and counts only theirs', async () => {
    const live = await furnish();
    await take(live, [scope, budget]);
    const tried = await take(live, [scope, budget], room.teacherId);
    const saved = await save(live.chapterId, { ...corrected(live), grading: 'regrade' });
    expect(saved.regrade).toEqual({ attempts: 1, up: 1, down: 0, same: 0 });
    expect((await tried.read()).chapters[0]?.quiz).toMatchObject({ attempt: { score: 2 } });
    await undo(live.chapterId, saved.version);
    expect((await tried.read()).chapters[0]?.quiz).toMatchObject({ attempt: { score: 1 } });
  });

  test('regrades finished attempts where asked, and sends what changed with its reason', async () => {
    const live = await furnish();
    const page = await take(live, [scope, budget]);
    expect(gradeOf(live)).toBe(50);
    await take(live, [scope, scope], room.otherLearnerId);
    const saved = await save(live.chapterId, { ...corrected(live), grading: 'regrade' });
    expect(saved.regrade).toEqual({ attempts: 2, up: 1, down: 1, same: 0 });
    await deliver(live);
    expect(gradeOf(live)).toBe(100);
    expect(newestPost()).toMatchObject({ comment: 'Regraded after question 2 was corrected.' });
    await deliver(live, room.otherLearnerId);
    expect(gradeOf(live, room.otherLearnerId)).toBe(50);
    const { quiz } = (await page.read()).chapters[0] ?? {};
    expect(quiz).toMatchObject({ counted: { score: 2, passed: true }, attempt: { score: 2 } });
  });

  test('is no new submission to Canvas', async () => {
    const live = await furnish();
    await take(live, [scope, budget]);
    const platforms = room.ctx.db.updateTable('platforms').where('id', '=', room.platformId);
    await platforms.set({ product_family: 'canvas' }).execute();
    await save(live.chapterId, { ...corrected(live), grading: 'regrade' });
    await deliver(live);
    await platforms.set({ product_family: null }).execute();
    expect(newestPost()).toMatchObject({
      scoreGiven: 2,
      'https://canvas.instructure.com/lti/submission': { new_submission: false },
    });
  });

  test('counts from now on where that is chosen, and is not asked about again', async () => {
    const live = await furnish();
    await take(live, [scope, scope]);
    const saved = await save(live.chapterId, { ...corrected(live), grading: 'from-now-on' });
    expect(saved.regrade).toBeNull();
    await deliver(live);
    expect(gradeOf(live)).toBe(100);
    await save(live.chapterId, { ...saved, title: 'Another title' });
    await take(live, [scope, budget], room.otherLearnerId);
    expect(gradeOf(live, room.otherLearnerId)).toBe(100);
  });

  test('can be undone while nothing else was changed: grades are what they were', async () => {
    const live = await furnish({ gradePolicy: 'last' });
    await take(live, [scope, scope]);
    const { version } = await save(live.chapterId, { ...corrected(live), grading: 'regrade' });
    await deliver(live);
    expect(gradeOf(live)).toBe(50);
    const restored = quizSchema.parse(await (await undo(live.chapterId, version)).json());
    expect(restored).toMatchObject({ questions: live.quiz.questions, regrade: null });
    await deliver(live);
    expect(gradeOf(live)).toBe(100);
    expect(newestPost()).toMatchObject({ comment: 'Regraded: that question 2 was corrected was undone.' });
    const again = await undo(live.chapterId, restored.version);
    expect([again.status, problemSchema.parse(await again.json()).code]).toEqual([409, 'no-regrade']);
    expect((await undo(live.chapterId, version)).status).toBe(409);
  });

  test('a question taken out counts no more, and comes back whole', async () => {
    const live = await furnish();
    await take(live, [scope, budget]);
    const questions = live.quiz.questions.slice(0, 1);
    const { version } = await save(live.chapterId, { ...live.quiz, questions, grading: 'regrade' });
    await deliver(live);
    expect(gradeOf(live)).toBe(100);
    await undo(live.chapterId, version);
    await deliver(live);
    expect(gradeOf(live)).toBe(50);
  });

  test('needs no choice where it moves no grade: wording, order, and questions that are added', async () => {
    const live = await furnish();
    await take(live, [scope, budget]);
    const [first, second] = live.quiz.questions;
    const questions = [second, { ...first, prompt: 'First, reworded?' }, questionOf('Third?')];
    await save(live.chapterId, { ...live.quiz, questions });
    await deliver(live);
    expect(gradeOf(live)).toBe(50);
  });

  test('reaches an attempt that is still open', async () => {
    const live = await furnish();
    await take(live, [scope, scope]);
    const page = await openLearnerPage(room, { linkId: live.linkId, userId: room.otherLearnerId });
    const open = await page.begin(live.chapterId);
    const choiceId = open.questions[1]?.choices.find(({ text }) => text === budget)?.id ?? '';
    await save(live.chapterId, { ...corrected(live), grading: 'regrade' });
    await page.answer(open.id, open.questions[1]?.id ?? '', { choiceId });
    expect((await page.grade(open.id)).attempt.score).toBe(1);
  });
});
