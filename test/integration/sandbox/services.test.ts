import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mediaType, scope } from '../../../sandbox/vocabulary.ts';
import {
  agsOf,
  furnish,
  getService,
  openClassroom,
  openColumn,
  outcomesOf,
  scoreOf,
  withPath,
} from './sandbox-fixture.ts';
import type { Classroom } from './sandbox-fixture.ts';

let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
beforeEach(() => {
  room = furnish(room);
});
afterAll(() => room.close());

describe('access tokens', () => {
  const ask = async (changes: Record<string, string> = {}, assertion?: string) =>
    fetch(room.sandbox.endpoints.token, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion:
          assertion ?? (await room.tool.assertion(room.identity.clientId, room.sandbox.endpoints.token)),
        scope: scope.score,
        ...changes,
      }),
    });

  test('only the scopes the tool was granted are given, and the answer says so', async () => {
    const { sandbox, tool } = room;
    const { clientId } = sandbox.registerTool({ ...tool.details, scopes: [scope.score] });
    const answer = await ask(
      { scope: `${scope.lineItem} ${scope.score}` },
      await tool.assertion(clientId, sandbox.endpoints.token),
    );
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: scope.score });
  });

  test('no granted scope, another grant type and an unknown client are refused by name', async () => {
    expect(await (await ask({ scope: 'x' })).json()).toMatchObject({ error: 'invalid_scope' });
    expect(await (await ask({ grant_type: 'password' })).json()).toMatchObject({ error: 'invalid_request' });
    expect(
      await (await ask({}, await room.tool.assertion('stranger', room.sandbox.endpoints.token))).json(),
    ).toMatchObject({ error: 'invalid_client' });
  });

  test.each(['aud', 'iss', 'exp', 'jti', 'iat'])(
    'an assertion with a wrong or missing %s is refused',
    async (name) => {
      const { tool, identity, sandbox } = room;
      const now = Math.floor(Date.now() / 1000);
      const honest = {
        iss: identity.clientId,
        sub: identity.clientId,
        aud: sandbox.endpoints.token,
        iat: now,
        exp: now + 60,
        jti: randomUUID(),
      };
      expect((await ask({}, await tool.sign(honest))).status).toBe(200);
      const wrong = { aud: 'x', iss: 'x', exp: 1, jti: undefined, iat: undefined }[name];
      const answer = await ask({}, await tool.sign({ ...honest, jti: randomUUID(), [name]: wrong }));
      expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
    },
  );

  test('an assertion counts once, needs a kid, and is checked against rotated keys', async () => {
    const { tool, identity, sandbox } = room;
    const assertion = await tool.assertion(identity.clientId, sandbox.endpoints.token);
    expect((await ask({}, assertion)).status).toBe(200);
    expect((await ask({}, assertion)).status).toBe(400);
    tool.rotateKey();
    expect((await ask()).status).toBe(200);
  });
});

describe('line items', () => {
  test('are made, found by filters, paged, replaced and deleted by the tool that owns them', async () => {
    const { sandbox, tool, identity, linkId } = room;
    const { lineitems } = await agsOf(room);
    const token = await tool.accessToken(identity.clientId, sandbox.endpoints.token);
    const send = (method: string, url: string, body?: unknown) =>
      fetch(url, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': mediaType.lineItem,
          Accept: mediaType.lineItem,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    for (const resourceId of ['a', 'b', 'c']) {
      const made = await send('POST', lineitems, {
        label: resourceId,
        scoreMaximum: 5,
        resourceId,
        resourceLinkId: linkId,
        tag: 'quiz',
      });
      expect(made.status).toBe(201);
    }
    const found = (await (
      await getService(`${lineitems}&resource_id=b&tag=quiz`, token, 'lineItems')
    ).json()) as unknown;
    expect(found).toMatchObject([{ label: 'b', resourceLinkId: linkId }]);
    const first = await getService(`${lineitems}&limit=2`, token, 'lineItems');
    expect(await first.json()).toHaveLength(2);
    const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    const rest = await getService(next, token, 'lineItems');
    expect(await rest.json()).toHaveLength(1);
    expect(rest.headers.get('link')).toBeNull();

    const [{ id: url }] = z.tuple([z.object({ id: z.string() })]).parse(found);
    const replaced = await send('PUT', url, { label: 'new', scoreMaximum: 7 });
    expect(await replaced.json()).toEqual({ id: url, label: 'new', scoreMaximum: 7 });
    expect((await send('DELETE', url)).status).toBe(204);
    expect((await send('GET', url)).status).toBe(404);
  });

  test('the query, the media types and the owner are insisted on', async () => {
    const { sandbox, tool } = room;
    const { url, token } = await openColumn(room);
    const { lineitems } = await agsOf(room);
    expect((await getService(lineitems.replace(/\?.*/, ''), token, 'lineItems')).status).toBe(400);
    expect(
      (await fetch(lineitems, { headers: { Authorization: `Bearer ${token}`, Accept: '*/*' } })).status,
    ).toBe(406);
    const json = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    expect((await fetch(lineitems, { method: 'POST', headers: json, body: '{}' })).status).toBe(415);
    const other = sandbox.registerTool(tool.details);
    const otherToken = await tool.accessToken(other.clientId, sandbox.endpoints.token);
    const otherUrl = url.replace(/type_id=\d+/, `type_id=${other.deploymentId}`);
    expect((await getService(otherUrl, otherToken, 'lineItem')).status).toBe(404);
  });
});

describe('scores', () => {
  test('a final score stands in the gradebook, scaled, with its comment, and as a result', async () => {
    const { sandbox, tool, learnerId, courseId } = room;
    const { item, url, token } = await openColumn(room);
    const answer = await tool.sendScore(
      url,
      token,
      scoreOf(learnerId, 1, { scoreGiven: 8, scoreMaximum: 10, comment: 'Well done' }),
    );
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(sandbox.result(item.id, learnerId)).toMatchObject({ resultScore: 4, comment: 'Well done' });
    expect(sandbox.gradebook(courseId).rows.map((row) => row.results[0]?.resultScore)).toEqual([
      4,
      undefined,
    ]);
    const results = await getService(withPath(url, '/results'), token, 'results');
    expect(await results.json()).toMatchObject([
      { scoreOf: url, userId: learnerId, resultScore: 4, resultMaximum: 5 },
    ]);
  });

  test('the same or an older second is 409, and is logged as refused', async () => {
    const { sandbox, tool, learnerId } = room;
    const { item, url, token } = await openColumn(room);
    const status = async (second: number) =>
      (await tool.sendScore(url, token, scoreOf(learnerId, second, { scoreGiven: second }))).status;
    expect([await status(2), await status(2), await status(2.9), await status(1), await status(3)]).toEqual([
      200, 409, 409, 409, 200,
    ]);
    expect(outcomesOf(room, item.id)).toEqual(['kept', 'refused', 'refused', 'refused', 'kept']);
    expect(sandbox.result(item.id, learnerId)?.resultScore).toBe(3);
  });

  test.each([
    ['is not fully graded', { gradingProgress: 'Pending' }],
    ['lacks scoreGiven', { scoreGiven: undefined, scoreMaximum: undefined }],
  ])('a score that %s erases the grade, and the log says so', async (_what, changes) => {
    const { sandbox, tool, learnerId } = room;
    const { item, url, token } = await openColumn(room);
    await tool.sendScore(url, token, scoreOf(learnerId, 1, changes));
    await tool.sendScore(url, token, scoreOf(learnerId, 2));
    expect((await tool.sendScore(url, token, scoreOf(learnerId, 3, changes))).status).toBe(200);
    expect(sandbox.result(item.id, learnerId)?.resultScore).toBeUndefined();
    expect(outcomesOf(room, item.id)).toEqual(['noted', 'kept', 'erased']);
  });

  test.each([
    [400, { userId: undefined }],
    [400, { timestamp: '2026-01-01T10:00:00' }],
    [400, { activityProgress: 'Done' }],
    [400, { scoreGiven: '4' }],
    [400, { scoreGiven: -1 }],
    [400, { scoreMaximum: undefined }],
    [422, { userId: '999' }],
  ])('answers %i to a score with %o', async (status, changes) => {
    const { url, token } = await openColumn(room);
    expect((await room.tool.sendScore(url, token, scoreOf(room.learnerId, 1, changes))).status).toBe(status);
  });

  test('need a token, the scope, the media type and the query', async () => {
    const { sandbox, tool, identity, learnerId, teacherId } = room;
    const { item, url, token } = await openColumn(room);
    const weak = await tool.accessToken(identity.clientId, sandbox.endpoints.token, [scope.lineItem]);
    const score = scoreOf(learnerId, 1);
    expect((await tool.sendScore(url, 'nonsense', score)).status).toBe(401);
    expect((await tool.sendScore(url, weak, score)).status).toBe(403);
    expect((await tool.sendScore(url.replace(/\?.*/, ''), token, score)).status).toBe(400);
    expect((await tool.sendScore(url, token, scoreOf(teacherId, 1))).status).toBe(422);
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    expect(
      (await fetch(withPath(url, '/scores'), { method: 'POST', headers, body: JSON.stringify(score) }))
        .status,
    ).toBe(415);
    expect(new Set(outcomesOf(room, item.id))).toEqual(new Set(['refused']));
  });

  test('the Moodle profile answers 400 where others are more exact, and clamps', async () => {
    const moodle = await openClassroom({ profile: 'moodle' });
    const { sandbox, tool, learnerId, teacherId, courseId, identity } = moodle;
    const { item, url, token } = await openColumn(moodle);
    expect((await tool.sendScore(url, token, scoreOf(teacherId, 1))).status).toBe(400);
    await tool.sendScore(url, token, scoreOf(learnerId, 1, { scoreGiven: 12 }));
    expect(sandbox.result(item.id, learnerId)?.resultScore).toBe(5);
    const { lineitems } = await agsOf(moodle);
    sandbox.addLineItem({ courseId, clientId: identity.clientId, label: 'Second', scoreMaximum: 1 });
    const link = (await getService(`${lineitems}&limit=1`, token, 'lineItems')).headers.get('link') ?? '';
    expect(Buffer.from(link, 'latin1').toString()).toMatch(/&amp;.*rel=“next”/);
    await moodle.close();
  });
});

describe('roster', () => {
  async function pages(url: string, token: string) {
    const members: unknown[] = [];
    let [next, count, differences]: [string | undefined, number, string] = [url, 0, ''];
    while (next !== undefined) {
      const answer = await getService(next, token, 'memberships');
      const body = (await answer.json()) as { members: unknown[] };
      members.push(...body.members);
      count += 1;
      const link = answer.headers.get('link') ?? '';
      next = /<([^>]+)>; rel="next"/.exec(link)?.[1];
      differences = /<([^>]+)>; rel="differences"/.exec(link)?.[1] ?? '';
    }
    return { members, count, differences };
  }

  test('comes in pages, by role, and as differences since an earlier look', async () => {
    const { sandbox, tool, identity, courseId, learnerId, otherLearnerId } = room;
    const token = await tool.accessToken(identity.clientId, sandbox.endpoints.token);
    const url = `${sandbox.origin}/nrps/courses/${courseId}/memberships`;
    const whole = await pages(`${url}?limit=1`, token);
    expect([whole.members.length, whole.count]).toEqual([3, 3]);
    expect((await pages(`${url}?role=Learner`, token)).members).toHaveLength(2);
    sandbox.unenrol(courseId, otherLearnerId);
    sandbox.enrol(courseId, learnerId, 'Learner', 'Inactive');
    expect((await pages(whole.differences, token)).members).toMatchObject([
      { user_id: otherLearnerId, status: 'Deleted' },
      { user_id: learnerId, status: 'Inactive' },
    ]);
    expect((await pages(url, token)).members).toHaveLength(2);
  });

  test('can name itself as the next page for ever, and leave statuses out', async () => {
    const { sandbox, tool, identity, courseId } = room;
    const token = await tool.accessToken(identity.clientId, sandbox.endpoints.token);
    const url = `${sandbox.origin}/nrps/courses/${courseId}/memberships?limit=1`;
    sandbox.faults.nextPage = 'loop';
    sandbox.faults.rosterWithoutStatus = true;
    const answer = await getService(url, token, 'memberships');
    expect(answer.headers.get('link')).toContain(`<${url}>; rel="next"`);
    expect(await answer.text()).not.toContain('"status"');
  });
});

describe('faults', () => {
  test('an endpoint answers a status so many times, with Retry-After, and is counted', async () => {
    const { sandbox, tool, learnerId } = room;
    const { item, url, token } = await openColumn(room);
    sandbox.faults.scores = { status: 429, retryAfterSeconds: 7, times: 1 };
    const refused = await tool.sendScore(url, token, scoreOf(learnerId, 1));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(sandbox.result(item.id, learnerId)).toBeUndefined();
    expect((await tool.sendScore(url, token, scoreOf(learnerId, 1))).status).toBe(200);
    expect(sandbox.hits.scores).toBe(2);
  });

  test('a lost answer leaves the work done', async () => {
    const { sandbox, tool, learnerId } = room;
    const { item, url, token } = await openColumn(room);
    sandbox.faults.scores = { hangUp: 'after' };
    await expect(tool.sendScore(url, token, scoreOf(learnerId, 1))).rejects.toThrow();
    expect(sandbox.result(item.id, learnerId)?.resultScore).toBe(4);
    sandbox.faults.scores = { hangUp: 'before' };
    await expect(tool.sendScore(url, token, scoreOf(learnerId, 9))).rejects.toThrow();
    expect(outcomesOf(room, item.id)).toEqual(['kept']);
    sandbox.faults.reset();
    expect((await tool.sendScore(url, token, scoreOf(learnerId, 9))).status).toBe(200);
  });

  test('a share of requests fails, the same ones for the same seed', async () => {
    const statuses = async () => {
      room.sandbox.faults.jwks = { status: 500, ratio: 0.5, seed: 42 };
      const seen: number[] = [];
      for (let call = 0; call < 20; call += 1) seen.push((await fetch(room.sandbox.endpoints.jwks)).status);
      return seen;
    };
    const [first, second] = [await statuses(), await statuses()];
    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  test('the key set can be huge, elsewhere, or late', async () => {
    const { sandbox } = room;
    sandbox.faults.jwks = { bodyBytes: 5_000_000 };
    const huge = await (await fetch(sandbox.endpoints.jwks)).text();
    expect(huge.length).toBeGreaterThan(5_000_000);
    expect(JSON.parse(huge)).toEqual(sandbox.keys.publicJwks());
    sandbox.faults.jwks = { redirectTo: 'http://localhost:1/' };
    expect((await fetch(sandbox.endpoints.jwks, { redirect: 'manual' })).status).toBe(302);
    sandbox.faults.jwks = { delayMs: 60_000 };
    await expect(fetch(sandbox.endpoints.jwks, { signal: AbortSignal.timeout(200) })).rejects.toThrow(
      'timeout',
    );
  });
});
