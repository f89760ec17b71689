import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFetchPlatform } from '../../../lti/services/fetch-platform.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import { configuration, scope } from '../../../sandbox/vocabulary.ts';
import { ltiOf } from '../../../src/lti.ts';
import { launch, openLtiRoom, TestBrowser, type LtiRoom } from '../../support/lti-room.ts';

/** LTI.md §4, rows 83–88. */
let room: LtiRoom;
const clock = { aheadMs: 0 };
beforeAll(async () => {
  room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
});
afterEach(() => {
  clock.aheadMs = 0;
  room.sandbox.faults.reset();
});
afterAll(async () => {
  await room.stop();
});

interface PlatformCard {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  state: string;
  registeredBy: string;
  productFamily: string | null;
  tokenAudience: string;
  frameOrigins: string[];
  deployments: { deploymentId: string; state: string }[];
}

test('an LMS registers itself: invited, confirmed, pending, approved, launching (row 87)', async () => {
  const sandbox = await createSandbox({ tokenAudience: 'urn:audience', now: () => room.ctx.now().getTime() });
  try {
    const address = sandbox.registrationUrl(await inviteUrl());
    const asking = await fetch(address, { headers: { referer: 'https://frames.example/admin?x=1' } });
    expect(asking.headers.get('content-security-policy')).toContain('frame-ancestors *');
    const page = await asking.text();
    expect(page).toContain(new URL(sandbox.origin).host);
    expect(page).toContain('Test organisation');
    const done = await confirm(page);
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('src="/lti/assets/close-registration.js"');
    const [tool] = sandbox.tools();
    expect(tool).toMatchObject({
      name: 'Afterclass',
      initiateLoginUri: `${room.service.url}/lti/login`,
      redirectUris: [`${room.service.url}/lti/launch`],
      deepLinkingUri: `${room.service.url}/lti/launch`,
      jwksUri: `${room.service.url}/lti/jwks/${room.service.organisation.id}`,
      scopes: [scope.lineItem, scope.score, scope.memberships],
    });
    const card = await cardOf(sandbox.issuer);
    expect(card).toMatchObject({
      state: 'pending',
      registeredBy: 'dynamic',
      productFamily: 'sandbox',
      clientId: tool?.clientId,
      tokenAudience: 'urn:audience',
      frameOrigins: [sandbox.origin, 'https://frames.example'],
      deployments: [{ deploymentId: tool?.deploymentIds[0], state: 'active' }],
    });
    const clientId = tool?.clientId ?? '';
    const there: LtiRoom = { ...room, sandbox };
    const courseId = sandbox.addCourse({ title: 'x' }).id;
    const url = `${room.service.url}/lti/launch?module=${room.module.id}`;
    const linkId = sandbox.addResourceLink({ courseId, clientId, title: 'x', url }).id;
    const userId = sandbox.addUser({ name: 'Learner' }).id;
    sandbox.activateTool(clientId);
    const refused = sandbox.beginLaunch({ userId, resourceLinkId: linkId });
    expect((await new TestBrowser().post(refused.url, refused.form)).status).toBe(403);
    await room.service.organisation.json(`/api/platforms/${card.id}`, {
      method: 'PATCH',
      body: { state: 'active' },
    });
    expect((await launch(there, { userId, linkId })).status).toBe(303);
  } finally {
    await sandbox.close();
  }
});

test('row 83: the issuer’s host differs from the configuration’s', async () => {
  await withPlatform({ issuer: 'https://blackboard.com' }, async (origin) => {
    await expectFailure(await register(`${origin}/configuration`), 422, 'issuer-mismatch');
  });
  await withPlatform({ issuer: 'http://localhost:1' }, async (origin) => {
    await expectFailure(await register(`${origin}/configuration`), 422, 'issuer-mismatch');
  });
});

describe('row 84: a configuration that must not be fetched is not', () => {
  test('redirecting', async () => {
    room.sandbox.faults.configuration = { redirectTo: `${room.sandbox.origin}/elsewhere` };
    await expectFailure(await register(configurationOf(room)), 422, 'configuration-refused');
  });

  test.each(['http:', 'https:'])('%s on a private address, without leave', async (protocol) => {
    const lti = ltiOf(room.ctx);
    const { fetchPlatform } = lti;
    lti.fetchPlatform = createFetchPlatform({ allowPrivateNetworks: false });
    room.sandbox.resetHits();
    try {
      const address = configurationOf(room).replace('http:', protocol);
      await expectFailure(await register(address), 422, 'configuration-unreachable');
      expect(room.sandbox.hits.configuration).toBe(0);
    } finally {
      lti.fetchPlatform = fetchPlatform;
    }
  });

  test('file: is no address', async () => {
    await expectFailure(await register('file:///etc/passwd'), 400, 'registration-malformed');
  });

  test('larger than 1 MB', async () => {
    room.sandbox.faults.configuration = { bodyBytes: 3_000_000 };
    await expectFailure(await register(configurationOf(room)), 422, 'configuration-unreachable');
  });
});

describe('row 85: an invite', () => {
  test('is used once, also by two at the same time', async () => {
    const invite = await newInvite();
    const answers = await Promise.all(
      [1, 2, 3].map(() => withPlatform({}, (origin) => register(`${origin}/configuration`, invite))),
    );
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 403, 403]);
    await expectFailure(await register(configurationOf(room), invite), 403, 'invite-not-usable');
    const page = await fetch(`${room.service.url}/lti/register?${form(configurationOf(room), invite)}`);
    expect(page.status).toBe(403);
  });

  test('is too old after a week', async () => {
    const invite = await newInvite();
    clock.aheadMs = 8 * 86_400_000;
    await expectFailure(await register(configurationOf(room), invite), 403, 'invite-not-usable');
  });

  test('is needed', async () => {
    await expectFailure(await register(configurationOf(room), 'guessed'), 403, 'invite-not-usable');
  });

  test('can be used again after a registration that came to nothing', async () => {
    const invite = await newInvite();
    await withPlatform({}, async (origin) => {
      await expectFailure(await register(`${origin}/none`, invite), 422, 'configuration-refused');
      expect((await register(`${origin}/configuration`, invite)).status).toBe(200);
    });
  });
});

test('row 86: a registration that is there already is not overwritten', async () => {
  await withPlatform({}, async (origin) => {
    await register(`${origin}/configuration`);
    const before = await cardOf(origin);
    const other = await room.service.addOrganisation('Other');
    const { url } = await other.json<{ url: string }>('/api/platforms/invites', { method: 'POST' });
    const invite = new URL(url).searchParams.get('invite') ?? '';
    await expectFailure(
      await register(`${origin}/configuration`, invite),
      409,
      'platform-registered-already',
    );
    expect(await cardOf(origin)).toEqual(before);
    const { platforms } = await other.json<{ platforms: unknown[] }>('/api/platforms');
    expect(platforms).toEqual([]);
  });
});

test('row 86: a platform that registers again under its client id makes no second row, and stays as approved as it was', async () => {
  await withPlatform({}, async (origin) => {
    await register(`${origin}/configuration`);
    const before = await cardOf(origin);
    await room.service.organisation.json(`/api/platforms/${before.id}`, {
      method: 'PATCH',
      body: { state: 'active' },
    });
    const again = await register(`${origin}/configuration?family=moodle`);
    expect(again.status).toBe(200);
    expect(await again.text()).toContain('was connected already');
    const { platforms } = await room.service.organisation.json<{ platforms: PlatformCard[] }>(
      '/api/platforms',
    );
    const cards = platforms.filter((platform) => platform.issuer === origin);
    expect(cards).toEqual([{ ...before, state: 'active', productFamily: 'moodle' }]);
  });
});

test('row 86: nor are its keys replaced by another registration of the same organisation', async () => {
  await withPlatform({}, async (origin) => {
    await register(`${origin}/configuration`);
    const before = await cardOf(origin);
    await expectFailure(
      await register(`${origin}/configuration?keys=elsewhere`),
      409,
      'platform-registered-already',
    );
    expect(await cardOf(origin)).toEqual(before);
  });
});

describe('row 88: what is granted is read back', () => {
  test('no client_id: nothing is kept', async () => {
    await withPlatform({ answer: { scope: 'x' } }, async (origin) => {
      await expectFailure(await register(`${origin}/configuration`), 422, 'registration-answer-malformed');
      expect(await findCard(origin)).toBeUndefined();
    });
  });

  test('fewer scopes: said on the page, and kept all the same', async () => {
    await withPlatform({ answer: { client_id: 'c', scope: scope.lineItem } }, async (origin) => {
      const text = await (await register(`${origin}/configuration`)).text();
      expect(text).toContain('did not grant: score');
      expect(text).toContain('did not name its deployment');
      expect(await cardOf(origin)).toMatchObject({ state: 'pending', deployments: [] });
    });
  });

  test('refused', async () => {
    await withPlatform({ status: 400 }, async (origin) => {
      await expectFailure(await register(`${origin}/configuration`), 422, 'registration-refused');
    });
  });
});

test('the registration token goes as Bearer to the configuration and to the registration', async () => {
  await withPlatform({}, async (origin, seen) => {
    await register(`${origin}/configuration`);
    expect(seen.map(({ url, authorization }) => [url, authorization])).toEqual([
      ['/configuration', 'Bearer token-1'],
      ['/register', 'Bearer token-1'],
    ]);
  });
});

test('no RS256, no registration', async () => {
  await withPlatform(
    { configuration: { id_token_signing_alg_values_supported: ['ES256'] } },
    async (origin) => {
      await expectFailure(await register(`${origin}/configuration`), 422, 'algorithm-unsupported');
    },
  );
});

async function newInvite(): Promise<string> {
  return new URL(await inviteUrl()).searchParams.get('invite') ?? '';
}

async function inviteUrl(): Promise<string> {
  const { url } = await room.service.organisation.json<{ url: string }>('/api/platforms/invites', {
    method: 'POST',
  });
  return url;
}

function configurationOf({ sandbox }: LtiRoom): string {
  return sandbox.endpoints.configuration;
}

function form(openidConfiguration: string, invite: string): string {
  const fields = { invite, openid_configuration: openidConfiguration, registration_token: 'token-1' };
  return new URLSearchParams(fields).toString();
}

/** Presses the confirm page's button. */
async function confirm(page: string): Promise<Response> {
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const body = new URLSearchParams(
    fields.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
  return await fetch(`${room.service.url}/lti/register`, { method: 'POST', body });
}

async function register(openidConfiguration: string, invite?: string): Promise<Response> {
  const body = new URLSearchParams(form(openidConfiguration, invite ?? (await newInvite())));
  return await fetch(`${room.service.url}/lti/register`, { method: 'POST', body });
}

async function expectFailure(answer: Response, status: number, code: string): Promise<void> {
  const text = await answer.text();
  expect({ status: answer.status, code: /say: ([a-z0-9-]+),/.exec(text)?.[1] }).toEqual({ status, code });
}

async function findCard(issuer: string): Promise<PlatformCard | undefined> {
  const { platforms } = await room.service.organisation.json<{ platforms: PlatformCard[] }>('/api/platforms');
  return platforms.find((platform) => platform.issuer === issuer);
}

async function cardOf(issuer: string): Promise<PlatformCard> {
  const card = await findCard(issuer);
  if (card === undefined) throw new Error(`no platform ${issuer}`);
  return card;
}

/** A platform's registration side alone, answering whatever it is told to. */
async function withPlatform<T>(
  options: { issuer?: string; configuration?: Record<string, unknown>; answer?: unknown; status?: number },
  use: (origin: string, seen: { url: string; authorization: string | undefined }[]) => Promise<T>,
): Promise<T> {
  const seen: { url: string; authorization: string | undefined }[] = [];
  let origin = '';
  const server = createServer((request: IncomingMessage, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const { pathname, searchParams } = new URL(request.url ?? '', origin);
    const documents: Record<string, unknown> = {
      '/configuration': { ...describeConfiguration(origin, options), ...changedBy(searchParams, origin) },
      '/register': options.answer ?? { client_id: 'client', [configuration.tool]: { deployment_id: 1 } },
    };
    const document = documents[pathname];
    const status = request.url === '/register' ? (options.status ?? 200) : document === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  try {
    return await use(origin, seen);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What the query asks to be told otherwise. */
function changedBy(query: URLSearchParams, origin: string): Record<string, unknown> {
  const [family, keys] = [query.get('family'), query.get('keys')];
  return {
    ...(family === null ? {} : { [configuration.platform]: { product_family_code: family } }),
    ...(keys === null ? {} : { jwks_uri: `${origin}/${keys}` }),
  };
}

function describeConfiguration(
  origin: string,
  options: { issuer?: string; configuration?: Record<string, unknown> },
) {
  return {
    issuer: options.issuer ?? origin,
    authorization_endpoint: `${origin}/auth`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/jwks`,
    registration_endpoint: `${origin}/register`,
    id_token_signing_alg_values_supported: ['RS256'],
    ...options.configuration,
  };
}
