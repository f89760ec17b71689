import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pickedSchema } from '../../../domain/api/picker.ts';
import { enqueueScore } from '../../../lti/services/scores.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import { profiles, type ProfileName } from '../../../sandbox/profiles.ts';
import type { MintChanges } from '../../../sandbox/types.ts';
import { claim } from '../../../sandbox/vocabulary.ts';
import {
  authorised,
  furnishRoom,
  launch,
  launchIdOf,
  scoreKeyOf,
  sendScores,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';
import { startTestService, type TestService } from '../../support/service.ts';

/** LTI.md §4, "Must pass", on every platform that the sandbox imitates. */
let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => {
  await service.stop();
});

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const names = ['name', 'given_name', 'family_name'];

const mustPass: [title: string, changes: (role: string, clientId: string) => MintChanges][] = [
  ['plain', () => ({})],
  [
    'several roles',
    (role) => ({ claims: { [claim.roles]: [`${membership}#${role}`, `${membership}#Member`] } }),
  ],
  ['short role', (role) => ({ claims: { [claim.roles]: [role] } })],
  ['unknown role', () => ({ claims: { [claim.roles]: ['http://example.org/roles#Astronaut'] } })],
  ['no role', () => ({ claims: { [claim.roles]: [] } })],
  ['email only', () => ({ omit: names })],
  ['names only', () => ({ omit: ['email'] })],
  ['no PII', () => ({ omit: [...names, 'email', claim.lis] })],
  ['email without context', () => ({ omit: [...names, claim.context] })],
  ['aud as one-item array', (_role, clientId) => ({ claims: { aud: [clientId], azp: clientId } })],
  ['exp 55 s ago', () => ({ claims: { exp: seconds() - 55, iat: seconds() - 200 } })],
  ['iat 55 s ahead', () => ({ claims: { iat: seconds() + 55 } })],
  [
    'null members',
    () => ({
      claims: {
        name: null,
        email: null,
        [claim.context]: null,
        [claim.custom]: null,
        [claim.launchPresentation]: null,
        [claim.toolPlatform]: null,
        [claim.ags]: null,
      },
    }),
  ],
  [
    'unknown claims',
    () => ({ claims: { 'https://example.org/claim/x': { deep: [1, null] }, auth_time: 'x' } }),
  ],
];

describe.each(Object.keys(profiles).filter(isProfile))('as %s', (profile) => {
  let room: LtiRoom;
  beforeAll(async () => {
    room = await furnishRoom(service, await createSandbox({ profile }));
  });
  afterAll(async () => {
    await room.stop();
  });

  describe.each(['Instructor', 'Learner'])('a launch by one %s', (role) => {
    test.each(mustPass)('must pass: %s', async (_title, changes) => {
      const userId = role === 'Instructor' ? room.teacherId : room.learnerId;
      const answer = await launch(room, { userId, changes: changes(role, room.identity.clientId) });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:\d+\/learn\/[0-9a-f-]{36}$/);
    });
  });

  test.each(['GET', 'POST'])('must pass: login by %s', async (method) => {
    const browser = new TestBrowser();
    const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
    const asked =
      method === 'POST'
        ? await browser.post(url, form)
        : await browser.send(`${url}?${new URLSearchParams(form).toString()}`);
    const auth = room.sandbox.authorise(asked.headers.get('location') ?? '');
    expect((await browser.post(auth.action, auth.form)).status).toBe(303);
  });

  test('a teacher and a learner are told apart, whatever comes beside the course’s roles', async () => {
    expect(await roleOf(await launch(room, { userId: room.teacherId }))).toBe('trainer');
    expect(await roleOf(await launch(room, { userId: room.learnerId }))).toBe('learner');
  });

  test('a chapter is picked, launched and graded', async () => {
    const [chapterId = ''] = room.module.chapterIds;
    const placed = await pick(room, { moduleId: room.module.id, chapterId });
    expect(placed.lineItems).toMatchObject([{ resourceId: chapterId, label: 'Chapter 1' }]);
    const key = await scoreKeyOf(room, await launch(room, { linkId: placed.links[0]?.id ?? '' }));
    await enqueueScore(room.ctx.db, {
      ...key,
      scoreGiven: 1,
      scoreMaximum: 1,
      at: room.ctx.now(),
    });
    await sendScores(room, key);
    expect(room.sandbox.result(placed.lineItems[0]?.id ?? '', room.learnerId)?.resultScore).toBe(1);
  });

  test('a copied course opens the same chapter, and makes no second column', async () => {
    const { sandbox, courseId, module, learnerId } = room;
    const [, chapterId = ''] = module.chapterIds;
    const placed = await pick(room, { moduleId: module.id, chapterId });
    const index = sandbox.resourceLinks(courseId).findIndex(({ id }) => id === placed.links[0]?.id);
    const copy = sandbox.copyCourse(courseId, 'Next year');
    sandbox.enrol(copy.id, learnerId, 'Learner');
    const linkId = sandbox.resourceLinks(copy.id)[index]?.id ?? '';
    const columns = sandbox.lineItems(copy.id);
    const key = await scoreKeyOf(room, await launch(room, { linkId }));
    const opened = await room.ctx.db
      .selectFrom('publications')
      .select(['module_id', 'chapter_id', 'resource_link_id'])
      .where('id', '=', key.publicationId)
      .executeTakeFirstOrThrow();
    expect(opened).toEqual({ module_id: module.id, chapter_id: chapterId, resource_link_id: linkId });
    await enqueueScore(room.ctx.db, { ...key, scoreGiven: 1, scoreMaximum: 1, at: room.ctx.now() });
    await sendScores(room, key);
    expect(sandbox.lineItems(copy.id)).toEqual(columns);
    const column = columns.find(({ resourceLinkId }) => resourceLinkId === linkId);
    expect(sandbox.result(column?.id ?? '', learnerId)?.resultScore).toBe(1);
  });

  async function roleOf(answer: Response): Promise<string> {
    const row = await room.ctx.db
      .selectFrom('launches')
      .select('role')
      .where('id', '=', launchIdOf(answer))
      .executeTakeFirstOrThrow();
    return row.role;
  }
});

describe('a place in Canvas', () => {
  let room: LtiRoom;
  beforeAll(async () => {
    const sandbox = await createSandbox({ profile: 'canvas' });
    room = await furnishRoom(service, sandbox);
  });
  afterAll(async () => {
    await room.stop();
  });

  test.each([
    ['assignment_selection', false],
    ['link_selection', true],
    ['module_index_menu_modal', true],
    ['editor_button', true],
  ])('%s takes links, several: %s', async (placement, several) => {
    const { id, browser } = await openPicker(room, placement);
    const answer = await browser.send(`${service.url}/api/picker/${id}`, { headers: { 'x-launch': id } });
    expect(await answer.json()).toMatchObject({ acceptMultiple: several });
  });

  test('migration_selection takes files alone, and is told so in words', async () => {
    await expect(openPicker(room, 'migration_selection')).rejects.toThrow(/401/);
  });
});

async function openPicker(room: LtiRoom, placement?: string) {
  const browser = new TestBrowser();
  const initiation = room.sandbox.beginDeepLinking({
    userId: room.teacherId,
    courseId: room.courseId,
    clientId: room.identity.clientId,
    ...(placement === undefined ? {} : { placement }),
  });
  const { action, form } = await authorised(room, browser, initiation);
  return { browser, id: launchIdOf(await browser.post(action, form)) };
}

async function pick(room: LtiRoom, item: { moduleId: string; chapterId: string }) {
  const { id, browser } = await openPicker(room);
  const answer = await browser.send(`${service.url}/api/picker/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-launch': id },
    body: JSON.stringify({ items: [item] }),
  });
  const { returnUrl, jwt } = pickedSchema.parse(await answer.json());
  return await room.sandbox.acceptDeepLink(returnUrl, jwt);
}

function isProfile(name: string): name is ProfileName {
  return name in profiles;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
