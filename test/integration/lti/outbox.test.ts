import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueueScore } from '../../../lti/services/scores.ts';
import { launch, openLtiRoom, scoreKeyOf, sendScores } from '../../support/lti-room.ts';
import { openScoreRoom, type ScoreRoom } from '../../support/score-room.ts';

/** Scores on their way, through crashes and lost answers. */
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

describe('the outbox', () => {
  test('has one score in flight, however many ask', async () => {
    const key = await room.keyOf({ linkId });
    room.sandbox.faults.scores = { delayMs: 300 };
    await room.score(key, 4, 5);
    await Promise.all([1, 2, 3, 4].map(() => sendScores(room, key)));
    expect(room.sandbox.hits.scores).toBe(1);
  });

  test('takes a lost answer for what it is: the same score again, and a 409 that means it stands', async () => {
    const key = await room.keyOf({ linkId });
    room.sandbox.faults.scores = { hangUp: 'after', times: 1 };
    await room.score(key, 4, 5);
    await sendScores(room, key);
    expect(await room.newestOf(key)).toMatchObject({ state: 'waiting', perhaps_taken: true });
    room.clock.aheadMs += 10_000;
    await sendScores(room, key);
    expect(received().map(({ status }) => status)).toEqual([200, 409]);
    const [first, second] = received();
    expect(second?.body).toEqual(first?.body);
    expect(await room.statesOf(key)).toEqual(['sent']);
    expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(8);
  });

  test('sends what a killed process left half-sent, with the same content and timestamp', async () => {
    const key = await room.keyOf({ linkId });
    await room.score(key, 4, 5);
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
    expect(await room.statesOf(key)).toEqual(['sent']);
  });

  test('lets a newer score take the place of a half-sent one', async () => {
    const key = await room.keyOf({ linkId });
    room.sandbox.faults.scores = { hangUp: 'after', times: 1 };
    await room.score(key, 2, 5);
    await sendScores(room, key);
    await room.score(key, 5, 5);
    room.clock.aheadMs += 5_000;
    await sendScores(room, key);
    expect(await room.statesOf(key)).toEqual(['superseded', 'sent']);
    expect(room.sandbox.result(lineItemId, room.learnerId)?.resultScore).toBe(10);
  });

  test.each([
    ['500', { status: 500, times: 3 }],
    ['503 with Retry-After', { status: 503, retryAfterSeconds: 1, times: 3 }],
    ['broken connections', { hangUp: 'before' as const, times: 3 }],
  ])('tries again after %s, later each time', async (_title, fault) => {
    const key = await room.keyOf({ linkId });
    room.sandbox.faults.scores = fault;
    await room.score(key, 4, 5);
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await sendScores(room, key);
      const { next_try_at: nextTryAt, state } = await room.newestOf(key);
      expect(state).toBe('waiting');
      waits.push(nextTryAt.getTime() - room.now().getTime());
      room.clock.aheadMs += 60_000;
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits[2]).toBeGreaterThan((waits[0] ?? 0) * 2);
    await sendScores(room, key);
    expect(await room.statesOf(key)).toEqual(['sent']);
  });

  test('waits while no token is given, too', async () => {
    const key = await room.keyOf({ linkId });
    await room.ctx.db
      .updateTable('platforms')
      .set({ token_audience: `${room.sandbox.endpoints.token}#` })
      .execute();
    await room.score(key, 4, 5);
    await sendScores(room, key);
    expect(await room.newestOf(key)).toMatchObject({ state: 'waiting' });
    await room.ctx.db
      .updateTable('platforms')
      .set({ token_audience: room.sandbox.endpoints.token })
      .execute();
    room.clock.aheadMs += 10_000;
    await sendScores(room, key);
    expect(await room.statesOf(key)).toEqual(['sent']);
  });

  test('goes on with a rotated key of ours', async () => {
    await room.service.organisation.json('/api/keys/rotate', { method: 'POST' });
    room.clock.aheadMs += 2 * 3600_000;
    const key = await room.keyOf({ linkId });
    await room.score(key, 4, 5);
    await sendScores(room, key);
    expect(await room.statesOf(key)).toEqual(['sent']);
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

function received() {
  return room.sandbox.scores.filter((one) => one.lineItemId === lineItemId);
}
