import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { courseStandingSchema } from '../../../domain/api/standing.ts';
import { readRoster } from '../../../lti/services/memberships.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import { claim, scope } from '../../../sandbox/vocabulary.ts';
import { ltiOf } from '../../../src/lti.ts';
import { findPlacedCourse } from '../../../storage/rosters.ts';
import { LearnerPage } from '../../support/learner.ts';
import {
  furnishRoom,
  launch,
  launchIdOf,
  openLtiRoom,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';

/** LTI.md rule 37 and row 81. The room's roster has three pages. */
let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom({ sandbox: { rosterPageSize: 2 } });
  for (const name of ['Learner three', 'Learner four']) {
    room.sandbox.enrol(room.courseId, room.sandbox.addUser({ name }).id, 'Learner');
  }
  const gone = room.sandbox.addUser({ name: 'Inactive learner' }).id;
  room.sandbox.enrol(room.courseId, gone, 'Learner', 'Inactive');
});
afterEach(() => {
  room.sandbox.faults.reset();
  room.sandbox.resetHits();
});
afterAll(async () => {
  await room.stop();
});

describe('row 81: a roster', () => {
  test('of three pages is read whole', async () => {
    const { members, isWhole } = await roster();
    expect(isWhole).toBe(true);
    expect(room.sandbox.hits.memberships).toBe(3);
    expect(members.map(({ name, role, status }) => [name, role, status])).toEqual([
      ['Teacher', 'trainer', 'active'],
      ['Learner one', 'learner', 'active'],
      ['Learner two', 'learner', 'active'],
      ['Learner three', 'learner', 'active'],
      ['Learner four', 'learner', 'active'],
      ['Inactive learner', 'learner', 'inactive'],
    ]);
  });

  test('whose pages go round in a circle is read once, and said to be partial', async () => {
    room.sandbox.faults.nextPage = 'loop';
    const { members, isWhole } = await roster();
    expect(isWhole).toBe(false);
    expect(members).toHaveLength(2);
    expect(room.sandbox.hits.memberships).toBe(1);
  });

  test('whose next page is on another site: that site is not called', async () => {
    const stranger = await createSandbox();
    try {
      room.sandbox.faults.nextPage = `${stranger.origin}/nrps/courses/1/memberships`;
      const { members, isWhole } = await roster();
      expect([members.length, isWhole]).toEqual([2, false]);
      expect(stranger.hits.memberships).toBe(0);
    } finally {
      await stranger.close();
    }
  });

  test('without status: everybody is active', async () => {
    room.sandbox.faults.rosterWithoutStatus = true;
    const { members } = await roster();
    expect(new Set(members.map(({ status }) => status))).toEqual(new Set(['active']));
  });

  test('tells later who has come and gone', async () => {
    const { differencesUrl } = await roster();
    const { id } = room.sandbox.addUser({ name: 'Visitor' });
    room.sandbox.enrol(room.courseId, id, 'Learner');
    room.sandbox.unenrol(room.courseId, id);
    const { members } = await roster(differencesUrl);
    expect(members).toMatchObject([{ subject: id, status: 'deleted' }]);
  });
});

describe('a trainer sees of a course', () => {
  test('who has not started, is under way and has finished', async () => {
    const [chapterId = '', otherChapterId = ''] = room.module.chapterIds;
    await room.ctx.db
      .updateTable('chapters')
      .set({ completion: JSON.stringify({ watchedShare: 0.1, quizPassed: false, templateOpened: false }) })
      .where('module_id', '=', room.module.id)
      .execute();
    const finished = await open(room.learnerId);
    await watch(finished, chapterId);
    await watch(finished, otherChapterId);
    await watch(await open(room.otherLearnerId), chapterId);
    const standing = await standingIn(room);
    expect(standing).toMatchObject({ roster: 'whole', reason: null, chapterCount: 2 });
    expect(standing.people.map(({ name, standing: one, completed }) => [name, one, completed])).toEqual([
      ['Learner four', 'not-started', 0],
      ['Learner one', 'finished', 2],
      ['Learner three', 'not-started', 0],
      ['Learner two', 'under-way', 1],
    ]);
    // Whoever never came leaves nothing here.
    const names = await room.ctx.db.selectFrom('learners').select('name').execute();
    expect(names.map(({ name }) => name)).not.toContain('Learner four');
  });

  test('why there is no list, and still what was done', async () => {
    room.sandbox.faults.memberships = { status: 503 };
    const standing = await standingIn(room);
    expect(standing.roster).toBe('unreachable');
    expect(standing.reason).toContain('503');
    expect(standing.people.map(({ name }) => name)).toEqual(['Learner one', 'Learner two']);
  });

  test('that the LMS grants none', async () => {
    const bare = await furnishRoom(room.service, await createSandbox());
    try {
      await launch(bare, { changes: { omit: [claim.nrps] } });
      const standing = await standingIn(bare);
      expect(standing).toMatchObject({ roster: 'not-granted', people: [] });
      expect(bare.sandbox.hits.memberships).toBe(0);
    } finally {
      await bare.stop();
    }
  });

  test('nothing of another organisation’s', async () => {
    const other = await room.service.addOrganisation('Other');
    const answer = await other.fetch(`/api/publications/${await publicationOf(room)}/standing`);
    expect(answer.status).toBe(404);
  });
});

test('a platform’s test reads back what it grants, and says why scores and roster fail', async () => {
  const { clientId } = room.identity;
  const { organisation } = room.service;
  const path = `/api/platforms/${room.platformId}/test`;
  const whole = await organisation.json<Tested>(path, { method: 'POST' });
  expect(whole.checks).toMatchObject({ keys: { ok: true }, roster: { ok: true } });
  expect(whole.grantedScopes).toEqual([scope.lineItem, scope.score, scope.memberships]);

  const tool = room.sandbox.tool(clientId);
  tool.scopes = [scope.lineItem];
  const less = await organisation.json<Tested>(path, { method: 'POST' });
  expect(less.grantedScopes).toEqual([scope.lineItem]);
  expect(less.checks).toMatchObject({ score: { ok: false }, roster: { ok: false } });
  expect(less.checks['score']?.message).toContain('does not grant');

  room.sandbox.faults.token = { status: 401 };
  const none = await organisation.json<Tested>(path, { method: 'POST' });
  expect(none.checks['score']?.message).toContain('no access token (401');
  expect(none.checks['roster']?.message).toContain('no access token (401');
});

interface Tested {
  checks: Record<string, { ok: boolean; message?: string } | null>;
  grantedScopes: string[] | null;
}

async function roster(url?: string) {
  const placed = await findPlacedCourse(room.ctx.db, room.service.organisation.id, await publicationOf(room));
  if (placed.roster === null) throw new Error('the launch brought no roster');
  return await readRoster(ltiOf(room.ctx), placed.roster, url);
}

async function publicationOf({ ctx, module }: LtiRoom): Promise<string> {
  const found = await ctx.db
    .selectFrom('publications')
    .select('id')
    .where('module_id', '=', module.id)
    .executeTakeFirst();
  if (found !== undefined) return found.id;
  await launch(room, { userId: room.teacherId });
  return await publicationOf(room);
}

async function standingIn(where: LtiRoom) {
  const path = `/api/publications/${await publicationOf(where)}/standing`;
  return courseStandingSchema.parse(await room.service.organisation.json(path));
}

async function open(userId: string): Promise<LearnerPage> {
  const browser = new TestBrowser();
  return new LearnerPage(room.service, launchIdOf(await launch(room, { userId, browser })), browser);
}

async function watch(page: LearnerPage, chapterId: string): Promise<void> {
  await page.watch(chapterId, { watched: [[0, 10_000]], positionMs: 10_000 });
}
