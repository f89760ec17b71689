import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFetchPlatform } from '../../../lti/services/fetch-platform.ts';
import { createPlatformKeys } from '../../../lti/keys/platform-keys.ts';
import { ltiOf } from '../../../src/lti.ts';
import type { AuthResponse, MintChanges } from '../../../sandbox/types.ts';
import { claim } from '../../../sandbox/vocabulary.ts';
import {
  authorised,
  countRows,
  launch,
  login,
  openLtiRoom,
  registerByHand,
  TestBrowser,
  type LtiRoom,
} from '../../support/lti-room.ts';

/** LTI.md §4. Unless a row says otherwise: 401, no session, no row but the burnt state. */
let room: LtiRoom;
/** Another client id of ours at the same issuer, and a deployment of it. */
let otherClientId: string;
const clock = { aheadMs: 0 };

beforeAll(async () => {
  room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
  const { identity } = await registerByHand(room.service, room.sandbox);
  otherClientId = identity.clientId;
  room.sandbox.keys.publish('es256');
  room.sandbox.keys.publish('rs512');
  await launch(room);
});
afterEach(async () => {
  clock.aheadMs = 0;
  room.sandbox.faults.reset();
  await room.ctx.db
    .updateTable('platforms')
    .set({ state: 'active', jwks_url: room.sandbox.endpoints.jwks, allow_anonymous: false })
    .execute();
  await room.ctx.db.updateTable('deployments').set({ state: 'active' }).execute();
});
afterAll(async () => {
  await room.stop();
});

interface ForgedRow {
  row: string;
  title: string;
  changes: () => MintChanges;
  code: string;
  /** A new deployment is remembered for an administrator (rule 42). */
  remembersDeployment?: boolean;
}

const forged: ForgedRow[] = [
  { row: '1', title: 'no kid', changes: () => ({ header: { kid: undefined } }), code: 'kid-missing' },
  { row: '2', title: 'unknown kid', changes: () => ({ header: { kid: 'nobody' } }), code: 'kid-unknown' },
  { row: '3', title: 'known kid, rogue key', changes: () => ({ key: 'rogue' }), code: 'signature-wrong' },
  { row: '4', title: 'alg none', changes: () => ({ key: 'none' }), code: 'algorithm-refused' },
  {
    row: '5',
    title: 'HS256 keyed with the public key',
    changes: () => ({ key: 'public-key' }),
    code: 'algorithm-refused',
  },
  {
    row: '6',
    title: 'ES256 key published by the platform',
    changes: () => ({ key: 'es256' }),
    code: 'algorithm-refused',
  },
  {
    row: '6',
    title: 'RS512 key published by the platform',
    changes: () => ({ key: 'rs512' }),
    code: 'algorithm-refused',
  },
  {
    row: '7',
    title: 'payload tampered',
    changes: () => ({ tamper: { sub: 'somebody-else' } }),
    code: 'signature-wrong',
  },
  {
    row: '8',
    title: 'jku and jwk headers pointing to the attacker’s key',
    changes: () => ({
      key: 'rogue',
      header: { jku: 'http://127.0.0.1:9/jwks', jwk: room.sandbox.keys.publicJwk('rogue') },
    }),
    code: 'signature-wrong',
  },
  {
    row: '9',
    title: 'JSON, but no launch',
    changes: () => ({ payload: '{"hello":"world"}' }),
    code: 'issuer-malformed',
  },
  { row: '9', title: 'a signed string', changes: () => ({ payload: '"hello"' }), code: 'token-malformed' },
  { row: '9', title: 'signed, but not JSON', changes: () => ({ payload: 'hello' }), code: 'token-malformed' },
  without('11', 'version missing', claim.version, 'version-unsupported'),
  withClaim('10', 'wrong version', claim.version, '1.1.0', 'version-unsupported'),
  without('12', 'message_type missing', claim.messageType, 'message-type-missing'),
  withClaim(
    '13',
    'message_type unknown',
    claim.messageType,
    'LtiNoticeOfNothing',
    'message-type-unsupported',
  ),
  without('14', 'roles missing', claim.roles, 'roles-malformed'),
  without('15', 'deployment_id missing', claim.deploymentId, 'deployment-malformed'),
  {
    ...withClaim('16', 'deployment_id not registered', claim.deploymentId, 'nowhere', 'deployment-unknown'),
    remembersDeployment: true,
  },
  {
    row: '17',
    title: 'deployment_id of another registration',
    changes: () => ({ claims: { [claim.deploymentId]: room.sandbox.tool(otherClientId).deploymentIds[0] } }),
    code: 'deployment-unknown',
    remembersDeployment: true,
  },
  withClaim('18', 'deployment_id not a string', claim.deploymentId, 7, 'deployment-malformed'),
  withClaim(
    '18',
    'deployment_id longer than 255',
    claim.deploymentId,
    'd'.repeat(256),
    'deployment-malformed',
  ),
  without('19', 'resource_link missing', claim.resourceLink, 'resource-link-missing'),
  withClaim('20', 'resource_link without id', claim.resourceLink, { title: 'x' }, 'resource-link-malformed'),
  without('21', 'sub missing, anonymous off', 'sub', 'subject-missing'),
  {
    row: '22',
    title: 'several required claims missing',
    changes: () => ({ omit: [claim.version, claim.roles, claim.deploymentId, claim.resourceLink, 'sub'] }),
    code: 'version-unsupported',
  },
  {
    row: '23',
    title: 'expired',
    changes: () => ({ claims: { exp: seconds() - 90 } }),
    code: 'token-expired',
  },
  without('24', 'exp missing', 'exp', 'expiry-missing'),
  without('25', 'iat missing', 'iat', 'issue-time-missing'),
  {
    row: '26',
    title: 'iat far ahead',
    changes: () => ({ claims: { iat: seconds() + 3600 } }),
    code: 'token-from-future',
  },
  {
    row: '27',
    title: 'iat two days old',
    changes: () => ({ claims: { iat: seconds() - 2 * 86_400 } }),
    code: 'token-too-old',
  },
  {
    row: '28',
    title: 'nbf ahead',
    changes: () => ({ claims: { nbf: seconds() + 3600 } }),
    code: 'token-not-yet-valid',
  },
  withClaim('29', 'iss unknown', 'iss', 'https://nobody.example', 'issuer-mismatch'),
  withClaim('31', 'aud wrong', 'aud', 'somebody-else', 'audience-mismatch'),
  {
    row: '32',
    title: 'aud is our other client',
    changes: () => ({ claims: { aud: otherClientId } }),
    code: 'audience-mismatch',
  },
  {
    row: '33',
    title: 'aud array with a stranger',
    changes: () => ({ claims: { aud: [room.identity.clientId, 'stranger'], azp: room.identity.clientId } }),
    code: 'audience-mismatch',
  },
  withClaim('33', 'aud empty', 'aud', [], 'audience-mismatch'),
  withClaim('34', 'azp not ours', 'azp', 'stranger', 'azp-mismatch'),
  without('35', 'nonce missing', 'nonce', 'nonce-missing'),
  withClaim('36', 'nonce not the one sent', 'nonce', 'another', 'nonce-mismatch'),
  without('45', 'target_link_uri missing', claim.targetLinkUri, 'target-missing'),
  withClaim(
    '46',
    'target_link_uri on a foreign host',
    claim.targetLinkUri,
    'https://evil.example/lti/launch',
    'target-mismatch',
  ),
  {
    row: '47',
    title: 'target_link_uri differs from login',
    changes: () => ({
      claims: { [claim.targetLinkUri]: `${room.service.url}/lti/launch?module=${crypto.randomUUID()}` },
    }),
    code: 'target-mismatch',
  },
  withClaim(
    '48',
    'target_link_uri javascript:',
    claim.targetLinkUri,
    'javascript:alert(1)',
    'target-mismatch',
  ),
  withClaim(
    '48',
    'target_link_uri //host',
    claim.targetLinkUri,
    '//evil.example/lti/launch',
    'target-mismatch',
  ),
];

describe('a forged or faulty id_token is refused', () => {
  test.each(forged)('row $row: $title', async ({ changes, code, remembersDeployment = false }) => {
    const before = await countRows(room);
    const browser = new TestBrowser();
    const answer = await launch(room, { browser, changes: changes() });
    await expectRefusal(answer, browser, code);
    const deployments = (before['deployments'] ?? 0) + (remembersDeployment ? 1 : 0);
    expect(await countRows(room)).toEqual({ ...before, deployments });
  });

  test('row 2: an unknown kid costs one fetch of the key set at most', async () => {
    await launch(room);
    room.sandbox.resetHits();
    for (const kid of ['a', 'b', 'c']) await launch(room, { changes: { header: { kid } } });
    expect(room.sandbox.hits.jwks).toBeLessThanOrEqual(1);
  });

  test('row 9: the id_token is no JWT', async () => {
    const { browser, auth } = await begun();
    const answer = await browser.post(auth.action, { ...auth.form, id_token: 'not-a-token' });
    await expectRefusal(answer, browser, 'token-malformed');
  });

  test('row 21: sub missing passes where an administrator allows anonymous launches, ungraded', async () => {
    await room.ctx.db.updateTable('platforms').set({ allow_anonymous: true }).execute();
    const answer = await launch(room, { changes: { omit: ['sub'] } });
    expect(answer.status).toBe(303);
    const { learner_id: learnerId } = await room.ctx.db
      .selectFrom('launches')
      .select('learner_id')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow();
    expect(learnerId).toBeNull();
  });

  test('row 30: iss of another registered platform', async () => {
    const other = await registeredElsewhere();
    const { browser, auth } = await begun({ claims: { iss: other } });
    await expectRefusal(await browser.post(auth.action, auth.form), browser, 'issuer-mismatch');
  });
});

describe('a state counts once, in its browser, for its platform', () => {
  test('row 37: the same id_token and state twice', async () => {
    const { browser, auth } = await begun();
    const again = browser.cookies.size > 0 ? new Map(browser.cookies) : new Map<string, string>();
    expect((await browser.post(auth.action, auth.form)).status).toBe(303);
    const replay = new TestBrowser();
    for (const [name, value] of again) replay.cookies.set(name, value);
    await expectRefusal(await replay.post(auth.action, auth.form), undefined, 'state-unknown');
  });

  test('row 38: twice at once, exactly one wins', async () => {
    const { browser, auth } = await begun();
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
    const { auth: old } = await begun();
    const { browser, auth } = await begun();
    const answer = await browser.post(auth.action, { ...auth.form, id_token: old.form['id_token'] ?? '' });
    await expectRefusal(answer, browser, 'nonce-mismatch');
  });

  test('row 40: state missing', async () => {
    const { browser, auth } = await begun();
    const answer = await browser.post(auth.action, { id_token: auth.form['id_token'] ?? '' });
    await expectRefusal(answer, undefined, 'state-missing');
  });

  test('row 41: state forged', async () => {
    const { browser, auth } = await begun();
    const answer = await browser.post(auth.action, { ...auth.form, state: 'x'.repeat(43) });
    await expectRefusal(answer, undefined, 'state-unknown');
  });

  test('row 42: state expired', async () => {
    const { browser, auth } = await begun();
    clock.aheadMs = 11 * 60_000;
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
    const { browser, auth } = await begun();
    const answer = await browser.post(auth.action, { ...auth.form, id_token: other.form['id_token'] ?? '' });
    await expectRefusal(answer, browser, 'audience-mismatch');
  });

  test('row 44: a valid token and state posted from another browser', async () => {
    const { auth } = await begun();
    const victim = new TestBrowser();
    const answer = await victim.post(auth.action, auth.form);
    await expectRefusal(answer, victim, 'browser-cookie-missing');
  });

  test('row 44: …which has launches of its own', async () => {
    const { auth, browser: attacker } = await begun();
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
    const { browser, auth } = await begun();
    const headers = { 'content-type': 'application/json' };
    const answer = await browser.send(auth.action, {
      method: 'POST',
      headers,
      body: JSON.stringify(auth.form),
    });
    expect(answer.status).toBe(400);
  });

  test.each(['state', 'id_token'])('%s twice', async (name) => {
    const { browser, auth } = await begun();
    const body = new URLSearchParams(auth.form);
    body.append(name, auth.form[name] ?? '');
    const answer = await browser.send(auth.action, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect([...browser.cookies.keys()].filter((cookie) => cookie.startsWith('launch_'))).toEqual([]);
  });
});

describe('row 50: key sets that cannot be had are refused in bounded time', () => {
  test.each([
    ['down', { status: 500 }],
    ['5 MB', { bodyBytes: 5_000_000 }],
    ['slow', { delayMs: 30_000 }],
    ['redirecting', { redirectTo: 'http://127.0.0.1:9/jwks' }],
    ['broken off', { hangUp: 'before' as const }],
  ])('%s', async (name, fault) => {
    await room.ctx.db
      .updateTable('platforms')
      .set({ jwks_url: `${room.sandbox.endpoints.jwks}?${encodeURIComponent(name)}` })
      .execute();
    room.sandbox.faults.jwks = fault;
    const browser = new TestBrowser();
    const began = performance.now();
    const answer = await launch(room, { browser });
    expect(performance.now() - began).toBeLessThan(12_000);
    await expectRefusal(answer, browser, 'platform-keys-unavailable', 503);
  });

  test('down after it was read once: the copy is used', async () => {
    await launch(room);
    room.sandbox.faults.jwks = { status: 500 };
    clock.aheadMs = 2 * 3600_000;
    expect((await launch(room)).status).toBe(303);
  });
});

describe('row 51: what is not approved does not launch', () => {
  test.each(['pending', 'disabled'] as const)('registration %s', async (state) => {
    const { browser, auth } = await begun();
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

test('row 50: http and private addresses are not called without leave', async () => {
  const strict = await openLtiRoom();
  try {
    ltiOf(strict.ctx).platformKeys = createPlatformKeys({
      fetchPlatform: createFetchPlatform({ allowPrivateNetworks: false }),
      now: strict.ctx.now,
    });
    for (const jwksUrl of [
      strict.sandbox.endpoints.jwks,
      strict.sandbox.endpoints.jwks.replace('http:', 'https:'),
    ]) {
      await strict.ctx.db.updateTable('platforms').set({ jwks_url: jwksUrl }).execute();
      const browser = new TestBrowser();
      await expectRefusal(await launch(strict, { browser }), browser, 'platform-keys-unavailable', 503);
    }
    expect(strict.sandbox.hits.jwks).toBe(0);
  } finally {
    await strict.stop();
  }
});

async function begun(changes: MintChanges = {}): Promise<{ browser: TestBrowser; auth: AuthResponse }> {
  const browser = new TestBrowser();
  const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  return { browser, auth: await authorised(room, browser, initiation, changes) };
}

/** A page with the code, and no session. */
async function expectRefusal(
  answer: Response,
  browser: TestBrowser | undefined,
  code: string,
  status = 401,
): Promise<string> {
  const text = await answer.text();
  expect({ status: answer.status, code: /say: ([a-z0-9-]+),/.exec(text)?.[1] }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toContain('text/html');
  if (browser !== undefined) expect([...browser.cookies.keys()]).toEqual([]);
  return text;
}

async function registeredElsewhere(): Promise<string> {
  const issuer = 'https://other-lms.example';
  await room.service.organisation.json('/api/platforms', {
    method: 'POST',
    body: {
      issuer,
      clientId: 'elsewhere',
      deploymentId: '1',
      authUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      jwksUrl: `${issuer}/jwks`,
    },
  });
  return issuer;
}

function except(form: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));
}

function withClaim(row: string, title: string, name: string, value: unknown, code: string): ForgedRow {
  return { row, title, changes: () => ({ claims: { [name]: value } }), code };
}

function without(row: string, title: string, name: string, code: string): ForgedRow {
  return { row, title, changes: () => ({ omit: [name] }), code };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
