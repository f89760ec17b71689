import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../../sandbox/platform.ts';
import { claim, scope } from '../../../sandbox/vocabulary.ts';
import { login, registerByHand, scoreKeyOf, sendScores, TestBrowser } from '../../support/lti-room.ts';
import { openScoreRoom, type ScoreRoom } from '../../support/score-room.ts';

/** LTI.md §4, rows 71–79 and 82. */
let room: ScoreRoom;
/** A fresh link with a column for each test. */
let linkId: string;
let lineItemId: string;

beforeAll(async () => {
  room = await openScoreRoom();
});
beforeEach(() => {
  ({ linkId, lineItemId } = room.addActivity());
  room.sandbox.resetHits();
});
afterEach(() => {
  room.sandbox.faults.reset();
});
afterAll(() => room.stop());

test('row 71: a score stands in the gradebook, the line item’s query kept', async () => {
  const key = await room.keyOf({ linkId });
  await room.score(key, 4, 5);
  await sendScores(room, key);
  expect(received()).toMatchObject([{ outcome: 'kept', body: { scoreGiven: 4, scoreMaximum: 5 } }]);
  expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(8);
  expect(await room.statesOf(key)).toEqual(['sent']);
});

test('row 72: of scores that wait together only the newest is sent', async () => {
  const key = await room.keyOf({ linkId });
  for (const given of [1, 2, 3]) await room.score(key, given, 5);
  room.clock.aheadMs += 10_000;
  await sendScores(room, key);
  expect(received()).toMatchObject([{ body: { scoreGiven: 3 } }]);
  expect(await room.statesOf(key)).toEqual(['superseded', 'superseded', 'sent']);
});

test('row 73: timestamps of one column grow by a second at least, also within one millisecond', async () => {
  const key = await room.keyOf({ linkId });
  const at = room.now();
  await Promise.all([1, 2, 3].map((given) => room.score(key, given, 5, at)));
  room.clock.aheadMs += 10_000;
  for (const given of [4, 5]) {
    await room.score(key, given, 5);
    room.clock.aheadMs += 1;
    await sendScores(room, key);
  }
  room.clock.aheadMs += 5_000;
  await sendScores(room, key);
  const stamps = (await room.rowsOf(key)).map(({ scored_at: at }) => at.getTime());
  expect(stamps).toHaveLength(5);
  for (const [index, stamp] of stamps.slice(1).entries()) {
    expect(stamp - (stamps[index] ?? 0)).toBeGreaterThanOrEqual(1000);
  }
  expect(received().every(({ outcome }) => outcome === 'kept')).toBe(true);
  expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(10);
});

test('row 74: a token that is no longer taken is renewed once', async () => {
  const key = await room.keyOf({ linkId });
  room.sandbox.faults.scores = { status: 401, times: 1 };
  await room.score(key, 4, 5);
  room.sandbox.resetHits();
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual(['sent']);
  expect(room.sandbox.hits).toMatchObject({ scores: 2, token: 1 });
});

test('row 74: and only once, then the score waits', async () => {
  const key = await room.keyOf({ linkId });
  room.sandbox.faults.scores = { status: 401 };
  await room.score(key, 4, 5);
  await sendScores(room, key);
  expect(room.sandbox.hits.scores).toBe(2);
  expect(await room.statesOf(key)).toEqual(['waiting']);
});

test('row 75: 429 with Retry-After is waited for', async () => {
  const key = await room.keyOf({ linkId });
  room.sandbox.faults.scores = { status: 429, retryAfterSeconds: 90, times: 1 };
  await room.score(key, 4, 5);
  await sendScores(room, key);
  const { next_try_at: nextTryAt } = await room.newestOf(key);
  expect(nextTryAt.getTime() - room.now().getTime()).toBeGreaterThan(88_000);
  await sendScores(room, key);
  expect(room.sandbox.hits.scores).toBe(1);
  room.clock.aheadMs += 91_000;
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual(['sent']);
});

test('row 76: 409 means the platform holds something newer', async () => {
  const key = await room.keyOf({ linkId });
  room.sandbox.faults.scores = { status: 409 };
  await room.score(key, 4, 5);
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual(['superseded']);
});

test('a module’s refused scores say in words why, and are sent again all at once', async () => {
  const { organisation } = room.service;
  const reasonOf = async (status: number) => {
    const key = await room.keyOf({ linkId });
    room.sandbox.faults.scores = { status, times: 1 };
    await room.score(key, 4, 5);
    await sendScores(room, key);
    const listed = await unsentOf(room.module.id);
    const { id } = await room.newestOf(key);
    return listed.find((one) => one.id === id)?.reason;
  };
  expect(await reasonOf(403)).toMatch(/does not allow scores .* administrator/);
  const key = await room.keyOf({ linkId });
  expect(await unsentOf(randomUUID())).toEqual([]);
  const resend = (moduleId: string, by = organisation) =>
    by.json<{ resent: number }>('/api/scores/resend', { method: 'POST', body: { moduleId } });
  expect(await resend(room.module.id, await room.service.addOrganisation('Strangers'))).toEqual({
    resent: 0,
  });
  const { length } = await unsentOf(room.module.id);
  expect(await resend(room.module.id)).toEqual({ resent: length });
  expect(await unsentOf(room.module.id)).toEqual([]);
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual(['sent']);
});

async function unsentOf(moduleId: string): Promise<{ id: number; reason: string }[]> {
  const at = `/api/scores/unsent?module=${moduleId}`;
  return (await room.service.organisation.json<{ scores: { id: number; reason: string }[] }>(at)).scores;
}

test('row 77: 422 is shown, and can be sent again when its cause is gone', async () => {
  const key = await room.keyOf({ linkId });
  room.sandbox.unenrol(room.courseId, room.learnerId);
  await room.score(key, 4, 5);
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual(['dead']);
  const { scores } = await room.service.organisation.json<{ scores: { id: number; reason: string }[] }>(
    '/api/scores/unsent',
  );
  const { id } = await room.newestOf(key);
  expect(scores.find((one) => one.id === id)).toMatchObject({
    state: 'dead',
    learnerName: 'Learner one',
    publicationTitle: 'Activity',
    contextTitle: 'Onboarding',
  });
  expect(scores.find((one) => one.id === id)?.reason).toMatch(/no grade any more \(422\)/);
  const stranger = await room.service.addOrganisation('Strangers');
  expect((await stranger.fetch(`/api/scores/${id}/resend`, { method: 'POST' })).status).toBe(404);
  room.sandbox.enrol(room.courseId, room.learnerId, 'Learner');
  expect((await room.service.organisation.fetch(`/api/scores/${id}/resend`, { method: 'POST' })).status).toBe(
    202,
  );
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual(['sent']);
  expect((await room.service.organisation.fetch(`/api/scores/${id}/resend`, { method: 'POST' })).status).toBe(
    409,
  );
});

test.each([403, 404])('%d is not tried again by itself', async (status) => {
  const key = await room.keyOf({ linkId });
  room.sandbox.faults.scores = { status };
  await room.score(key, 4, 5);
  await sendScores(room, key);
  await sendScores(room, key);
  expect(room.sandbox.hits.scores).toBe(1);
  expect(await room.statesOf(key)).toEqual(['dead']);
});

test('row 78: nothing without points ever leaves, and nothing that is not final', async () => {
  const key = await room.keyOf({ linkId });
  for (const [given, maximum] of [
    [NaN, 5],
    [-1, 5],
    [1, 0],
    [Infinity, 5],
  ] as const) {
    await expect(room.score(key, given, maximum)).rejects.toMatchObject({ code: 'score-not-final' });
  }
  await room.score(key, 0, 5);
  await sendScores(room, key);
  expect(received()).toMatchObject([
    {
      outcome: 'kept',
      body: { scoreGiven: 0, gradingProgress: 'FullyGraded', activityProgress: 'Completed' },
    },
  ]);
  expect(room.sandbox.scores.some(({ outcome }) => outcome === 'erased')).toBe(false);
});

test('row 79: without the scope for scores nothing is kept and nobody is called', async () => {
  const changes = { claims: { [claim.ags]: { scope: [scope.lineItem], lineitems: 'http://127.0.0.1:9/x' } } };
  const key = await room.keyOf({ linkId, changes });
  expect(await room.score(key, 4, 5)).toBe(false);
  await sendScores(room, key);
  expect(await room.statesOf(key)).toEqual([]);
  expect(room.sandbox.hits).toMatchObject({ token: 0, lineItems: 0, scores: 0 });
});

test('row 82: each platform sees its own client’s token only', async () => {
  const other = await createSandbox({ now: () => room.now().getTime() });
  try {
    const { identity } = await registerByHand(room.service, other);
    const courseId = other.addCourse({ title: 'Elsewhere' }).id;
    const userId = other.addUser({ name: 'Learner' }).id;
    other.enrol(courseId, userId, 'Learner');
    const url = `${room.service.url}/lti/launch?module=${room.module.id}`;
    const link = other.addResourceLink({ courseId, clientId: identity.clientId, title: 'x', url }).id;
    const item = other.addLineItem({
      courseId,
      clientId: identity.clientId,
      label: 'x',
      scoreMaximum: 5,
      resourceLinkId: link,
    });
    const browser = new TestBrowser();
    const auth = other.authorise(await login(browser, other.beginLaunch({ userId, resourceLinkId: link })));
    const there = await scoreKeyOf(room, await browser.post(auth.action, auth.form));
    const here = await room.keyOf({ linkId });
    await room.score(here, 1, 5);
    await room.score(there, 2, 5);
    await Promise.all([sendScores(room, here), sendScores(room, there)]);
    expect(other.scores).toMatchObject([
      { clientId: identity.clientId, outcome: 'kept', body: { scoreGiven: 2 } },
    ]);
    expect(received()).toMatchObject([{ clientId: room.identity.clientId, body: { scoreGiven: 1 } }]);
    expect(other.result(item.id, userId)?.resultScore).toBe(2);
  } finally {
    await other.close();
  }
});

function received() {
  return room.sandbox.scores.filter((one) => one.lineItemId === lineItemId);
}
