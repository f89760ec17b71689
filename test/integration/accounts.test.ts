import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUser, makeSetUpLink, setUp } from '../../src/accounts.ts';
import { sessionSchema } from '../../domain/api/account.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

/** What a browser keeps: cookies, and the token that goes back with every change. */
class Visitor {
  private cookies = new Map<string, string>();
  csrfToken = '';

  async send(path: string, method = 'GET', body?: unknown): Promise<Response> {
    const response = await fetch(new URL(path, service.url), {
      method,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-csrf-token': this.csrfToken,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';', 1);
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Another browser with the same cookies. */
  copy(): Visitor {
    const twin = new Visitor();
    twin.cookies = new Map(this.cookies);
    return twin;
  }

  async session() {
    const session = sessionSchema.parse(await (await this.send('/api/session')).json());
    this.csrfToken = session.csrfToken;
    return session;
  }

  async signIn(email: string, password: string): Promise<number> {
    await this.session();
    const response = await this.send('/api/session', 'POST', { email, password });
    if (response.ok) this.csrfToken = sessionSchema.parse(await response.json()).csrfToken;
    return response.status;
  }
}

async function codeOf(response: Response): Promise<unknown> {
  const problem: unknown = await response.json();
  return typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
}

describe('sign-in', () => {
  test('lets in with the right password, in whatever case the address is typed, and out again', async () => {
    const visitor = new Visitor();
    expect(
      await visitor.signIn(service.organisation.email.toUpperCase(), service.organisation.password),
    ).toBe(200);
    expect((await visitor.session()).user).toMatchObject({ role: 'administrator' });
    expect((await visitor.send('/api/session', 'DELETE')).status).toBe(204);
    expect((await visitor.session()).user).toBeNull();
  });

  test('gives the same answer for a wrong password and an unknown address', async () => {
    const visitor = new Visitor();
    expect(await visitor.signIn(service.organisation.email, 'wrong password')).toBe(401);
    expect(await visitor.signIn('nobody@example.org', 'wrong password')).toBe(401);
  });

  test('refuses a change without the CSRF token, and takes it with the token', async () => {
    const visitor = new Visitor();
    await visitor.signIn(service.organisation.email, service.organisation.password);
    const { csrfToken } = visitor;
    visitor.csrfToken = '';
    const refused = await visitor.send('/api/tokens', 'POST', { name: 'script' });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'csrf-token-wrong']);
    visitor.csrfToken = csrfToken;
    expect((await visitor.send('/api/tokens', 'POST', { name: 'script' })).status).toBe(201);
  });

  test('a session id planted before sign-in is worth nothing afterwards', async () => {
    const other = await service.addOrganisation('Planter');
    const planter = new Visitor();
    await planter.signIn(other.email, other.password);
    const victim = planter.copy();
    expect(await victim.signIn(service.organisation.email, service.organisation.password)).toBe(200);
    expect((await victim.session()).user?.email).toBe(service.organisation.email);
    expect((await planter.session()).user).toBeNull();
  });
});

describe('API tokens', () => {
  test('an unknown token is refused with a sentence', async () => {
    const response = await fetch(`${service.url}/api/tokens`, {
      headers: { authorization: 'Bearer nonsense' },
    });
    expect([response.status, await codeOf(response)]).toEqual([401, 'token-wrong']);
  });

  test('a deleted token stops working at once', async () => {
    const made = await service.organisation.json<{ token: { id: string }; secret: string }>('/api/tokens', {
      method: 'POST',
      body: { name: 'short-lived' },
    });
    const headers = { authorization: `Bearer ${made.secret}` };
    expect((await fetch(`${service.url}/api/tokens`, { headers })).status).toBe(200);
    await service.organisation.fetch(`/api/tokens/${made.token.id}`, { method: 'DELETE' });
    expect((await fetch(`${service.url}/api/tokens`, { headers })).status).toBe(401);
  });

  test('another organisation’s token can’t be deleted', async () => {
    const other = await service.addOrganisation('Other');
    const { token } = await other.json<{ token: { id: string } }>('/api/tokens', {
      method: 'POST',
      body: { name: 'theirs' },
    });
    expect((await service.organisation.fetch(`/api/tokens/${token.id}`, { method: 'DELETE' })).status).toBe(
      404,
    );
  });
});

describe('people', () => {
  test('a one-time link works once, and its person can sign in', async () => {
    const { organisation, ctx } = service;
    const { link } = await addUser(ctx, {
      organisationId: organisation.id,
      email: 'new@example.org',
      role: 'trainer',
    });
    const token = new URL(link).hash.slice(1);
    const visitor = new Visitor();
    await visitor.session();
    const wanted = { token, name: 'New trainer', password: 'long enough it is' };
    expect((await visitor.send('/api/account-links', 'POST', wanted)).status).toBe(200);
    expect((await visitor.session()).user).toMatchObject({ name: 'New trainer', role: 'trainer' });

    const late = new Visitor();
    await late.session();
    expect(await codeOf(await late.send('/api/account-links', 'POST', wanted))).toBe('link-used');
    expect(await late.signIn('new@example.org', wanted.password)).toBe(200);
  });

  test('a trainer may not manage people', async () => {
    const { organisation, ctx } = service;
    const { link } = await addUser(ctx, {
      organisationId: organisation.id,
      email: 'plain@example.org',
      role: 'trainer',
    });
    const visitor = new Visitor();
    await visitor.session();
    const token = new URL(link).hash.slice(1);
    await visitor.send('/api/account-links', 'POST', { token, name: 'Plain', password: 'long enough it is' });
    await visitor.session();
    expect(await codeOf(await visitor.send('/api/users'))).toBe('administrator-needed');
  });

  test('the last administrator stays', async () => {
    const lonely = await service.addOrganisation('Lonely');
    expect((await lonely.fetch(`/api/users/${lonely.userId}`, { method: 'DELETE' })).status).toBe(409);
  });
});

describe('set-up', () => {
  test('of two who use the link at once, one sets up', async () => {
    const fresh = await startTestService({ organisation: false });
    try {
      const link = await makeSetUpLink(fresh.ctx);
      const token = new URL(link ?? '').hash.slice(1);
      const wanted = { token, organisationName: 'School', name: 'Admin', password: 'long enough it is' };
      const tries = await Promise.allSettled([
        setUp(fresh.ctx, { ...wanted, email: 'one@example.org' }),
        setUp(fresh.ctx, { ...wanted, email: 'two@example.org' }),
      ]);
      expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await makeSetUpLink(fresh.ctx)).toBeUndefined();
    } finally {
      await fresh.stop();
    }
  });
});
