import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claim } from '../../../sandbox/vocabulary.ts';
import { countRows, launch, login, registerByHand, TestBrowser } from '../../support/lti-room.ts';
import { begun, expectRefusal, openRefusalRoom, type RefusalRoom } from '../../support/refusal-room.ts';

/** LTI.md §4, rows 51–54: what is not approved, logins, the platform's own words. */
let room: RefusalRoom;

beforeAll(async () => {
  room = await openRefusalRoom();
  // A second registration at the same issuer.
  await registerByHand(room.service, room.sandbox);
});
afterEach(() => room.mend());
afterAll(() => room.stop());

describe('row 51: what is not approved does not launch', () => {
  test.each(['pending', 'disabled'] as const)('registration %s', async (state) => {
    const { browser, auth } = await begun(room);
    await room.ctx.db.updateTable('platforms').set({ state }).execute();
    await expectRefusal(await browser.post(auth.action, auth.form), browser, `platform-${state}`, 403);
    const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
    const answer = await browser.post(initiation.url, initiation.form);
    await expectRefusal(answer, browser, `platform-${state}`, 403);
  });

  test.each(['pending', 'disabled'] as const)('deployment %s', async (state) => {
    await room.ctx.db.updateTable('deployments').set({ state }).execute();
    const browser = new TestBrowser();
    await expectRefusal(await launch(room, { browser }), browser, `deployment-${state}`, 403);
  });
});

describe('row 52: a faulty login goes nowhere', () => {
  const cases: [
    title: string,
    change: (form: Record<string, string>) => string | Record<string, string>,
    code: string,
  ][] = [
    ['iss unknown', (form) => ({ ...form, iss: 'https://nobody.example' }), 'platform-unknown'],
    ['two registrations and no client_id', (form) => except(form, 'client_id'), 'client-id-needed'],
    [
      'target foreign',
      (form) => ({ ...form, target_link_uri: 'https://evil.example/lti/launch' }),
      'target-not-ours',
    ],
    [
      'target elsewhere here',
      (form) => ({ ...form, target_link_uri: `${room.service.url}/api` }),
      'target-not-ours',
    ],
    [
      'row 48: target javascript:',
      (form) => ({ ...form, target_link_uri: 'javascript:alert(1)' }),
      'target-not-ours',
    ],
    [
      'row 48: target //host',
      (form) => ({ ...form, target_link_uri: '//evil.example/lti/launch' }),
      'target-not-ours',
    ],
    ['iss missing', (form) => except(form, 'iss'), 'login-malformed'],
    ['login_hint missing', (form) => except(form, 'login_hint'), 'login-malformed'],
    ['client_id twice', (form) => `${String(new URLSearchParams(form))}&client_id=x`, 'login-malformed'],
    [
      'array parameter',
      (form) => `${String(new URLSearchParams({ ...form, iss: '' }))}&iss[]=a`,
      'login-malformed',
    ],
  ];
  test.each(cases)('%s', async (_title, change, code) => {
    const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
    const before = await countRows(room);
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(change({ ...form })),
      redirect: 'manual',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.text()).toContain(code);
    expect(await countRows(room)).toEqual(before);
  });
});

test('row 53: the platform’s own refusal is shown in words', async () => {
  const browser = new TestBrowser();
  const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const url = await login(browser, initiation);
  const state = url.searchParams.get('state') ?? '';
  const answer = await browser.post(`${room.service.url}/lti/launch`, { error: 'login_required', state });
  const text = await expectRefusal(answer, browser, 'platform-refused');
  expect(text).toContain('You are not signed in to the LMS');
});

test('row 54: HTML in what the platform says is escaped', async () => {
  const browser = new TestBrowser();
  const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const state = (await login(browser, initiation)).searchParams.get('state') ?? '';
  const answer = await browser.post(`${room.service.url}/lti/launch`, {
    error: 'access_denied',
    error_description: '<img src=x onerror=alert(1)>"\'&',
    state,
  });
  const text = await expectRefusal(answer, browser, 'platform-refused');
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  expect(text).not.toContain('<img');
});

test('row 54: HTML in names and titles is kept as the text it is', async () => {
  const title = '<script>alert(1)</script>';
  const link = { id: 'markup', title };
  const claims = { name: title, [claim.resourceLink]: link, [claim.context]: { id: 'c', title } };
  expect((await launch(room, { changes: { claims } })).status).toBe(303);
  const row = await room.ctx.db
    .selectFrom('publications')
    .innerJoin('contexts', 'contexts.id', 'publications.context_id')
    .select(['publications.title', 'contexts.title as contextTitle'])
    .where('resource_link_id', '=', 'markup')
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ title, contextTitle: title });
});

function except(form: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));
}
