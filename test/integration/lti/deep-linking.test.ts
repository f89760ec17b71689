import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pickedSchema, type PickedItem } from '../../../domain/api/picker.ts';
import type { MintChanges } from '../../../sandbox/types.ts';
import { claim } from '../../../sandbox/vocabulary.ts';
import {
  authorised,
  launch,
  launchIdOf,
  openLtiRoom,
  publishModule,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';

let room: LtiRoom;
const clock = { aheadMs: 0 };
beforeAll(async () => {
  room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
});
afterEach(() => {
  clock.aheadMs = 0;
});
afterAll(async () => {
  await room.stop();
});

test('five chapters and the module are placed in one return, each with its column', async () => {
  const [first = '', second = ''] = room.module.chapterIds;
  const picking = await openPicker();
  const items = [first, second].map((chapterId) => ({ moduleId: room.module.id, chapterId }));
  const answer = await pick(picking, [...items, { moduleId: room.module.id }]);
  expect(answer.status).toBe(200);
  const { returnUrl, jwt } = await readPicked(answer);
  const placed = await room.sandbox.acceptDeepLink(returnUrl, jwt);
  expect(placed.links.map(({ title, url }) => ({ title, url }))).toEqual([
    { title: 'Chapter 1', url: `${room.service.url}/lti/launch?module=${room.module.id}&chapter=${first}` },
    { title: 'Chapter 2', url: `${room.service.url}/lti/launch?module=${room.module.id}&chapter=${second}` },
    { title: 'Webinar', url: `${room.service.url}/lti/launch?module=${room.module.id}` },
  ]);
  expect(
    placed.lineItems.map(({ label, scoreMaximum, resourceId, tag }) => ({
      label,
      scoreMaximum,
      resourceId,
      tag,
    })),
  ).toEqual([
    { label: 'Chapter 1', scoreMaximum: 1, resourceId: first, tag: 'afterclass' },
    { label: 'Chapter 2', scoreMaximum: 1, resourceId: second, tag: 'afterclass' },
    { label: 'Webinar', scoreMaximum: 2, resourceId: room.module.id, tag: 'afterclass' },
  ]);
  for (const link of placed.links) expect((await launch(room, { linkId: link.id })).status).toBe(303);
});

test('no items is a cancel, and goes back all the same', async () => {
  const { returnUrl, jwt } = await readPicked(await pick(await openPicker(), []));
  expect((await room.sandbox.acceptDeepLink(returnUrl, jwt)).links).toEqual([]);
});

test('accept_lineitem false: no line item is sent', async () => {
  const { jwt } = await readPicked(await pick(await openPicker({ accept_lineitem: false }), [whole()]));
  const [item] = itemsOf(jwt);
  expect(item).not.toHaveProperty('lineItem');
});

test('a platform without data gets none', async () => {
  const { jwt } = await readPicked(await pick(await openPicker({ data: undefined }), [whole()]));
  expect(decodeJwt(jwt)).not.toHaveProperty([claim.data]);
});

test('row 64: a learner cannot open the picker', async () => {
  const { answer, browser } = await launchPicker({ userId: room.learnerId });
  await expectRefusal(answer, browser, 'role-may-not-pick');
});

describe('row 65: the settings say where the choice goes', () => {
  test.each<[string, MintChanges]>([
    ['missing', { omit: [claim.deepLinkingSettings] }],
    ['null', { claims: { [claim.deepLinkingSettings]: null } }],
    ['no return address', { claims: { [claim.deepLinkingSettings]: { accept_types: ['ltiResourceLink'] } } }],
    [
      'javascript: address',
      {
        claims: {
          [claim.deepLinkingSettings]: {
            accept_types: ['ltiResourceLink'],
            deep_link_return_url: 'javascript:alert(1)',
          },
        },
      },
    ],
  ])('%s', async (_title, changes) => {
    const { answer, browser } = await launchPicker({ changes });
    await expectRefusal(answer, browser, 'deep-linking-settings-malformed');
  });
});

describe('row 66: one item where one is taken', () => {
  test.each([[false], [undefined]])('accept_multiple %s', async (acceptMultiple) => {
    const picking = await openPicker({ accept_multiple: acceptMultiple });
    const [first = '', second = ''] = room.module.chapterIds;
    const items = [first, second].map((chapterId) => ({ moduleId: room.module.id, chapterId }));
    const answer = await pick(picking, items);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'one-item-only' });
    // Nothing was used up: one item still goes.
    expect((await pick(picking, items.slice(0, 1))).status).toBe(200);
  });
});

test('row 67: a place that takes no LTI links opens no picker', async () => {
  const { answer, browser } = await launchPicker({ settings: { accept_types: ['file', 'html'] } });
  await expectRefusal(answer, browser, 'content-type-not-accepted');
});

test('row 68: data goes back as it came', async () => {
  const data = 'ü "quoted" \\ & <b> ' + 'x'.repeat(2000);
  const { jwt } = await readPicked(await pick(await openPicker({ data }), [whole()]));
  expect(decodeJwt(jwt)[claim.data]).toBe(data);
});

test('row 69: a choice is sent once', async () => {
  const picking = await openPicker();
  const answers = await Promise.all([1, 2, 3, 4].map(() => pick(picking, [whole()])));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409, 409]);
});

test('row 69: nor after its hour', async () => {
  const picking = await openPicker();
  clock.aheadMs = 61 * 60_000;
  expect((await pick(picking, [whole()])).status).toBe(401);
});

test('row 70: nor by another browser', async () => {
  const picking = await openPicker();
  expect((await pick({ ...picking, browser: new TestBrowser() }, [whole()])).status).toBe(401);
  const other = await openPicker();
  expect((await pick({ ...picking, browser: other.browser }, [whole()])).status).toBe(401);
});

test('another organisation’s module, and one that is not published, cannot be placed', async () => {
  const foreign = await publishModule(room.ctx, (await room.service.addOrganisation('Other')).id);
  const draft = await publishModule(room.ctx, room.service.organisation.id);
  await room.ctx.db.updateTable('modules').set({ state: 'draft' }).where('id', '=', draft.id).execute();
  const picking = await openPicker();
  for (const moduleId of [foreign.id, draft.id, crypto.randomUUID()]) {
    expect((await pick(picking, [{ moduleId }])).status).toBe(404);
  }
  const chapterId = foreign.chapterIds[0] ?? '';
  expect((await pick(picking, [{ moduleId: room.module.id, chapterId }])).status).toBe(404);
});

interface Picking {
  launchId: string;
  browser: TestBrowser;
}

function whole(): PickedItem {
  return { moduleId: room.module.id };
}

async function launchPicker(
  options: { userId?: string; settings?: Record<string, unknown>; changes?: MintChanges } = {},
): Promise<{ answer: Response; browser: TestBrowser }> {
  const browser = new TestBrowser();
  const initiation = room.sandbox.beginDeepLinking({
    userId: options.userId ?? room.teacherId,
    courseId: room.courseId,
    clientId: room.identity.clientId,
    settings: options.settings ?? {},
  });
  const { action, form } = await authorised(room, browser, initiation, options.changes);
  return { answer: await browser.post(action, form), browser };
}

async function openPicker(settings: Record<string, unknown> = {}): Promise<Picking> {
  const { answer, browser } = await launchPicker({ settings });
  expect(answer.headers.get('location')).toContain('/pick/');
  return { launchId: launchIdOf(answer), browser };
}

async function pick({ launchId, browser }: Picking, items: PickedItem[]): Promise<Response> {
  return await browser.send(`${room.service.url}/api/picker/${launchId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-launch': launchId },
    body: JSON.stringify({ items }),
  });
}

async function readPicked(answer: Response): Promise<{ returnUrl: string; jwt: string }> {
  expect(answer.status).toBe(200);
  return pickedSchema.parse(await answer.json());
}

function itemsOf(jwt: string): Record<string, unknown>[] {
  const items = decodeJwt(jwt)[claim.contentItems];
  return z.array(z.record(z.string(), z.unknown())).parse(items);
}

async function expectRefusal(answer: Response, browser: TestBrowser, code: string): Promise<void> {
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain(`say: ${code},`);
  expect(browser.cookies.size).toBe(0);
}
