import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { launch, openLtiRoom, TestBrowser, type LtiRoom } from '../../support/lti-room.ts';

/** LTI.md rules 8–13 and row 62: frames, with and without cookies. */
let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom();
});
afterAll(async () => {
  await room.stop();
});

const framed = { headers: { 'sec-fetch-dest': 'iframe' } };

test('in a frame the login looks first whether cookies survive, and goes on when they do', async () => {
  const browser = new TestBrowser();
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const probing = await browser.post(url, form, framed);
  const check = probing.headers.get('location') ?? '';
  expect(check).toContain('/lti/login/check?');
  const onward = await browser.send(check, framed);
  const auth = room.sandbox.authorise(onward.headers.get('location') ?? '');
  expect((await browser.post(auth.action, auth.form, framed)).status).toBe(303);
});

test('the next launch in that frame needs no look', async () => {
  const browser = new TestBrowser();
  browser.cookies.set('lti_frame', '1');
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const answer = await browser.post(url, form, framed);
  expect(answer.headers.get('location')).toContain(`${room.sandbox.origin}/auth?`);
});

test('row 62: where none survive, a new window begins the login anew, and the launch is still unused', async () => {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const before = await room.ctx.db.selectFrom('used_states').select('state_hash').execute();
  const probing = await new TestBrowser().post(url, form, framed);
  const page = await new TestBrowser().send(probing.headers.get('location') ?? '', framed);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *');
  const address = linkIn(await page.text());
  expect(await room.ctx.db.selectFrom('used_states').select('state_hash').execute()).toEqual(before);
  const browser = new TestBrowser();
  const asked = await browser.send(address, { headers: { 'sec-fetch-dest': 'document' } });
  const auth = room.sandbox.authorise(asked.headers.get('location') ?? '');
  expect((await browser.post(auth.action, auth.form)).status).toBe(303);
});

test('a browser that does not say it is framed, and loses the cookie, is offered the new window after the launch', async () => {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const answer = await new TestBrowser().post(url, form);
  const auth = room.sandbox.authorise(answer.headers.get('location') ?? '');
  const page = await new TestBrowser().post(auth.action, auth.form);
  expect(page.status).toBe(401);
  const address = new URL(linkIn(await page.text()));
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    iss: room.sandbox.issuer,
    login_hint: form['login_hint'],
    lti_message_hint: form['lti_message_hint'],
    target_link_uri: form['target_link_uri'],
  });
});

test('the pages that an LMS shows keep their opener, run no inline script, and are not cached', async () => {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const answers = [
    await new TestBrowser().post(url, form),
    await launch(room, { changes: { header: { kid: undefined } } }),
    await new TestBrowser().send(`${room.service.url}/lti/register`),
  ];
  for (const answer of answers) {
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(answer.headers.get('x-frame-options')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
  }
  // A refused launch may be framed by the platform's pages, and by nobody else.
  expect(answers[1]?.headers.get('content-security-policy')).toContain(
    `frame-ancestors ${room.sandbox.origin}`,
  );
});

test('in a real browser, in a frame of another site, with third-party cookies blocked', async () => {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext();
    const [name = '', value = ''] = room.sandbox.signIn(room.learnerId).split('=', 2);
    await context.addCookies([{ name, value, url: room.sandbox.origin }]);
    const page = await context.newPage();
    await page.goto(`${room.sandbox.origin}/courses/${room.courseId}/links/${room.linkId}`);
    const frame = await framedAt(page, /\/learn\/[0-9a-f-]{36}$/);
    expect(frame).toContain(room.service.url);
    const cookies = await context.cookies(room.service.url);
    expect(cookies.filter((cookie) => cookie.name.startsWith('launch_'))).toMatchObject([
      { partitionKey: 'http://127.0.0.1' },
    ]);
  } finally {
    await browser.close();
  }
});

async function framedAt(page: import('playwright-core').Page, address: RegExp): Promise<string> {
  const known = page.frames().find((frame) => address.test(frame.url()));
  if (known !== undefined) return known.url();
  const frame = await page.waitForEvent('framenavigated', {
    predicate: (one) => address.test(one.url()),
    timeout: 20_000,
  });
  return frame.url();
}

function linkIn(page: string): string {
  const [, address = ''] = /<a class="button" href="([^"]+)" target="_blank"/.exec(page) ?? [];
  return address.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}
