import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLtiRoom, type LtiRoom } from '../../support/lti-room.ts';

/** What stands before every launch, with little room: three logins a minute. */
let room: LtiRoom;

beforeAll(async () => {
  room = await openLtiRoom({ config: { loginsPerMinute: 3 } });
});
afterAll(() => room.stop());

function logIn(forwardedFor: string, method: 'GET' | 'POST' = 'POST'): Promise<Response> {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const headers = { 'x-forwarded-for': forwardedFor };
  const fields = new URLSearchParams(form);
  return method === 'POST'
    ? fetch(url, { method, body: fields, headers, redirect: 'manual' })
    : fetch(`${url}?${fields.toString()}`, { headers, redirect: 'manual' });
}

test('each network address has its own count, whichever way it logs in', async () => {
  for (const method of ['POST', 'GET', 'POST'] as const) {
    expect((await logIn('203.0.113.7', method)).status).toBe(303);
  }
  const refused = await logIn('203.0.113.7');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.text()).toContain('too-many-logins');
  expect((await logIn('203.0.113.7', 'GET')).status).toBe(429);
  expect((await logIn('203.0.113.8')).status).toBe(303);
  // Whoever writes addresses of others before their own is counted by the one that the nearest proxy saw.
  expect((await logIn('198.51.100.1, 203.0.113.7, 10.0.0.2')).status).toBe(429);
});

const address = (path: string) => `${room.service.url}${path}`;

test('answers have the headers of all others, and keep the opener of a new window', async () => {
  const { headers } = await logIn('203.0.113.9');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
  expect(headers.get('cache-control')).toBe('no-store');
});

test.each([
  ['a form too large', 'state=' + 'x'.repeat(300_000), 413, 'too-large'],
  ['too many fields', 'a=1&'.repeat(101), 413, 'too-large'],
  ['a field given twice', 'state=a&state=b&id_token=c', 400, 'form-malformed'],
  ['a field named like a prototype', '__proto__=a&constructor=b', 401, 'state-missing'],
  ['nothing', '', 401, 'state-missing'],
])('%s is refused', async (_title, body, status, code) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const path of ['/lti/launch', '/lti/launch/', '/lti/launch?module=x']) {
    const answer = await fetch(address(path), { method: 'POST', body, headers });
    expect({ status: answer.status, text: await answer.text() }).toEqual({
      status,
      text: expect.stringContaining(code) as unknown,
    });
  }
});

test('a browser that goes away in the middle of its form leaves the service as it was', async () => {
  await new Promise<void>((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1000' };
    const asked = httpRequest(address('/lti/launch'), { method: 'POST', headers });
    asked.on('error', () => resolve());
    asked.write('state=');
    asked.once('socket', (socket) => socket.once('connect', () => socket.resetAndDestroy()));
  });
  expect((await fetch(address('/healthz'))).status).toBe(200);
});

test('launches are counted with the other requests', async () => {
  const metrics = await (await fetch(address('/metrics'))).text();
  expect(metrics).toMatch(/request_seconds_count\{method="POST",area="lti",status="413"\} \d/);
});
