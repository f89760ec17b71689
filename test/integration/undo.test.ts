import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../storage/database.ts';
import { launch, openLtiRoom, publishModule, scoreKeyOf, type LtiRoom } from '../support/lti-room.ts';
import { refusalOf } from '../support/learner.ts';
import { insertModule } from '../support/module.ts';

/** What changes between a deletion and its Undo, or while the deletion is under way. */
let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom();
});
afterAll(async () => {
  await room.stop();
});

const remove = async (path: string) =>
  (await room.service.organisation.fetch(path, { method: 'DELETE' })).status;
const restore = (path: string) => room.service.organisation.fetch(`${path}/restore`, { method: 'POST' });

async function watch(db: Db, key: { learnerId: string; publicationId: string }, chapterId: string) {
  await db
    .insertInto('progress')
    .values({ learner_id: key.learnerId, publication_id: key.publicationId, chapter_id: chapterId })
    .execute();
}

/** Until somebody in this database waits for a row that another holds. */
async function somebodyWaits(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      db,
    );
    if (rows.length > 0) return;
  }
}

test('what was being written as the LMS was deleted is deleted with it, and put back', async () => {
  const { db } = room.ctx;
  const key = await scoreKeyOf(room, await launch(room));
  const [chapterId = ''] = room.module.chapterIds;
  const path = `/api/platforms/${room.platformId}`;
  const removed = await db.transaction().execute(async (writing) => {
    await writing.updateTable('learners').set({ name: 'Renamed' }).where('id', '=', key.learnerId).execute();
    await watch(writing, key, chapterId);
    const answer = remove(path);
    await somebodyWaits(db);
    return { answer };
  });
  expect(await removed.answer).toBe(204);
  expect((await restore(path)).status).toBe(204);
  const found = await db
    .selectFrom('learners')
    .innerJoin('progress', 'progress.learner_id', 'learners.id')
    .select(['learners.name', 'progress.chapter_id as chapterId'])
    .where('learners.id', '=', key.learnerId)
    .execute();
  expect(found).toEqual([{ name: 'Renamed', chapterId }]);
});

test('an LMS comes back without what belonged to a chapter that was taken out since, or waits for a recording’s Undo', async () => {
  const { db } = room.ctx;
  const module = await publishModule(room.ctx, room.service.organisation.id);
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'Second',
    url: `${room.service.url}/lti/launch?module=${module.id}`,
  });
  const key = await scoreKeyOf(room, await launch(room, { linkId: link.id }));
  const [goes = '', stays = ''] = module.chapterIds;
  for (const chapterId of [goes, stays]) await watch(db, key, chapterId);
  const { recording_id: recordingId } = await db
    .updateTable('modules')
    .set({ state: 'retracted' })
    .where('id', '=', module.id)
    .returning('recording_id')
    .executeTakeFirstOrThrow();

  const [lms, recording] = [`/api/platforms/${room.platformId}`, `/api/recordings/${recordingId ?? ''}`];
  expect(await remove(lms)).toBe(204);
  await db.deleteFrom('chapters').where('id', '=', goes).execute();
  expect(await remove(recording)).toBe(204);
  expect(await refusalOf(await restore(lms))).toEqual([409, 'undo-other-first']);
  expect((await restore(recording)).status).toBe(204);
  expect((await restore(lms)).status).toBe(204);
  const watched = await db
    .selectFrom('progress')
    .select('chapter_id')
    .where('publication_id', '=', key.publicationId)
    .execute();
  expect(watched).toEqual([{ chapter_id: stays }]);
});

test('a recording comes back though who uploaded it was removed since', async () => {
  const { organisation } = room.service;
  const { user } = await organisation.json<{ user: { id: string } }>('/api/users', {
    method: 'POST',
    body: { email: 'kim@example.org', role: 'trainer' },
  });
  const { recordingId } = await insertModule(room.ctx, organisation.id);
  const creator = async () =>
    await room.ctx.db
      .selectFrom('recordings')
      .select('created_by')
      .where('id', '=', recordingId)
      .executeTakeFirst();
  await room.ctx.db
    .updateTable('recordings')
    .set({ created_by: user.id })
    .where('id', '=', recordingId)
    .execute();
  const path = `/api/recordings/${recordingId}`;
  expect([await remove(path), (await restore(path)).status]).toEqual([204, 204]);
  expect(await creator()).toEqual({ created_by: user.id });
  expect([await remove(path), await remove(`/api/users/${user.id}`)]).toEqual([204, 204]);
  expect((await restore(path)).status).toBe(204);
  expect(await creator()).toEqual({ created_by: null });
});

test('what was deleted before a table gained a column and lost another comes back', async () => {
  const { organisation } = room.service;
  const { token } = await organisation.json<{ token: { id: string } }>('/api/tokens', {
    method: 'POST',
    body: { name: 'nightly' },
  });
  const path = `/api/tokens/${token.id}`;
  await sql`alter table api_tokens add column before text`.execute(room.ctx.db);
  expect(await remove(path)).toBe(204);
  await sql`alter table api_tokens add column since text not null default 'new', drop column before`.execute(
    room.ctx.db,
  );
  expect((await restore(path)).status).toBe(204);
  const { rows } = await sql`select name, since from api_tokens where id = ${token.id}`.execute(room.ctx.db);
  expect(rows).toEqual([{ name: 'nightly', since: 'new' }]);
});
