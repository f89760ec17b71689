import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pickedSchema, pickerSchema } from '../../domain/api/picker.ts';
import { LearnerPage, refusalOf } from '../support/learner.ts';
import {
  authorised,
  launch,
  launchIdOf,
  openLtiRoom,
  publishModule,
  TestBrowser,
  type LtiRoom,
} from '../support/lti-room.ts';

let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom();
});
afterAll(() => room.stop());

interface OpenPicker {
  launchId: string;
  send(method?: string, body?: unknown): Promise<Response>;
}

/** Opens the picker as the teacher, with changed or (undefined) missing settings. */
async function openPicker(settings: Record<string, unknown> = {}): Promise<OpenPicker> {
  const browser = new TestBrowser();
  const { courseId, teacherId: userId } = room;
  const { clientId } = room.identity;
  const initiation = room.sandbox.beginDeepLinking({ userId, courseId, clientId, settings });
  const { action, form } = await authorised(room, browser, initiation);
  const launchId = launchIdOf(await browser.post(action, form));
  return {
    launchId,
    send: (method = 'GET', body) =>
      browser.send(`${room.service.url}/api/picker/${launchId}`, {
        method,
        headers: { 'x-launch': launchId, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

async function accept(answer: Response) {
  const { returnUrl, jwt } = pickedSchema.parse(await answer.json());
  return room.sandbox.acceptDeepLink(returnUrl, jwt);
}

describe('the picker', () => {
  test('offers the organisation’s published modules, and nothing else', async () => {
    const other = await room.service.addOrganisation('Other');
    const foreign = await publishModule(room.ctx, other.id);
    const retracted = await publishModule(room.ctx, room.service.organisation.id);
    await room.service.organisation.json(`/api/modules/${retracted.id}/retract`, { method: 'POST' });
    const picker = pickerSchema.parse(await (await (await openPicker()).send()).json());
    expect(picker).toMatchObject({ contextTitle: 'Onboarding', acceptMultiple: true, acceptLineItem: true });
    const ids = picker.modules.map(({ id }) => id);
    expect(ids).toContain(room.module.id);
    expect(ids).not.toContain(foreign.id);
    expect(ids).not.toContain(retracted.id);
    const offered = picker.modules.find(({ id }) => id === room.module.id);
    expect(offered).toMatchObject({ title: 'Webinar', durationMs: 120_000 });
    expect(offered?.chapters.map(({ id }) => id)).toEqual(room.module.chapterIds);
    const items = [{ moduleId: foreign.id }];
    expect(await refusalOf(await (await openPicker()).send('POST', { items }))).toEqual([404, 'not-found']);
  });

  test('returns a chapter and a whole module in one answer, once', async () => {
    const picker = await openPicker();
    const [chapterId = ''] = room.module.chapterIds;
    const items = [{ moduleId: room.module.id, chapterId }, { moduleId: room.module.id }];
    const { links, lineItems } = await accept(await picker.send('POST', { items }));
    expect(links.map(({ title }) => title)).toEqual(['Chapter 1', 'Webinar']);
    expect(lineItems.map(({ scoreMaximum }) => scoreMaximum)).toEqual([1, 2]);
    expect(await refusalOf(await picker.send('POST', { items }))).toEqual([409, 'selection-used']);
    expect(await refusalOf(await picker.send())).toEqual([409, 'selection-used']);
  });

  test('keeps to one activity where the platform takes one, and leaves columns out where it takes none', async () => {
    const picker = await openPicker({ accept_multiple: undefined, accept_lineitem: false });
    expect(pickerSchema.parse(await (await picker.send()).json())).toMatchObject({
      acceptMultiple: false,
      acceptLineItem: false,
    });
    const items = room.module.chapterIds.map((chapterId) => ({ moduleId: room.module.id, chapterId }));
    expect(await refusalOf(await picker.send('POST', { items }))).toEqual([422, 'one-item-only']);
    const { jwt } = pickedSchema.parse(await (await picker.send('POST', { items: items.slice(1) })).json());
    const claims = decodeJwt(jwt);
    const contentItems = claims['https://purl.imsglobal.org/spec/lti-dl/claim/content_items'];
    expect(contentItems).toHaveLength(1);
    expect(JSON.stringify(contentItems)).not.toContain('lineItem');
  });

  test('cancels with an answer that holds nothing', async () => {
    const { items } = await accept(await (await openPicker()).send('POST', { items: [] }));
    expect(items).toEqual([]);
  });

  test('is no learner’s page, and a learner’s page is no picker', async () => {
    const browser = new TestBrowser();
    const learning = new LearnerPage(room.service, launchIdOf(await launch(room, { browser })), browser);
    const headers = { 'x-launch': learning.launchId };
    const address = `${room.service.url}/api/picker/${learning.launchId}`;
    expect(await refusalOf(await browser.send(address, { headers }))).toEqual([404, 'not-found']);
    const picker = await openPicker();
    expect(await refusalOf(await picker.send('POST', { items: 'all' }))).toEqual([422, 'invalid-input']);
    const stranger = await fetch(`${room.service.url}/api/picker/${picker.launchId}`, {
      headers: { 'x-launch': picker.launchId },
    });
    expect(await refusalOf(stranger)).toEqual([401, 'launch-ended']);
  });
});
