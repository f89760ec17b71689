import { afterAll, beforeAll, expect, test } from 'vitest';
import { claim } from '../../../sandbox/vocabulary.ts';
import { openLearnerPage } from '../../support/learner.ts';
import { launch, openLtiRoom, type LtiRoom } from '../../support/lti-room.ts';
import { giveTwoQuestions } from '../../support/two-questions.ts';

/** Deployments as an administrator adds, names and removes them. */
let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom();
});
afterAll(() => room.stop());

interface Card {
  deployments: { id: string; deploymentId: string; label: string; state: string }[];
}

const path = () => `/api/platforms/${room.platformId}/deployments`;

function add(deploymentId: string, label = ''): Promise<Card> {
  return room.service.organisation.json<Card>(path(), { method: 'POST', body: { deploymentId, label } });
}

async function rowOf(deploymentId: string): Promise<string> {
  const row = await room.ctx.db
    .selectFrom('deployments')
    .select('id')
    .where('deployment_id', '=', deploymentId)
    .executeTakeFirstOrThrow();
  return row.id;
}

test('one that was typed in launches at once; its id is taken once', async () => {
  const { deployments } = await add('school-2', 'School of Law');
  expect(deployments.find(({ deploymentId }) => deploymentId === 'school-2')).toMatchObject({
    label: 'School of Law',
    state: 'active',
  });
  const answer = await launch(room, { changes: { claims: { [claim.deploymentId]: 'school-2' } } });
  expect(answer.status).toBe(303);
  const again = await room.service.organisation.fetch(path(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deploymentId: 'school-2' }),
  });
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'deployment-known-already' });
});

test('it is named without being approved or switched off', async () => {
  const url = `${path()}/${await rowOf('school-2')}`;
  await room.service.organisation.json(url, { method: 'PATCH', body: { state: 'disabled' } });
  const { deployments } = await room.service.organisation.json<Card>(url, {
    method: 'PATCH',
    body: { label: 'Law' },
  });
  expect(deployments).toContainEqual(expect.objectContaining({ label: 'Law', state: 'disabled' }));
  await room.service.organisation.json(url, { method: 'PATCH', body: { state: 'active' } });
});

test('removing one says first what goes with it; its next launch waits for approval again', async () => {
  const url = `${path()}/${await rowOf('school-2')}`;
  expect(await room.service.organisation.json(url)).toEqual({
    courseCount: 1,
    publicationCount: 1,
    learnerCount: 0,
  });
  expect((await room.service.organisation.fetch(url, { method: 'DELETE' })).status).toBe(204);
  const answer = await launch(room, { changes: { claims: { [claim.deploymentId]: 'school-2' } } });
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('deployment-unknown');
  // What is placed elsewhere stays.
  expect((await launch(room)).status).toBe(303);
});

test('who only answered a quiz there is counted too, and nobody twice', async () => {
  const [chapterId = ''] = room.module.chapterIds;
  await giveTwoQuestions(room.ctx, room.service.organisation.id, chapterId);
  const page = await openLearnerPage(room);
  const url = `${path()}/${await rowOf(room.identity.deploymentId)}`;
  const learnerCount = async () =>
    (await room.service.organisation.json<{ learnerCount: number }>(url)).learnerCount;
  expect(await learnerCount()).toBe(0);
  await page.begin(chapterId);
  expect(await learnerCount()).toBe(1);
  await page.watch(chapterId, { positionMs: 0, watched: [] });
  expect(await learnerCount()).toBe(1);
});

test('another organisation neither sees, changes nor removes it', async () => {
  const other = await room.service.addOrganisation();
  const url = `${path()}/${await rowOf(room.identity.deploymentId)}`;
  const headers = { 'content-type': 'application/json' };
  const asked = [
    other.fetch(url),
    other.fetch(url, { method: 'PATCH', headers, body: '{"label":"Ours"}' }),
    other.fetch(url, { method: 'DELETE' }),
    other.fetch(path(), { method: 'POST', headers, body: '{"deploymentId":"theirs"}' }),
  ];
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect((await launch(room)).status).toBe(303);
});
