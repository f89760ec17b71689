import { afterAll, beforeAll, expect, test } from 'vitest';
import { pickedSchema } from '../../../domain/api/picker.ts';
import { enqueueScore } from '../../../lti/services/scores.ts';
import {
  authorised,
  launch,
  launchIdOf,
  openLtiRoom,
  scoreKeyOf,
  sendScores,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';

/** The whole way with the habits of a real Moodle: 60 s tokens, type_id, erasing posts, whole-second timestamps. */
let room: LtiRoom;
const clock = { aheadMs: 0 };
beforeAll(async () => {
  room = await openLtiRoom({ sandbox: { profile: 'moodle' }, now });
});
afterAll(async () => {
  await room.stop();
});

test('pick, launch, and two grades within a second: the better one stands, none is refused', async () => {
  const [chapterId = ''] = room.module.chapterIds;
  const placed = await pickInMoodle([{ moduleId: room.module.id, chapterId }]);
  expect(placed.lineItems).toMatchObject([{ label: 'Chapter 1', resourceId: chapterId }]);
  const key = await scoreKeyOf(room, await launch(room, { linkId: placed.links[0]?.id ?? '' }));
  const at = now();
  for (const scoreGiven of [3, 5]) {
    await enqueueScore(room.ctx.db, { ...key, scoreGiven, scoreMaximum: 5, at });
    clock.aheadMs += 1_100;
    await sendScores(room, key);
  }
  clock.aheadMs += 5_000;
  await sendScores(room, key);
  expect(room.sandbox.scores.map(({ status, outcome }) => [status, outcome])).toEqual([
    [200, 'kept'],
    [200, 'kept'],
  ]);
  expect(room.sandbox.result(placed.lineItems[0]?.id ?? '', room.learnerId)?.resultScore).toBe(1);
});

async function pickInMoodle(items: { moduleId: string; chapterId?: string }[]) {
  const browser = new TestBrowser();
  const { courseId, identity, sandbox, teacherId } = room;
  const initiation = sandbox.beginDeepLinking({ userId: teacherId, courseId, clientId: identity.clientId });
  const { action, form } = await authorised(room, browser, initiation);
  const id = launchIdOf(await browser.post(action, form));
  const answer = await browser.send(`${room.service.url}/api/picker/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-launch': id },
    body: JSON.stringify({ items }),
  });
  const { returnUrl, jwt } = pickedSchema.parse(await answer.json());
  return await sandbox.acceptDeepLink(returnUrl, jwt);
}

function now(): Date {
  return new Date(Date.now() + clock.aheadMs);
}
