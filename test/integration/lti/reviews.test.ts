import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MintChanges } from '../../../sandbox/types.ts';
import { claim, testUserUri } from '../../../sandbox/vocabulary.ts';
import { LearnerPage, openLearnerPage, refusalOf } from '../../support/learner.ts';
import {
  authorised,
  launch,
  launchIdOf,
  openLtiRoom,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';
import { giveTwoQuestions } from '../../support/two-questions.ts';

/** Submission reviews and the student's view: looked at, never graded. */
let room: LtiRoom;
let chapterId: string;
beforeAll(async () => {
  room = await openLtiRoom();
  [chapterId = ''] = room.module.chapterIds;
  await giveTwoQuestions(room.ctx, room.service.organisation.id, chapterId);
  const page = await openLearnerPage(room);
  await page.grade((await page.begin(chapterId)).id);
});
afterAll(async () => {
  await room.stop();
});

async function review(userId: string, forUserId: string, changes: MintChanges = {}) {
  const browser = new TestBrowser();
  const begun = room.sandbox.beginSubmissionReview({ userId, forUserId, resourceLinkId: room.linkId });
  const { action, form } = await authorised(room, browser, begun, changes);
  return { browser, answer: await browser.post(action, form) };
}

test('a teacher sees a learner’s attempts, and can change nothing', async () => {
  const { browser, answer } = await review(room.teacherId, room.learnerId);
  const page = new LearnerPage(room.service, launchIdOf(answer), browser);
  const before = await scores();
  const { reviewOf, graded, chapters } = await page.read();
  expect([reviewOf, graded]).toEqual(['Learner one', false]);
  expect(chapters[0]?.quiz).toMatchObject({ attemptsLeft: 0, attempt: { state: 'graded' } });
  const readOnly = [409, 'review-read-only'];
  expect(await refusalOf(await page.send(`/chapters/${chapterId}/attempts`, 'POST'))).toEqual(readOnly);
  const attemptId = chapters[0]?.quiz?.attempt?.id ?? '';
  expect(await refusalOf(await page.send(`/attempts/${attemptId}/grade`, 'POST'))).toEqual(readOnly);
  await page.watch(chapterId, { watched: [[0, 5_000]], positionMs: 5_000 });
  expect((await page.read()).chapters[0]?.watched).toEqual([]);
  expect(await scores()).toEqual(before);
});

test('a learner sees their own, and nobody else’s', async () => {
  const own = await review(room.learnerId, room.learnerId);
  const page = new LearnerPage(room.service, launchIdOf(own.answer), own.browser);
  expect((await page.read()).graded).toBe(false);
  const foreign = await review(room.otherLearnerId, room.learnerId);
  expect(foreign.answer.status).toBe(403);
  expect(await foreign.answer.text()).toContain('review-not-yours');
  expect([...foreign.browser.cookies.keys()]).toEqual([]);
});

test.each(['Grader', 'TeachingAssistant'])('a %s sees it, too, and has no other rights', async (subRole) => {
  const roles = [`http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#${subRole}`];
  const changes = { claims: { [claim.roles]: roles } };
  const { browser, answer } = await review(room.otherLearnerId, room.learnerId, changes);
  const { role, reviewOf, chapters } = await new LearnerPage(
    room.service,
    launchIdOf(answer),
    browser,
  ).read();
  expect([role, reviewOf]).toEqual(['observer', 'Learner one']);
  expect(chapters[0]?.quiz).toMatchObject({ attempt: { state: 'graded' } });
});

test('of who never came there is nothing to see', async () => {
  const { browser, answer } = await review(room.teacherId, room.otherLearnerId);
  const page = new LearnerPage(room.service, launchIdOf(answer), browser);
  expect((await page.read()).chapters[0]?.quiz?.attempt).toBeNull();
});

test('a review without for_user is refused', async () => {
  const changes = { claims: { [claim.messageType]: 'LtiSubmissionReviewRequest' } };
  const answer = await launch(room, { changes });
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('for-user-missing');
});

test('a student’s view is never graded, whatever is done in it', async () => {
  const { id } = room.sandbox.addUser({ name: 'Test student', isTestStudent: true });
  room.sandbox.enrol(room.courseId, id, 'Learner');
  const { [claim.roles]: roles } = room.sandbox.honestClaims({
    userId: id,
    clientId: room.identity.clientId,
    resourceLinkId: room.linkId,
    nonce: 'x',
  });
  expect(roles).toContain(testUserUri);
  const before = await scores();
  const page = await openLearnerPage(room, { userId: id });
  const { role, graded } = await page.read();
  expect([role, graded]).toEqual(['test-learner', false]);
  await page.grade((await page.begin(chapterId)).id);
  expect((await page.receipt()).state).toBe('not-graded');
  expect(await scores()).toEqual(before);
});

async function scores() {
  return await room.ctx.db.selectFrom('scores').select(['id', 'state']).execute();
}
