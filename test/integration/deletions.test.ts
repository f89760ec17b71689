import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Module } from '../../domain/api/module.ts';
import type { Platforms } from '../../domain/api/platform.ts';
import { findUnmentionedBlobs } from '../../storage/blob-mentions.ts';
import { forgetDeletions, undoMs } from '../../storage/deletions.ts';
import { launch, openLtiRoom, scoreKeyOf, type LtiRoom } from '../support/lti-room.ts';
import { refusalOf } from '../support/learner.ts';
import { insertModule } from '../support/module.ts';

const clock = { aheadMs: 0 };
let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
});
afterAll(async () => {
  await room.stop();
});

async function remove(path: string): Promise<number> {
  return (await room.service.organisation.fetch(path, { method: 'DELETE' })).status;
}

async function restore(path: string, organisation = room.service.organisation): Promise<Response> {
  return organisation.fetch(`${path}/restore`, { method: 'POST' });
}

test('an LMS that was deleted by mistake comes back with its courses, learners, work and scores', async () => {
  const { db } = room.ctx;
  const key = await scoreKeyOf(room, await launch(room));
  // One that a worker had in flight as the LMS was deleted.
  await db
    .insertInto('scores')
    .values({
      publication_id: key.publicationId,
      learner_id: key.learnerId,
      score_given: 7.5,
      score_maximum: 10,
      scored_at: room.ctx.now(),
      state: 'sending',
      sender_id: room.senderId,
    })
    .execute();
  const all = async () => ({
    platforms: (await room.service.organisation.json<Platforms>('/api/platforms')).platforms,
    publications: await db.selectFrom('publications').selectAll().execute(),
    contexts: await db.selectFrom('contexts').selectAll().execute(),
    learners: await db.selectFrom('learners').selectAll().execute(),
    scores: await db.selectFrom('scores').select(['id', 'score_given', 'publication_id']).execute(),
  });
  const before = await all();
  expect(before.scores).toHaveLength(1);

  const path = `/api/platforms/${room.platformId}`;
  expect(await remove(path)).toBe(204);
  expect(await all()).toEqual({ platforms: [], publications: [], contexts: [], learners: [], scores: [] });
  await expect(launch(room)).rejects.toThrow();
  const other = await room.service.addOrganisation('Other');
  expect(await refusalOf(await restore(path, other))).toEqual([404, 'undo-too-late']);

  expect((await restore(path)).status).toBe(204);
  expect(await all()).toEqual(before);
  expect(await db.selectFrom('scores').select(['state', 'perhaps_taken', 'sender_id']).execute()).toEqual([
    { state: 'waiting', perhaps_taken: true, sender_id: null },
  ]);
  expect((await launch(room)).status).toBe(303);
  expect(await refusalOf(await restore(path))).toEqual([404, 'undo-too-late']);
});

test('a recording that was deleted comes back with its module; its files are kept until then, its links are not', async () => {
  const { organisation } = room.service;
  const { recordingId, moduleId } = await insertModule(room.ctx, organisation.id);
  const before = await organisation.json<Module>(`/api/modules/${moduleId}`);
  const clips = await room.ctx.db
    .selectFrom('chapters')
    .select('clip_key')
    .where('module_id', '=', moduleId)
    .execute();
  const keys = clips.flatMap(({ clip_key: key }) => key ?? []);
  await room.ctx.blobs.put(keys[0] ?? '', Readable.from(['a clip']));
  const clipUrl = before.chapters[0]?.clipUrl ?? '';
  const clip = async () => (await fetch(new URL(clipUrl, room.service.url))).status;
  expect(await clip()).toBe(200);

  const path = `/api/recordings/${recordingId}`;
  expect(await remove(path)).toBe(204);
  expect([await clip(), (await organisation.fetch(`/api/modules/${moduleId}`)).status]).toEqual([404, 404]);
  expect(await findUnmentionedBlobs(room.ctx.db, keys)).toEqual([]);
  expect((await restore(path)).status).toBe(204);
  const { updatedAt, ...after } = await organisation.json<Module>(`/api/modules/${moduleId}`);
  expect(after.chapters.map(({ id }) => id)).toEqual(before.chapters.map(({ id }) => id));
  expect([updatedAt, await clip()]).toEqual([before.updatedAt, 200]);

  expect(await remove(path)).toBe(204);
  clock.aheadMs += undoMs + 1000;
  expect(await refusalOf(await restore(path))).toEqual([404, 'undo-too-late']);
  await forgetDeletions(room.ctx.db, room.ctx.now());
  expect((await findUnmentionedBlobs(room.ctx.db, keys)).toSorted()).toEqual(keys.toSorted());
});

test('a person who was removed is out at once, and back with the same password; not where the address is somebody else’s now', async () => {
  const { organisation } = room.service;
  const add = (email: string) =>
    organisation.json<{ user: { id: string } }>('/api/users', {
      method: 'POST',
      body: { email, role: 'trainer' },
    });
  const addresses = async () =>
    (await organisation.json<{ users: { email: string }[] }>('/api/users')).users.map(({ email }) => email);
  const { user } = await add('kim@example.org');
  const path = `/api/users/${user.id}`;
  expect(await remove(path)).toBe(204);
  expect(await addresses()).not.toContain('kim@example.org');
  const namesake = await add('Kim@example.org');
  expect(await refusalOf(await restore(path))).toEqual([409, 'undo-taken']);
  expect(await remove(`/api/users/${namesake.user.id}`)).toBe(204);
  expect((await restore(path)).status).toBe(204);
  expect(await addresses()).toContain('kim@example.org');
});

test('the last administrator can be removed no more than before', async () => {
  const { organisation } = room.service;
  expect(await remove(`/api/users/${organisation.userId}`)).toBe(409);
  expect(await refusalOf(await restore(`/api/users/${organisation.userId}`))).toEqual([404, 'undo-too-late']);
});

test('a revoked token opens nothing until the revocation is undone', async () => {
  const { organisation } = room.service;
  const made = await organisation.json<{ token: { id: string }; secret: string }>('/api/tokens', {
    method: 'POST',
    body: { name: 'nightly' },
  });
  const headers = { authorization: `Bearer ${made.secret}` };
  const use = async () => (await fetch(`${room.service.url}/api/modules`, { headers })).status;
  const path = `/api/tokens/${made.token.id}`;
  expect(await remove(path)).toBe(204);
  expect(await use()).toBe(401);
  expect((await restore(path)).status).toBe(204);
  expect(await use()).toBe(200);
});
