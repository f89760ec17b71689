import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  platformSchema,
  platformsSchema,
  type Platform,
  type Platforms,
} from '../../../domain/api/platform.ts';
import { launch, openLtiRoom, type LtiRoom } from '../../support/lti-room.ts';

let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom();
});
afterAll(async () => {
  await room.stop();
});

/** Strict: a private member would be one too many. */
const jwksSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('RSA'),
      kid: z.string(),
      n: z.string(),
      e: z.string(),
      alg: z.literal('RS256'),
      use: z.literal('sig'),
    }),
  ),
});

const byHand = {
  issuer: 'https://lms.example',
  clientId: 'client-1',
  deploymentId: '7',
  authUrl: 'https://lms.example/auth?x=1',
  tokenUrl: 'https://lms.example/token',
  jwksUrl: 'https://lms.example/jwks',
};

test('a platform is added by hand, changed and removed', async () => {
  const { organisation } = room.service;
  const added = platformSchema.parse(
    await organisation.json('/api/platforms', { method: 'POST', body: byHand }),
  );
  expect(added).toMatchObject({
    name: 'lms.example',
    state: 'active',
    registeredBy: 'hand',
    tokenAudience: byHand.tokenUrl,
    frameOrigins: ['https://lms.example'],
    deployments: [{ deploymentId: '7', state: 'active' }],
    checks: { keys: null, launch: null },
  });
  const body = {
    name: 'School',
    state: 'disabled',
    frameOrigins: ['https://a.example/path', 'https://b.example'],
  };
  const changed = await organisation.json<Platform>(`/api/platforms/${added.id}`, { method: 'PATCH', body });
  expect(changed).toMatchObject({
    name: 'School',
    state: 'disabled',
    frameOrigins: ['https://a.example', 'https://b.example'],
  });
  const again = await organisation.fetch('/api/platforms', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(byHand),
  });
  expect(again.status).toBe(409);
  expect((await organisation.fetch(`/api/platforms/${added.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await organisation.fetch(`/api/platforms/${added.id}`, { method: 'DELETE' })).status).toBe(404);
});

test('what was typed by hand can be put right: ids, addresses, the LMS, and who may frame', async () => {
  const { organisation } = room.service;
  const typed = {
    ...byHand,
    clientId: 'client-typo',
    frameOrigins: ['https://school.example/courses/1'],
    productFamily: 'canvas',
  };
  const { id, ...added } = await organisation.json<Platform>('/api/platforms', {
    method: 'POST',
    body: typed,
  });
  expect(added).toMatchObject({
    productFamily: 'canvas',
    frameOrigins: ['https://lms.example', 'https://school.example'],
  });
  const other = await organisation.json<Platform>('/api/platforms', { method: 'POST', body: byHand });
  const patch = (body: object) =>
    organisation.fetch(`/api/platforms/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const taken = await patch({ clientId: byHand.clientId });
  expect([taken.status, await taken.json()]).toMatchObject([409, { code: 'platform-registered-already' }]);
  expect((await patch({ clientId: ' ' })).status).toBe(422);
  const right = { clientId: 'client-2', issuer: 'https://other.example', productFamily: '' };
  expect(await (await patch(right)).json()).toMatchObject({ ...right, productFamily: null });
  for (const one of [id, other.id]) await organisation.fetch(`/api/platforms/${one}`, { method: 'DELETE' });
});

test('Canvas fetches what it needs to know from one address', async () => {
  const { tool } = await room.service.organisation.json<Platforms>('/api/platforms');
  const configuration: unknown = await (await fetch(tool.canvasConfigurationUrl)).json();
  expect(configuration).toMatchObject({
    oidc_initiation_url: tool.loginUrl,
    target_link_uri: tool.launchUrl,
    public_jwk_url: tool.jwksUrl,
    scopes: tool.scopes,
    extensions: [{ domain: tool.domain, platform: 'canvas.instructure.com', privacy_level: 'public' }],
  });
});

test.each(['', '/moodle', '/canvas', '/blackboard', '/brightspace', '/sakai', '/schoology'])(
  'whoever runs the LMS reads the guide%s with this service’s addresses, without signing in',
  async (path) => {
    const answer = await fetch(`${room.service.url}/guides${path}`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain('<h1>');
    expect(text).not.toMatch(/afterclass\.example\.org|\.md\b|^#/m);
    if (path === '') expect(text).toContain(`${room.service.url}/lti/login`);
  },
);

test('there is no guide for an unknown LMS', async () => {
  expect((await fetch(`${room.service.url}/guides/README`)).status).toBe(404);
});

test('another organisation sees nothing of it', async () => {
  const other = await room.service.addOrganisation('Other');
  const { platforms } = platformsSchema.parse(await other.json('/api/platforms'));
  expect(platforms).toEqual([]);
  const at = `/api/platforms/${room.platformId}`;
  const headers = { 'content-type': 'application/json' };
  const deployment = (await ownPlatform()).deployments[0]?.id ?? '';
  const answers = [
    await other.fetch(at, { method: 'PATCH', headers, body: JSON.stringify({ name: 'x' }) }),
    await other.fetch(at, { method: 'DELETE' }),
    await other.fetch(`${at}/test`, { method: 'POST' }),
    await other.fetch(`${at}/deployments/${deployment}`, {
      method: 'PATCH',
      headers,
      body: '{"state":"disabled"}',
    }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  expect((await ownPlatform()).deployments[0]?.state).toBe('active');
});

test('nobody signed in sees anything', async () => {
  expect((await fetch(`${room.service.url}/api/platforms`)).status).toBe(401);
  expect((await fetch(`${room.service.url}/api/scores/unsent`)).status).toBe(401);
});

test('testing a platform fetches its keys, and says what is wrong', async () => {
  const at = `/api/platforms/${room.platformId}/test`;
  const { organisation } = room.service;
  expect(await organisation.json(at, { method: 'POST' })).toMatchObject({ checks: { keys: { ok: true } } });
  room.sandbox.faults.jwks = { status: 500 };
  expect(await organisation.json(at, { method: 'POST' })).toMatchObject({
    checks: { keys: { ok: false, message: 'The key set’s address answered 500.' } },
  });
  room.sandbox.faults.reset();
});

test('the publication count grows with launches', async () => {
  await launch(room);
  expect((await ownPlatform()).publicationCount).toBe(1);
});

test('keys rotate: the new one signs, the old one stays published, none shows its private half', async () => {
  const before = (await publishedKeys()).map(({ kid }) => kid);
  const { keys } = platformsSchema.parse(
    await room.service.organisation.json('/api/keys/rotate', { method: 'POST' }),
  );
  const [newest, ...others] = (await publishedKeys()).map(({ kid }) => kid);
  expect(others).toEqual(before);
  expect(keys).toMatchObject([{ kid: newest, retiredAt: null }, {}]);
  expect(before).toContain(keys[1]?.kid);
  expect(keys[1]?.retiredAt).not.toBeNull();
  const stored = await room.ctx.db.selectFrom('tool_keys').selectAll().execute();
  for (const key of stored) {
    expect(key.private_jwk_encrypted.includes('"d"')).toBe(false);
    expect(key.private_jwk_encrypted.includes('RSA')).toBe(false);
  }
});

test('the command line adds, lists and invites, and rotates keys', async () => {
  const added = await cli(
    'platform',
    'add',
    '--issuer',
    'https://cli.example',
    '--client-id',
    'c',
    '--deployment',
    '1',
    '--auth-url',
    'https://cli.example/a',
    '--token-url',
    'https://cli.example/t',
    '--jwks-url',
    'https://cli.example/j',
    '--audience',
    'urn:a',
    '--json',
  );
  expect(platformSchema.parse(JSON.parse(added))).toMatchObject({
    issuer: 'https://cli.example',
    tokenAudience: 'urn:a',
  });
  expect(await cli('platform', 'list')).toContain('https://cli.example');
  expect(await cli('platform', 'invite')).toMatch(
    /^http:\/\/localhost:\d+\/lti\/register\?invite=[\w-]{43}\n$/,
  );
  const { kid } = z.object({ kid: z.string() }).parse(JSON.parse(await cli('keys', 'rotate', '--json')));
  expect((await publishedKeys())[0]?.kid).toBe(kid);
  const twice = cli(
    'platform',
    'add',
    '--issuer',
    'https://cli.example',
    '--client-id',
    'c',
    '--deployment',
    '1',
    '--auth-url',
    'https://cli.example/a',
    '--token-url',
    'https://cli.example/t',
    '--jwks-url',
    'https://cli.example/j',
  );
  const failure = z
    .object({ code: z.number(), stderr: z.string() })
    .parse(await twice.catch((error: unknown) => error));
  expect(failure.code).toBe(1);
  expect(failure.stderr).toMatch(/registered already.*\n$/);
});

async function ownPlatform(): Promise<Platform> {
  const { platforms } = await room.service.organisation.json<Platforms>('/api/platforms');
  const own = platforms.find(({ id }) => id === room.platformId);
  if (own === undefined) throw new Error('the platform is gone');
  return own;
}

async function publishedKeys() {
  const answer = await fetch(`${room.service.url}/lti/jwks`);
  expect(answer.headers.get('cache-control')).toMatch(/max-age=\d+/);
  return jwksSchema.parse(await answer.json()).keys;
}

async function cli(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli.ts', ...args], {
    env: {
      ...process.env,
      DATABASE_URL: room.ctx.databaseUrl,
      AFTERCLASS_DATA: room.ctx.config.dataFolder,
      AFTERCLASS_URL: room.service.url,
      LOG_LEVEL: 'error',
    },
  });
  return stdout;
}
