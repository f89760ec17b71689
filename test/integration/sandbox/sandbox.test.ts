import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSandbox } from '../../../sandbox/platform.ts';
import { registrationOf } from '../../../sandbox/test-tool.ts';
import { claim, configuration, scope, supportedScopes } from '../../../sandbox/vocabulary.ts';
import { agsOf, launch, loginAt, openClassroom } from './sandbox-fixture.ts';
import type { Classroom } from './sandbox-fixture.ts';

const settingsSchema = z.object({ deep_link_return_url: z.string() });

let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(() => room.close());

describe('login and launch', () => {
  test('a learner’s launch carries every claim of a resource link request', async () => {
    const { sandbox, learnerId, linkId, identity, courseId } = room;
    const payload = await launch(room, sandbox.beginLaunch({ userId: learnerId, resourceLinkId: linkId }));
    expect(payload).toMatchObject({
      iss: sandbox.issuer,
      aud: identity.clientId,
      sub: learnerId,
      name: 'Learner one',
      email: 'learner-one@example.test',
      [claim.messageType]: 'LtiResourceLinkRequest',
      [claim.version]: '1.3.0',
      [claim.deploymentId]: identity.deploymentId,
      [claim.targetLinkUri]: room.tool.details.targetLinkUri,
      [claim.resourceLink]: { id: linkId, title: 'Activity' },
      [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      [claim.context]: { id: courseId, title: 'Course' },
    });
  });

  test('a launch is authorised once', async () => {
    const { sandbox, learnerId, linkId } = room;
    const request = await loginAt(sandbox.beginLaunch({ userId: learnerId, resourceLinkId: linkId }));
    expect(sandbox.authorise(request).form).toHaveProperty('id_token');
    expect(() => sandbox.authorise(request)).toThrow('names no launch');
  });

  const changed: [change: Record<string, string | undefined>, answer: string][] = [
    [{ redirect_uri: 'http://localhost/launch?x=1' }, 'redirect-uri-not-registered'],
    [{ nonce: undefined }, 'invalid-auth-request'],
    [{ scope: 'openid email' }, 'invalid-auth-request'],
    [{ lti_message_hint: '{}' }, 'unknown-launch'],
    [{ response_mode: 'query' }, 'invalid_request'],
    [{ response_mode: undefined }, 'invalid_request'],
    [{ prompt: 'login' }, 'invalid_request'],
    [{ response_type: 'code' }, 'unsupported_response_type'],
    [{ login_hint: '999' }, 'access_denied'],
    [{ client_id: 'another' }, 'unauthorized_client'],
    [{ state: undefined }, 'invalid_request'],
  ];
  test.each(changed)('an authentication request with %o is answered %s', async (change, answer) => {
    const { sandbox, learnerId, linkId } = room;
    const request = await loginAt(sandbox.beginLaunch({ userId: learnerId, resourceLinkId: linkId }));
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) request.searchParams.delete(name);
      else request.searchParams.set(name, value);
    }
    const response = await fetch(request, { headers: { Cookie: sandbox.signIn(learnerId) } });
    const page = await response.text();
    expect(page).toContain(answer);
    expect(page).not.toContain('name="id_token"');
    expect(response.status).toBe(/[-]/.test(answer) ? 400 : 200);
  });

  test('nobody signed in is asked to come back with the cookie, then told login_required', async () => {
    const { sandbox, learnerId, linkId } = room;
    const request = await loginAt(sandbox.beginLaunch({ userId: learnerId, resourceLinkId: linkId }));
    expect(await (await fetch(request)).text()).toContain('sandbox_repost');
    request.searchParams.set('sandbox_repost', 'yes');
    expect(await (await fetch(request)).text()).toContain('login_required');
  });

  test('somebody else than who began the launch gets nothing', async () => {
    const { sandbox, learnerId, otherLearnerId, linkId } = room;
    const request = await loginAt(sandbox.beginLaunch({ userId: learnerId, resourceLinkId: linkId }));
    expect(sandbox.authorise(request, { signedInAs: otherLearnerId }).form['error']).toBe('access_denied');
    expect(sandbox.authorise(request, { signedInAs: null }).form['error']).toBe('login_required');
  });

  test('an administrator comes as instructor and as administrator of the site', () => {
    const { sandbox, identity, courseId } = room;
    const administrator = sandbox.addUser({ name: 'Admin', isAdministrator: true });
    const claims = sandbox.honestClaims({
      userId: administrator.id,
      clientId: identity.clientId,
      courseId,
      nonce: 'n',
    });
    expect(claims[claim.roles]).toEqual([
      'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
      'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator',
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
    ]);
  });
});

describe('deep linking', () => {
  const item = (title: string, changes: Record<string, unknown> = {}) => ({
    type: 'ltiResourceLink',
    title,
    url: `${room.tool.origin}/launch?chapter=${title}`,
    custom: { chapter: title },
    lineItem: { label: `${title} quiz`, scoreMaximum: 10, resourceId: title },
    ...changes,
  });
  async function pick(settings: Record<string, unknown> = {}) {
    const { sandbox, teacherId, courseId, identity } = room;
    const request = await launch(
      room,
      sandbox.beginDeepLinking({ userId: teacherId, courseId, clientId: identity.clientId, settings }),
    );
    const { deep_link_return_url: returnUrl } = settingsSchema.parse(request[claim.deepLinkingSettings]);
    return { request, returnUrl };
  }

  test('several items become as many activities with columns, and one launches with its own custom values', async () => {
    const { sandbox, tool, learnerId } = room;
    const { request, returnUrl } = await pick();
    const jwt = await tool.deepLinkResponse(request, [
      item('one'),
      item('two'),
      item('three', { lineItem: undefined }),
    ]);
    const placed = await sandbox.acceptDeepLink(returnUrl, jwt);
    expect(placed.links.map((link) => link.title)).toEqual(['one', 'two', 'three']);
    expect(placed.lineItems.map((column) => [column.label, column.resourceId])).toEqual([
      ['one quiz', 'one'],
      ['two quiz', 'two'],
    ]);
    const [, second] = placed.links;
    const payload = await launch(
      room,
      sandbox.beginLaunch({ userId: learnerId, resourceLinkId: second?.id ?? '' }),
    );
    expect(payload).toMatchObject({
      [claim.custom]: { chapter: 'two' },
      [claim.targetLinkUri]: `${tool.origin}/launch?chapter=two`,
    });
    expect((await agsOf(room, second?.id)).lineitem).toContain('/lineitem?type_id=');
  });

  test('over HTTP the teacher sees what will be added, and adding it once is all', async () => {
    const { sandbox, tool, teacherId, learnerId, courseId } = room;
    const before = sandbox.resourceLinks(courseId).length;
    const { request, returnUrl } = await pick();
    const JWT = await tool.deepLinkResponse(request, [item('<b>four</b>')]);
    const post = (url: string, userId: string, form: Record<string, string>) =>
      fetch(url, {
        method: 'POST',
        headers: { Cookie: sandbox.signIn(userId) },
        body: new URLSearchParams(form),
        redirect: 'manual',
      });
    expect((await post(returnUrl, learnerId, { JWT })).status).toBe(403);
    const page = await (await post(returnUrl, teacherId, { JWT })).text();
    expect(page).toContain('&lt;b&gt;four&lt;/b&gt;');
    expect((await post(returnUrl, teacherId, { JWT })).status).toBe(400);
    const [, placement = ''] = /name="placement" value="([^"]+)"/.exec(page) ?? [];
    const placed = await post(`${sandbox.origin}/deep-link/place`, teacherId, { placement });
    expect(placed.headers.get('location')).toBe(`/courses/${courseId}?added=1`);
    expect((await post(`${sandbox.origin}/deep-link/place`, teacherId, { placement })).status).toBe(400);
    expect(sandbox.resourceLinks(courseId)).toHaveLength(before + 1);
  });

  test('an empty return is a cancel', async () => {
    const { request, returnUrl } = await pick();
    const placed = await room.sandbox.acceptDeepLink(
      returnUrl,
      await room.tool.deepLinkResponse(request, []),
    );
    expect(placed).toMatchObject({ links: [], items: [] });
  });

  const refused: [what: string, changes: Record<string, unknown>, reason: string][] = [
    ['iss is not the client id', { iss: 'another' }, '"iss"'],
    ['aud is not the issuer', { aud: 'another' }, '"aud"'],
    ['it has expired', { exp: 1000 }, '"exp"'],
    ['exp is missing', { exp: undefined }, '"exp"'],
    ['nonce is missing', { nonce: undefined }, '"nonce"'],
    ['the message type is wrong', { [claim.messageType]: 'LtiDeepLinkingRequest' }, 'message_type'],
    ['the version is missing', { [claim.version]: undefined }, 'version'],
    ['the deployment is another', { [claim.deploymentId]: '999' }, 'deployment_id'],
    ['data is changed', { [claim.data]: 'changed' }, 'data'],
    ['data is dropped', { [claim.data]: undefined }, 'data'],
    ['items are no list', { [claim.contentItems]: 'x' }, 'content_items'],
    [
      'an item’s type was not offered',
      { [claim.contentItems]: [{ type: 'link', url: 'https://example.test' }] },
      'Item 1',
    ],
    [
      'an item’s address is relative',
      { [claim.contentItems]: [{ type: 'ltiResourceLink', url: '/launch' }] },
      'url',
    ],
  ];
  test.each(refused)('a response is refused when %s', async (_what, changes, reason) => {
    const { request, returnUrl } = await pick();
    const jwt = await room.tool.deepLinkResponse(request, [item('x')], changes);
    await expect(room.sandbox.acceptDeepLink(returnUrl, jwt)).rejects.toThrow(reason);
    const honest = await room.tool.deepLinkResponse(request, []);
    await expect(room.sandbox.acceptDeepLink(returnUrl, honest)).resolves.toBeDefined();
  });

  test('what the request did not accept is refused', async () => {
    const single = await pick({ accept_multiple: false });
    const two = await room.tool.deepLinkResponse(single.request, [item('x'), item('y')]);
    await expect(room.sandbox.acceptDeepLink(single.returnUrl, two)).rejects.toThrow('more than one');
    const ungraded = await pick({ accept_lineitem: false });
    const graded = await room.tool.deepLinkResponse(ungraded.request, [item('x')]);
    await expect(room.sandbox.acceptDeepLink(ungraded.returnUrl, graded)).rejects.toThrow('line item');
  });

  test('a nonce counts once, and a return address too', async () => {
    const { tool, sandbox } = room;
    const [one, two] = [await pick(), await pick()];
    const response = (request: typeof one) =>
      tool.deepLinkResponse(request.request, [], { nonce: 'the same' });
    await sandbox.acceptDeepLink(one.returnUrl, await response(one));
    await expect(sandbox.acceptDeepLink(two.returnUrl, await response(two))).rejects.toThrow('nonce');
    await expect(sandbox.acceptDeepLink(one.returnUrl, await response(one))).rejects.toThrow('used already');
  });
});

describe('dynamic registration', () => {
  const post = (token: string, body: unknown) =>
    fetch(room.sandbox.endpoints.registration, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const freshToken = () =>
    new URL(room.sandbox.registrationUrl(room.tool.registrationUrl)).searchParams.get('registration_token') ??
    '';

  test('a tool registers once with its token, and is pending with the scopes it was granted', async () => {
    const { sandbox, tool } = room;
    const url = sandbox.registrationUrl(tool.registrationUrl);
    expect((await fetch(url)).status).toBe(200);
    expect(sandbox.tool(tool.clientId ?? '')).toMatchObject({
      state: 'pending',
      scopes: [scope.lineItem, scope.score],
      sharesName: true,
      sharesEmail: false,
      deepLinkingUri: tool.details.deepLinkingUri,
    });
    const used = new URL(url).searchParams.get('registration_token') ?? '';
    expect((await post(used, registrationOf(tool))).status).toBe(401);
  });

  test('the configuration names every endpoint and the LTI part', async () => {
    const { sandbox } = room;
    const answer: unknown = await (await fetch(sandbox.endpoints.configuration)).json();
    expect(answer).toMatchObject({
      issuer: sandbox.issuer,
      token_endpoint: sandbox.endpoints.token,
      jwks_uri: sandbox.endpoints.jwks,
      scopes_supported: ['openid', ...supportedScopes],
      [configuration.platform]: {
        messages_supported: [
          { type: 'LtiResourceLinkRequest' },
          { type: 'LtiDeepLinkingRequest' },
          { type: 'LtiSubmissionReviewRequest' },
        ],
      },
    });
  });

  const required = [
    'response_types',
    'initiate_login_uri',
    'redirect_uris',
    'client_name',
    'jwks_uri',
    'token_endpoint_auth_method',
    configuration.tool,
  ];
  test.each(required)('a registration without %s is refused and keeps its token', async (name) => {
    const token = freshToken();
    const answer = await post(token, { ...registrationOf(room.tool), [name]: undefined });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(name);
    expect((await post(token, registrationOf(room.tool))).status).toBe(200);
  });

  test('a domain that is not the target’s host with port is refused', async () => {
    const settings = {
      ...Object(registrationOf(room.tool)[configuration.tool]),
      domain: 'localhost',
    } as unknown;
    const answer = await post(freshToken(), { ...registrationOf(room.tool), [configuration.tool]: settings });
    expect(await answer.json()).toMatchObject({ error: 'domain_targetlinkuri_mismatch' });
  });
});

test('a data file brings people, tools, results and keys back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const dataFile = join(folder, 'lms', 'state.json');
  const first = await createSandbox({ dataFile });
  const course = first.addCourse({ title: 'Kept' });
  const { clientId } = first.registerTool(room.tool.details);
  const jwks = first.keys.publicJwks();
  // Not closed before the second reads: what was acknowledged must survive a kill.
  const second = await createSandbox({ dataFile });
  expect(second.courses()).toEqual([course]);
  expect(second.tool(clientId).name).toBe('Test tool');
  expect(second.keys.publicJwks()).toEqual(jwks);
  await Promise.all([first.close(), second.close()]);
  rmSync(folder, { recursive: true });
});
