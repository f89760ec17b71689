import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueueScore } from '../../../lti/services/scores.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import type { MintChanges } from '../../../sandbox/types.ts';
import { claim, scope } from '../../../sandbox/vocabulary.ts';
import type { ScoreKey } from '../../../storage/scores.ts';
import {
  launch,
  openLtiRoom,
  registerByHand,
  scoreKeyOf,
  sendScores,
  TestBrowser,
  login,
  type LtiRoom,
} from '../../support/lti-room.ts';

/** LTI.md §4, rows 71–82, and the outbox through crashes and lost answers. */
let room: LtiRoom;
const clock = { aheadMs: 0 };
/** A fresh link with a column for each test. */
let linkId: string;
let lineItemId: string;

beforeAll(async () => {
  room = await openLtiRoom({ now });
});
beforeEach(() => {
  const { sandbox, courseId, identity, module, service } = room;
  const url = `${service.url}/lti/launch?module=${module.id}`;
  linkId = sandbox.addResourceLink({ courseId, clientId: identity.clientId, title: 'Activity', url }).id;
  const column = { courseId, clientId: identity.clientId, label: 'Activity', scoreMaximum: 10 };
  lineItemId = sandbox.addLineItem({ ...column, resourceLinkId: linkId }).id;
  sandbox.resetHits();
});
afterEach(() => {
  room.sandbox.faults.reset();
});
afterAll(async () => {
  await room.stop();
});

test('row 71: a score stands in the gradebook, the line item’s query kept', async () => {
  const key = await learnerKey();
  await score(key, 4, 5);
  await sendScores(room, key);
  expect(received()).toMatchObject([{ outcome: 'kept', body: { scoreGiven: 4, scoreMaximum: 5 } }]);
  expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(8);
  expect(await statesOf(key)).toEqual(['sent']);
});

test('row 72: of scores that wait together only the newest is sent', async () => {
  const key = await learnerKey();
  for (const given of [1, 2, 3]) await score(key, given, 5);
  clock.aheadMs += 10_000;
  await sendScores(room, key);
  expect(received()).toMatchObject([{ body: { scoreGiven: 3 } }]);
  expect(await statesOf(key)).toEqual(['superseded', 'superseded', 'sent']);
});

test('row 73: timestamps of one column grow by a second at least, also within one millisecond', async () => {
  const key = await learnerKey();
  const at = now();
  await Promise.all([1, 2, 3].map((given) => score(key, given, 5, at)));
  clock.aheadMs += 10_000;
  for (const given of [4, 5]) {
    await score(key, given, 5);
    clock.aheadMs += 1;
    await sendScores(room, key);
  }
  clock.aheadMs += 5_000;
  await sendScores(room, key);
  const stamps = await stampsOf(key);
  expect(stamps).toHaveLength(5);
  for (const [index, stamp] of stamps.slice(1).entries()) {
    expect(stamp - (stamps[index] ?? 0)).toBeGreaterThanOrEqual(1000);
  }
  expect(received().every(({ outcome }) => outcome === 'kept')).toBe(true);
  expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(10);
});

test('row 74: a token that is no longer taken is renewed once', async () => {
  const key = await learnerKey();
  room.sandbox.faults.scores = { status: 401, times: 1 };
  await score(key, 4, 5);
  room.sandbox.resetHits();
  await sendScores(room, key);
  expect(await statesOf(key)).toEqual(['sent']);
  expect(room.sandbox.hits).toMatchObject({ scores: 2, token: 1 });
});

test('row 74: and only once, then the score waits', async () => {
  const key = await learnerKey();
  room.sandbox.faults.scores = { status: 401 };
  await score(key, 4, 5);
  await sendScores(room, key);
  expect(room.sandbox.hits.scores).toBe(2);
  expect(await statesOf(key)).toEqual(['waiting']);
});

test('row 75: 429 with Retry-After is waited for', async () => {
  const key = await learnerKey();
  room.sandbox.faults.scores = { status: 429, retryAfterSeconds: 90, times: 1 };
  await score(key, 4, 5);
  await sendScores(room, key);
  const { next_try_at: nextTryAt } = await newestOf(key);
  expect(nextTryAt.getTime() - now().getTime()).toBeGreaterThan(88_000);
  await sendScores(room, key);
  expect(room.sandbox.hits.scores).toBe(1);
  clock.aheadMs += 91_000;
  await sendScores(room, key);
  expect(await statesOf(key)).toEqual(['sent']);
});

test('row 76: 409 means the platform holds something newer', async () => {
  const key = await learnerKey();
  room.sandbox.faults.scores = { status: 409 };
  await score(key, 4, 5);
  await sendScores(room, key);
  expect(await statesOf(key)).toEqual(['superseded']);
});

test('a module’s refused scores say in words why, and are sent again all at once', async () => {
  const { organisation } = room.service;
  const reasonOf = async (status: number) => {
    const key = await learnerKey();
    room.sandbox.faults.scores = { status, times: 1 };
    await score(key, 4, 5);
    await sendScores(room, key);
    const listed = await unsentOf(room.module.id);
    const { id } = await newestOf(key);
    return listed.find((one) => one.id === id)?.reason;
  };
  expect(await reasonOf(403)).toMatch(/does not allow scores .* administrator/);
  const key = await learnerKey();
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
  expect(await statesOf(key)).toEqual(['sent']);
});

async function unsentOf(moduleId: string): Promise<{ id: number; reason: string }[]> {
  const at = `/api/scores/unsent?module=${moduleId}`;
  return (await room.service.organisation.json<{ scores: { id: number; reason: string }[] }>(at)).scores;
}

test('row 77: 422 is shown, and can be sent again when its cause is gone', async () => {
  const key = await learnerKey();
  room.sandbox.unenrol(room.courseId, room.learnerId);
  await score(key, 4, 5);
  await sendScores(room, key);
  expect(await statesOf(key)).toEqual(['dead']);
  const { scores } = await room.service.organisation.json<{ scores: { id: number; reason: string }[] }>(
    '/api/scores/unsent',
  );
  const { id } = await newestOf(key);
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
  expect(await statesOf(key)).toEqual(['sent']);
  expect((await room.service.organisation.fetch(`/api/scores/${id}/resend`, { method: 'POST' })).status).toBe(
    409,
  );
});

test.each([403, 404])('%d is not tried again by itself', async (status) => {
  const key = await learnerKey();
  room.sandbox.faults.scores = { status };
  await score(key, 4, 5);
  await sendScores(room, key);
  await sendScores(room, key);
  expect(room.sandbox.hits.scores).toBe(1);
  expect(await statesOf(key)).toEqual(['dead']);
});

test('row 78: nothing without points ever leaves, and nothing that is not final', async () => {
  const key = await learnerKey();
  for (const [given, maximum] of [
    [NaN, 5],
    [-1, 5],
    [1, 0],
    [Infinity, 5],
  ] as const) {
    await expect(score(key, given, maximum)).rejects.toMatchObject({ code: 'score-not-final' });
  }
  await score(key, 0, 5);
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
  const key = await learnerKey({ changes });
  expect(await score(key, 4, 5)).toBe(false);
  await sendScores(room, key);
  expect(await statesOf(key)).toEqual([]);
  expect(room.sandbox.hits).toMatchObject({ token: 0, lineItems: 0, scores: 0 });
});

describe('row 80: a column is found before one is made', () => {
  test('a copied course keeps its one column', async () => {
    const copy = room.sandbox.copyCourse(room.courseId, 'Next year');
    room.sandbox.enrol(copy.id, room.learnerId, 'Learner');
    const links = room.sandbox.resourceLinks(copy.id);
    const columns = room.sandbox.lineItems(copy.id);
    const index = room.sandbox.resourceLinks(room.courseId).findIndex(({ id }) => id === linkId);
    const key = await learnerKey({ linkId: links[index]?.id ?? '', changes: withoutLineItem() });
    await score(key, 4, 5);
    await sendScores(room, key);
    expect(await statesOf(key)).toEqual(['sent']);
    expect(room.sandbox.lineItems(copy.id)).toHaveLength(columns.length);
  });

  test('by our resource id, where the column belongs to no link', async () => {
    const bare = bareLink();
    const { courseId, identity, module, sandbox } = room;
    const item = sandbox.addLineItem({
      ...{ courseId, clientId: identity.clientId, label: 'Imported', scoreMaximum: 5 },
      resourceId: module.id,
    });
    const key = await learnerKey({ linkId: bare });
    await score(key, 4, 5);
    await sendScores(room, key);
    expect(sandbox.result(item.id, room.learnerId)?.resultScore).toBe(4);
  });

  test('one is made for two learners at once', async () => {
    const { sandbox, courseId, module, service, identity } = room;
    const url = `${service.url}/lti/launch?module=${module.id}&chapter=${module.chapterIds[0] ?? ''}`;
    const bare = sandbox.addResourceLink({
      courseId,
      clientId: identity.clientId,
      title: 'No column',
      url,
    }).id;
    const before = sandbox.lineItems(courseId).length;
    const keys = [
      await learnerKey({ linkId: bare }),
      await learnerKey({ linkId: bare, userId: room.otherLearnerId }),
    ];
    for (const key of keys) await score(key, 4, 5);
    await Promise.all(keys.map((key) => sendScores(room, key)));
    clock.aheadMs += 10_000;
    for (const key of keys) await sendScores(room, key);
    const made = sandbox.lineItems(courseId).filter((item) => item.resourceLinkId === bare);
    expect(sandbox.lineItems(courseId)).toHaveLength(before + 1);
    expect(made).toMatchObject([{ label: 'No column', scoreMaximum: 5, resourceId: module.chapterIds[0] }]);
    for (const key of keys) expect(await statesOf(key)).toEqual(['sent']);
  });

  test('a column that a teacher deleted is made again when the score is sent again', async () => {
    const bare = bareLink();
    const key = await learnerKey({ linkId: bare });
    room.sandbox.faults.scores = { status: 404, times: 1 };
    await score(key, 4, 5);
    await sendScores(room, key);
    expect(await statesOf(key)).toEqual(['dead']);
    const { id } = await newestOf(key);
    await room.service.organisation.fetch(`/api/scores/${id}/resend`, { method: 'POST' });
    room.sandbox.resetHits();
    await sendScores(room, key);
    expect(room.sandbox.hits.lineItems).toBeGreaterThan(0);
    expect(await statesOf(key)).toEqual(['sent']);
  });
});

test('row 82: each platform sees its own client’s token only', async () => {
  const other = await createSandbox({ now: () => now().getTime() });
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
    const here = await learnerKey();
    await score(here, 1, 5);
    await score(there, 2, 5);
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

describe('the outbox', () => {
  test('has one score in flight, however many ask', async () => {
    const key = await learnerKey();
    room.sandbox.faults.scores = { delayMs: 300 };
    await score(key, 4, 5);
    await Promise.all([1, 2, 3, 4].map(() => sendScores(room, key)));
    expect(room.sandbox.hits.scores).toBe(1);
  });

  test('takes a lost answer for what it is: the same score again, and a 409 that means it stands', async () => {
    const key = await learnerKey();
    room.sandbox.faults.scores = { hangUp: 'after', times: 1 };
    await score(key, 4, 5);
    await sendScores(room, key);
    expect(await newestOf(key)).toMatchObject({ state: 'waiting', perhaps_taken: true });
    clock.aheadMs += 10_000;
    await sendScores(room, key);
    expect(received().map(({ status }) => status)).toEqual([200, 409]);
    const [first, second] = received();
    expect(second?.body).toEqual(first?.body);
    expect(await statesOf(key)).toEqual(['sent']);
    expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(8);
  });

  test('sends what a killed process left half-sent, with the same content and timestamp', async () => {
    const key = await learnerKey();
    await score(key, 4, 5);
    await sendScores(room, key);
    // As if it had died between the platform's answer and its own note.
    await room.ctx.db
      .updateTable('scores')
      .set({ state: 'sending', sent_at: null })
      .where('publication_id', '=', key.publicationId)
      .execute();
    await sendScores(room, key);
    const [first, second] = received();
    expect(second?.body).toEqual(first?.body);
    expect(await statesOf(key)).toEqual(['sent']);
  });

  test('lets a newer score take the place of a half-sent one', async () => {
    const key = await learnerKey();
    room.sandbox.faults.scores = { hangUp: 'after', times: 1 };
    await score(key, 2, 5);
    await sendScores(room, key);
    await score(key, 5, 5);
    clock.aheadMs += 5_000;
    await sendScores(room, key);
    expect(await statesOf(key)).toEqual(['superseded', 'sent']);
    expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(10);
  });

  test.each([
    ['500', { status: 500, times: 3 }],
    ['503 with Retry-After', { status: 503, retryAfterSeconds: 1, times: 3 }],
    ['broken connections', { hangUp: 'before' as const, times: 3 }],
  ])('tries again after %s, later each time', async (_title, fault) => {
    const key = await learnerKey();
    room.sandbox.faults.scores = fault;
    await score(key, 4, 5);
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await sendScores(room, key);
      const { next_try_at: nextTryAt, state } = await newestOf(key);
      expect(state).toBe('waiting');
      waits.push(nextTryAt.getTime() - now().getTime());
      clock.aheadMs += 60_000;
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits[2]).toBeGreaterThan((waits[0] ?? 0) * 2);
    await sendScores(room, key);
    expect(await statesOf(key)).toEqual(['sent']);
  });

  test('waits while no token is given, too', async () => {
    const key = await learnerKey();
    await room.ctx.db
      .updateTable('platforms')
      .set({ token_audience: `${room.sandbox.endpoints.token}#` })
      .execute();
    await score(key, 4, 5);
    await sendScores(room, key);
    expect(await newestOf(key)).toMatchObject({ state: 'waiting' });
    await room.ctx.db
      .updateTable('platforms')
      .set({ token_audience: room.sandbox.endpoints.token })
      .execute();
    clock.aheadMs += 10_000;
    await sendScores(room, key);
    expect(await statesOf(key)).toEqual(['sent']);
  });

  test('goes on with a rotated key of ours', async () => {
    await room.service.organisation.json('/api/keys/rotate', { method: 'POST' });
    clock.aheadMs += 2 * 3600_000;
    const key = await learnerKey();
    await score(key, 4, 5);
    await sendScores(room, key);
    expect(await statesOf(key)).toEqual(['sent']);
  });
});

test('a worker sends it: nobody need ask', async () => {
  const busy = await openLtiRoom({ worker: true });
  try {
    const key = await scoreKeyOf(busy, await launch(busy));
    await enqueueScore(busy.ctx.db, {
      ...key,
      scoreGiven: 3,
      scoreMaximum: 5,
      at: new Date(),
    });
    await busy.service.drain(20_000);
    expect(busy.sandbox.result(busy.lineItemId, busy.learnerId)?.resultScore).toBe(6);
  } finally {
    await busy.stop();
  }
});

function now(): Date {
  return new Date(Date.now() + clock.aheadMs);
}

function received() {
  return room.sandbox.scores.filter((one) => one.lineItemId === lineItemId);
}

/** A link whose launches name no line item, because it has none. */
function bareLink(): string {
  const { sandbox, courseId, module, service, identity } = room;
  const url = `${service.url}/lti/launch?module=${module.id}`;
  return sandbox.addResourceLink({ courseId, clientId: identity.clientId, title: 'Bare', url }).id;
}

function withoutLineItem(): (endpoint: Record<string, unknown>) => Record<string, unknown> {
  return (endpoint) => Object.fromEntries(Object.entries(endpoint).filter(([name]) => name !== 'lineitem'));
}

async function learnerKey(
  options: {
    linkId?: string;
    userId?: string;
    changes?: MintChanges | ((endpoint: Record<string, unknown>) => Record<string, unknown>);
  } = {},
): Promise<ScoreKey> {
  const userId = options.userId ?? room.learnerId;
  const resourceLinkId = options.linkId ?? linkId;
  return await scoreKeyOf(
    room,
    await launch(room, {
      userId,
      linkId: resourceLinkId,
      changes: changesOf(options.changes, userId, resourceLinkId),
    }),
  );
}

function changesOf(
  changes: MintChanges | ((endpoint: Record<string, unknown>) => Record<string, unknown>) | undefined,
  userId: string,
  resourceLinkId: string,
): MintChanges {
  if (typeof changes !== 'function') return changes ?? {};
  const { clientId } = room.identity;
  const honest = room.sandbox.honestClaims({ userId, clientId, nonce: 'n', resourceLinkId })[claim.ags];
  const endpoint = typeof honest === 'object' && honest !== null ? { ...honest } : {};
  return { claims: { [claim.ags]: changes(endpoint) } };
}

async function score(key: ScoreKey, scoreGiven: number, scoreMaximum: number, at = now()): Promise<boolean> {
  return await enqueueScore(room.ctx.db, { ...key, scoreGiven, scoreMaximum, at });
}

function rowsOf(key: ScoreKey) {
  return room.ctx.db
    .selectFrom('scores')
    .selectAll()
    .where('publication_id', '=', key.publicationId)
    .where('learner_id', '=', key.learnerId);
}

async function newestOf(key: ScoreKey) {
  return await rowsOf(key).orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
}

async function statesOf(key: ScoreKey): Promise<string[]> {
  return (await rowsOf(key).orderBy('id').execute()).map((row) => row.state);
}

async function stampsOf(key: ScoreKey): Promise<number[]> {
  return (await rowsOf(key).orderBy('id').execute()).map((row) => row.scored_at.getTime());
}
