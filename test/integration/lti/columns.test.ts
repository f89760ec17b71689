import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendScores } from '../../support/lti-room.ts';
import { openScoreRoom, type ScoreRoom } from '../../support/score-room.ts';

/** LTI.md §4, row 80. */
let room: ScoreRoom;
/** A fresh link with a column for each test. */
let linkId: string;

beforeAll(async () => {
  room = await openScoreRoom();
});
beforeEach(() => {
  ({ linkId } = room.addActivity());
  room.sandbox.resetHits();
});
afterEach(() => {
  room.sandbox.faults.reset();
});
afterAll(() => room.stop());

describe('row 80: a column is found before one is made', () => {
  test('a copied course keeps its one column', async () => {
    const copy = room.sandbox.copyCourse(room.courseId, 'Next year');
    room.sandbox.enrol(copy.id, room.learnerId, 'Learner');
    const links = room.sandbox.resourceLinks(copy.id);
    const columns = room.sandbox.lineItems(copy.id);
    const index = room.sandbox.resourceLinks(room.courseId).findIndex(({ id }) => id === linkId);
    const key = await room.keyOf({ linkId: links[index]?.id ?? '', changes: withoutLineItem() });
    await room.score(key, 4, 5);
    await sendScores(room, key);
    expect(await room.statesOf(key)).toEqual(['sent']);
    expect(room.sandbox.lineItems(copy.id)).toHaveLength(columns.length);
  });

  test('by our resource id, where the column belongs to no link', async () => {
    const bare = room.addBareLink();
    const { courseId, identity, module, sandbox } = room;
    const item = sandbox.addLineItem({
      ...{ courseId, clientId: identity.clientId, label: 'Imported', scoreMaximum: 5 },
      resourceId: module.id,
    });
    const key = await room.keyOf({ linkId: bare });
    await room.score(key, 4, 5);
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
      await room.keyOf({ linkId: bare }),
      await room.keyOf({ linkId: bare, userId: room.otherLearnerId }),
    ];
    for (const key of keys) await room.score(key, 4, 5);
    await Promise.all(keys.map((key) => sendScores(room, key)));
    room.clock.aheadMs += 10_000;
    for (const key of keys) await sendScores(room, key);
    const made = sandbox.lineItems(courseId).filter((item) => item.resourceLinkId === bare);
    expect(sandbox.lineItems(courseId)).toHaveLength(before + 1);
    expect(made).toMatchObject([{ label: 'No column', scoreMaximum: 5, resourceId: module.chapterIds[0] }]);
    for (const key of keys) expect(await room.statesOf(key)).toEqual(['sent']);
  });

  test('a column that a teacher deleted is made again when the score is sent again', async () => {
    const bare = room.addBareLink();
    const key = await room.keyOf({ linkId: bare });
    room.sandbox.faults.scores = { status: 404, times: 1 };
    await room.score(key, 4, 5);
    await sendScores(room, key);
    expect(await room.statesOf(key)).toEqual(['dead']);
    const { id } = await room.newestOf(key);
    await room.service.organisation.fetch(`/api/scores/${id}/resend`, { method: 'POST' });
    room.sandbox.resetHits();
    await sendScores(room, key);
    expect(room.sandbox.hits.lineItems).toBeGreaterThan(0);
    expect(await room.statesOf(key)).toEqual(['sent']);
  });
});

function withoutLineItem(): (endpoint: Record<string, unknown>) => Record<string, unknown> {
  return (endpoint) => Object.fromEntries(Object.entries(endpoint).filter(([name]) => name !== 'lineitem'));
}
