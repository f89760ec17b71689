import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteExpiredStates } from '../../../storage/used-states.ts';
import { authorised, countRows, registerByHand, TestBrowser } from '../../support/lti-room.ts';
import { begun, expectRefusal, openRefusalRoom, type RefusalRoom } from '../../support/refusal-room.ts';

/** LTI.md §4, rows 37–44 and 49: what the browser brings. */
let room: RefusalRoom;
/** Another client id of ours at the same issuer. */
let otherClientId: string;

beforeAll(async () => {
  room = await openRefusalRoom();
  ({
    identity: { clientId: otherClientId },
  } = await registerByHand(room.service, room.sandbox));
});
afterEach(() => room.mend());
afterAll(() => room.stop());

describe('a state counts once, in its browser, for its platform', () => {
  test('row 37: the same id_token and state twice', async () => {
    const { browser, auth } = await begun(room);
    const again = browser.cookies.size > 0 ? new Map(browser.cookies) : new Map<string, string>();
    expect((await browser.post(auth.action, auth.form)).status).toBe(303);
    const replay = new TestBrowser();
    for (const [name, value] of again) replay.cookies.set(name, value);
    await expectRefusal(await replay.post(auth.action, auth.form), undefined, 'state-unknown');
  });

  test('row 37: …after a node whose clock is ahead forgot what had expired', async () => {
    const { browser, auth } = await begun(room);
    const cookies = [...browser.cookies];
    expect((await browser.post(auth.action, auth.form)).status).toBe(303);
    const states = async () => await room.ctx.db.selectFrom('used_states').select('state_hash').execute();
    const used = await states();
    await deleteExpiredStates(room.ctx.db, new Date(Date.now() + 30 * 60_000));
    const replay = new TestBrowser();
    for (const [name, value] of cookies) replay.cookies.set(name, value);
    await expectRefusal(await replay.post(auth.action, auth.form), undefined, 'state-unknown');
    await deleteExpiredStates(room.ctx.db, new Date(Date.now() + 2 * 3600_000));
    expect([used.length > 0, await states()]).toEqual([true, []]);
  });

  test('row 38: twice at once, exactly one wins', async () => {
    const { browser, auth } = await begun(room);
    const before = await countRows(room);
    const copies = Array.from({ length: 8 }, () => {
      const copy = new TestBrowser();
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      return copy.post(auth.action, auth.form);
    });
    const statuses = (await Promise.all(copies)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(7);
    expect((await countRows(room))['launches']).toBe((before['launches'] ?? 0) + 1);
  });

  test('row 39: an old nonce with a fresh state', async () => {
    const { auth: old } = await begun(room);
    const { browser, auth } = await begun(room);
    const answer = await browser.post(auth.action, { ...auth.form, id_token: old.form['id_token'] ?? '' });
    await expectRefusal(answer, browser, 'nonce-mismatch');
  });

  test('row 40: state missing', async () => {
    const { browser, auth } = await begun(room);
    const answer = await browser.post(auth.action, { id_token: auth.form['id_token'] ?? '' });
    await expectRefusal(answer, undefined, 'state-missing');
  });

  test('row 41: state forged', async () => {
    const { browser, auth } = await begun(room);
    const answer = await browser.post(auth.action, { ...auth.form, state: 'x'.repeat(43) });
    await expectRefusal(answer, undefined, 'state-unknown');
  });

  test('row 42: state expired', async () => {
    const { browser, auth } = await begun(room);
    room.clock.aheadMs = 11 * 60_000;
    await expectRefusal(await browser.post(auth.action, auth.form), browser, 'state-expired');
  });

  test('row 43: state of another registration', async () => {
    const link = room.sandbox.addResourceLink({
      courseId: room.courseId,
      clientId: otherClientId,
      title: 'x',
      url: `${room.service.url}/lti/launch?module=${room.module.id}`,
    });
    const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: link.id });
    const other = await authorised(room, new TestBrowser(), initiation);
    const { browser, auth } = await begun(room);
    const answer = await browser.post(auth.action, { ...auth.form, id_token: other.form['id_token'] ?? '' });
    await expectRefusal(answer, browser, 'audience-mismatch');
  });

  test('row 44: a valid token and state posted from another browser', async () => {
    const { auth } = await begun(room);
    const victim = new TestBrowser();
    const answer = await victim.post(auth.action, auth.form);
    await expectRefusal(answer, victim, 'browser-cookie-missing');
  });

  test('row 44: …which has launches of its own', async () => {
    const { auth, browser: attacker } = await begun(room);
    const victim = new TestBrowser();
    for (const name of attacker.cookies.keys()) victim.cookies.set(name, 'A'.repeat(43));
    await expectRefusal(await victim.post(auth.action, auth.form), victim, 'browser-mismatch');
  });
});

describe('row 49: a launch is one form, posted', () => {
  test('GET', async () => {
    const answer = await fetch(`${room.service.url}/lti/launch?id_token=x&state=y`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  test('JSON body', async () => {
    const { browser, auth } = await begun(room);
    const headers = { 'content-type': 'application/json' };
    const answer = await browser.send(auth.action, {
      method: 'POST',
      headers,
      body: JSON.stringify(auth.form),
    });
    expect(answer.status).toBe(400);
  });

  test.each(['state', 'id_token'])('%s twice', async (name) => {
    const { browser, auth } = await begun(room);
    const body = new URLSearchParams(auth.form);
    body.append(name, auth.form[name] ?? '');
    const answer = await browser.send(auth.action, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect([...browser.cookies.keys()].filter((cookie) => cookie.startsWith('launch_'))).toEqual([]);
  });
});
