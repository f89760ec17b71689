import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBearerSchema, launchStorageSchema } from '../../../domain/api/launch.ts';
import {
  countRows,
  launch,
  launchIdOf,
  login,
  openLtiRoom,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';

/** LTI.md rules 9–12 and rows 61–63, as far as the server decides: what the browser does is in e2e/frames.test.ts. */
let room: LtiRoom;
const clock = { aheadMs: 0 };
beforeAll(async () => {
  room = await openLtiRoom({
    sandbox: { profile: 'canvas' },
    now: () => new Date(Date.now() + clock.aheadMs),
  });
});
afterAll(async () => {
  await room.stop();
});

const framed = { headers: { 'sec-fetch-dest': 'iframe' } };

test('a frame without cookies is told where to keep the secret, and only its platform may frame that page', async () => {
  const { page, slot } = await begin();
  expect(slot).toMatchObject({
    origin: new URL(room.sandbox.endpoints.authorization).origin,
    target: 'post_message_forwarding',
  });
  expect(page.headers.get('content-security-policy')).not.toContain('frame-ancestors *');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.getSetCookie()).toEqual([]);
});

test('what is no name of a frame is no storage', async () => {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const target = { lti_storage_target: '"><script>' };
  const probing = await new TestBrowser().post(url, { ...form, ...target }, framed);
  const page = await (await fetch(probing.headers.get('location') ?? '', framed)).text();
  expect(page).toContain('Open this activity in its own window');
  expect(page).not.toContain('<script>');
});

test('the secret opens the session, by a code that is exchanged once for a token', async () => {
  const before = await countRows(room);
  const { slot, auth } = await begin();
  const back = await fetch(auth.action, { method: 'POST', body: new URLSearchParams(auth.form) });
  expect(back.status).toBe(200);
  expect(await countRows(room)).toMatchObject({ launches: before['launches'] });

  const opened = await prove(auth.form, slot.secret);
  expect(opened.status).toBe(303);
  expect(opened.headers.getSetCookie().filter((cookie) => cookie.startsWith('launch_'))).toEqual([]);
  const location = new URL(opened.headers.get('location') ?? '');
  const id = location.pathname.split('/')[2] ?? '';
  const code = location.hash.replace('#code=', '');
  expect(await statusOf(id, {})).toBe(401);
  const { token } = launchBearerSchema.parse(await (await exchange(id, code)).json());
  expect(await statusOf(id, { authorization: `Bearer ${token}` })).toBe(200);
  expect((await exchange(id, code)).status).toBe(401);
  expect(await statusOf(id, { authorization: `Bearer ${code}` })).toBe(401);
  // Another launch's page may not use it.
  const other = launchIdOf(await launch(room));
  expect(await statusOf(other, { authorization: `Bearer ${token}` })).toBe(401);
  expect(await statusOf(id, { authorization: `Bearer ${token}`, 'x-launch': other })).toBe(401);
  const kept = await fetch(`${room.service.url}/api/launches/${id}/storage`);
  expect(launchStorageSchema.parse(await kept.json())).toEqual({ origin: slot.origin, target: slot.target });
});

test('a code ends after a minute, a token after two hours unless it is renewed', async () => {
  const { slot, auth } = await begin();
  const location = new URL((await prove(auth.form, slot.secret)).headers.get('location') ?? '');
  const id = location.pathname.split('/')[2] ?? '';
  clock.aheadMs += 61_000;
  expect((await exchange(id, location.hash.replace('#code=', ''))).status).toBe(401);

  const second = await begin();
  const again = new URL((await prove(second.auth.form, second.slot.secret)).headers.get('location') ?? '');
  const launchId = again.pathname.split('/')[2] ?? '';
  const first = launchBearerSchema.parse(await (await exchange(launchId, again.hash.slice(6))).json());
  clock.aheadMs += 3600_000;
  const renewed = await fetch(`${room.service.url}/api/launches/${launchId}/token/renew`, {
    method: 'POST',
    headers: { 'x-launch': launchId, authorization: `Bearer ${first.token}` },
  });
  const { token } = launchBearerSchema.parse(await renewed.json());
  clock.aheadMs += 3600_000 + 1;
  expect(await statusOf(launchId, { authorization: `Bearer ${first.token}` })).toBe(401);
  expect(await statusOf(launchId, { authorization: `Bearer ${token}` })).toBe(200);
});

test('row 61: another value than the one kept is refused, and the launch is used up', async () => {
  const before = await countRows(room);
  const { slot, auth } = await begin();
  const wrong = await prove(auth.form, 'A'.repeat(43));
  expect([wrong.status, codeIn(await wrong.text())]).toEqual([401, 'browser-mismatch']);
  const late = await prove(auth.form, slot.secret);
  expect([late.status, codeIn(await late.text())]).toEqual([401, 'state-unknown']);
  expect(await countRows(room)).toEqual(before);
});

test('row 63: a proof that was used opens nothing again', async () => {
  const { slot, auth } = await begin();
  expect((await prove(auth.form, slot.secret)).status).toBe(303);
  const again = await prove(auth.form, slot.secret);
  expect([again.status, codeIn(await again.text())]).toEqual([401, 'state-unknown']);
});

test('row 63: nor does it open another login, or come from another page than ours', async () => {
  const [one, two] = [await begin(), await begin()];
  const crossed = await prove(two.auth.form, one.slot.secret);
  expect([crossed.status, codeIn(await crossed.text())]).toEqual([401, 'browser-mismatch']);
  for (const origin of ['https://evil.example', 'null', '']) {
    const foreign = await prove(one.auth.form, one.slot.secret, origin);
    expect([foreign.status, codeIn(await foreign.text())]).toEqual([403, 'not-from-here']);
  }
  expect((await prove(one.auth.form, one.slot.secret)).status).toBe(303);
});

test('row 44: a launch posted into another browser stays unproven there', async () => {
  const attacker = new TestBrowser();
  const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const auth = room.sandbox.authorise(await login(attacker, initiation));
  const before = await countRows(room);
  const victim = new TestBrowser();
  const page = await victim.post(auth.action, auth.form);
  expect(page.status).toBe(200);
  expect([...victim.cookies.keys()]).toEqual([]);
  expect(await countRows(room)).toEqual(before);
});

test('several people in one browser at once each keep their own session', async () => {
  const browser = new TestBrowser();
  const people = [room.learnerId, room.otherLearnerId, room.teacherId];
  const initiations = people.map((userId) =>
    room.sandbox.beginLaunch({ userId, resourceLinkId: room.linkId }),
  );
  // All logins first, then all launches, the other way round.
  const auths = [];
  for (const initiation of initiations) auths.push(room.sandbox.authorise(await login(browser, initiation)));
  const ids = new Map<string, string>();
  for (const [index, auth] of [...auths.entries()].toReversed()) {
    ids.set(people[index] ?? '', launchIdOf(await browser.post(auth.action, auth.form)));
  }
  for (const [userId, id] of ids) {
    const answer = await browser.send(`${room.service.url}/api/learn/${id}`, { headers: { 'x-launch': id } });
    const { name } = room.sandbox.users().find((user) => user.id === userId) ?? {};
    expect(await answer.json()).toMatchObject({ learnerName: name });
  }
});

/** Through login and the platform in a frame without cookies; nothing is posted back yet. */
async function begin() {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const probing = await new TestBrowser().post(url, form, framed);
  const page = await fetch(probing.headers.get('location') ?? '', framed);
  const slot = dataIn(await page.text());
  return { page, slot, auth: room.sandbox.authorise(slot.url) };
}

function dataIn(page: string) {
  const read = (name: string) => {
    const [, value] = new RegExp(`data-${name}="([^"]*)"`).exec(page) ?? [];
    if (value === undefined) throw new Error(`no data-${name} in ${page}`);
    return value.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  };
  return {
    origin: read('origin'),
    target: read('target'),
    key: read('key'),
    secret: read('secret'),
    url: read('url'),
  };
}

async function prove(
  form: Readonly<Record<string, string>>,
  secret: string,
  origin = room.service.url,
): Promise<Response> {
  return await fetch(`${room.service.url}/lti/launch/proof`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...form, secret }),
    ...(origin === '' ? {} : { headers: { origin } }),
  });
}

async function exchange(launchId: string, code: string): Promise<Response> {
  return await fetch(`${room.service.url}/api/launches/${launchId}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

async function statusOf(launchId: string, headers: Record<string, string>): Promise<number> {
  const url = `${room.service.url}/api/learn/${launchId}`;
  return (await fetch(url, { headers: { 'x-launch': launchId, ...headers } })).status;
}

function codeIn(page: string): string | undefined {
  return /say: ([a-z0-9-]+),/.exec(page)?.[1];
}
