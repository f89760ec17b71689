import { afterAll, beforeAll, expect, test } from 'vitest';
import { claim } from '../../../sandbox/vocabulary.ts';
import { hashToken } from '../../../src/tokens.ts';
import {
  changePlatform,
  launch,
  launchIdOf,
  login,
  type LtiRoom,
  openLtiRoom,
  publishModule,
  TestBrowser,
} from '../../support/lti-room.ts';

let room: LtiRoom;
beforeAll(async () => {
  room = await openLtiRoom();
});
afterAll(async () => {
  await room.stop();
});

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';

test('the login may come by GET', async () => {
  const browser = new TestBrowser();
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const asked = await browser.send(`${url}?${new URLSearchParams(form).toString()}`);
  const auth = room.sandbox.authorise(asked.headers.get('location') ?? '');
  expect((await browser.post(auth.action, auth.form)).status).toBe(303);
});

test('hints go back byte for byte, and the endpoint keeps its own query', async () => {
  await changePlatform(room, { authUrl: `${room.sandbox.endpoints.authorization}?school=north&x=%20` });
  const begun = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const hints = { login_hint: 'a+b c/ü"{}', lti_message_hint: '{"cmid":3,"x":"&=%"}' };
  const answer = await new TestBrowser().post(begun.url, { ...begun.form, ...hints });
  const { searchParams } = new URL(answer.headers.get('location') ?? '');
  await changePlatform(room, { authUrl: room.sandbox.endpoints.authorization });
  expect(Object.fromEntries(searchParams)).toMatchObject({
    ...hints,
    school: 'north',
    x: ' ',
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    redirect_uri: `${room.service.url}/lti/launch`,
  });
});

test.each([0, 60, 120, 200, 300, 400, 4000, 8000])(
  'a launch comes back whose hint has %i characters',
  async (length) => {
    const browser = new TestBrowser();
    const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
    const address = await login(browser, { url, form: { ...form, lti_message_hint: 'h'.repeat(length) } });
    // The sandbox makes hints of one length only.
    address.searchParams.set('lti_message_hint', form['lti_message_hint'] ?? '');
    const auth = room.sandbox.authorise(address);
    launchIdOf(await browser.post(auth.action, auth.form));
  },
);

test.each([200, 1000, 1900])('a launch comes back whose target has %i more characters', async (length) => {
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'Webinar',
    url: `${room.service.url}/lti/launch?module=${room.module.id}&from=${'x'.repeat(length)}`,
  });
  launchIdOf(await launch(room, { linkId: link.id }));
});

test('a login whose target is too long to travel is refused before it leaves', async () => {
  const { url, form } = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  const target_link_uri = `${form['target_link_uri'] ?? ''}&from=${'ü'.repeat(1850)}`;
  const answer = await new TestBrowser().post(url, { ...form, target_link_uri });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('target_link_uri is missing, too long');
});

test('a launch leaves one session, bound to the browser by a Partitioned cookie', async () => {
  const browser = new TestBrowser();
  const answer = await launch(room, { browser });
  const id = launchIdOf(answer);
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(`launch_${id}=`)) ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/Secure/);
  expect(cookie).toMatch(/SameSite=None/);
  expect(cookie).toMatch(/Partitioned/);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect([...browser.cookies.keys()]).toEqual([`launch_${id}`]);
  const row = await room.ctx.db
    .selectFrom('launches')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(row.role).toBe('learner');
  expect(row.secret_hash).toEqual(hashToken(browser.cookies.get(`launch_${id}`) ?? ''));
});

test('the publication, course and learner are bound by the first launch and found again by the next', async () => {
  const ids = await Promise.all([launch(room), launch(room)].map(async (answer) => launchIdOf(await answer)));
  const rows = await room.ctx.db
    .selectFrom('launches')
    .select(['learner_id', 'publication_id', 'context_id'])
    .where('id', 'in', ids)
    .execute();
  expect(rows).toHaveLength(2);
  expect(rows[0]).toEqual(rows[1]);
  const publication = await room.ctx.db
    .selectFrom('publications')
    .selectAll()
    .where('id', '=', rows[0]?.publication_id ?? '')
    .executeTakeFirstOrThrow();
  expect(publication).toMatchObject({ module_id: room.module.id, chapter_id: null, title: 'Webinar' });
  expect(publication.line_item_url).toContain('type_id=');
});

test('custom parameters place a chapter, too', async () => {
  const [chapterId = ''] = room.module.chapterIds;
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'One chapter',
    custom: { module_id: room.module.id, chapter_id: chapterId },
  });
  const answer = await launch(room, { linkId: link.id });
  const publication = await room.ctx.db
    .selectFrom('launches')
    .innerJoin('publications', 'publications.id', 'launches.publication_id')
    .select('publications.chapter_id')
    .where('launches.id', '=', launchIdOf(answer))
    .executeTakeFirstOrThrow();
  expect(publication.chapter_id).toBe(chapterId);
});

test('a link that names nothing answers a page that says so, and makes no session', async () => {
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'Bare',
  });
  const browser = new TestBrowser();
  const answer = await launch(room, { linkId: link.id, userId: room.teacherId, browser });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('This link places nothing yet');
  expect(browser.cookies.size).toBe(0);
});

test('another organisation’s module is not found, nor is one that was never there', async () => {
  const other = await room.service.addOrganisation('Other');
  const foreign = await publishModule(room.ctx, other.id);
  for (const id of [foreign.id, crypto.randomUUID()]) {
    const url = `${room.service.url}/lti/launch?module=${id}`;
    const link = room.sandbox.addResourceLink({
      courseId: room.courseId,
      clientId: room.identity.clientId,
      title: 'x',
      url,
    });
    const answer = await launch(room, { linkId: link.id });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('module-not-found');
  }
});

test('where the LMS’s return page is https, it is told why by itself (rule 22)', async () => {
  const url = `${room.service.url}/lti/launch?module=${crypto.randomUUID()}`;
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'x',
    url,
  });
  const claims = { [claim.launchPresentation]: { return_url: 'https://lms.example/back?course=3' } };
  const answer = await launch(room, { linkId: link.id, changes: { claims } });
  expect(answer.status).toBe(303);
  const back = new URL(answer.headers.get('location') ?? '');
  expect(back.origin).toBe('https://lms.example');
  expect(back.searchParams.get('course')).toBe('3');
  expect(back.searchParams.get('lti_errormsg')).toContain('not here any more');
});

test('a new deployment waits for an administrator, then launches', async () => {
  const deploymentId = room.sandbox.addDeployment(room.identity.clientId);
  const link = room.sandbox.addResourceLink({
    courseId: room.courseId,
    clientId: room.identity.clientId,
    title: 'Second school',
    url: `${room.service.url}/lti/launch?module=${room.module.id}`,
    deploymentId,
  });
  expect((await launch(room, { linkId: link.id })).status).toBe(401);
  expect((await launch(room, { linkId: link.id })).status).toBe(403);
  const { platforms } = await room.service.organisation.json<{
    platforms: { id: string; deployments: { id: string; deploymentId: string; state: string }[] }[];
  }>('/api/platforms');
  const found = platforms.flatMap((one) => one.deployments).find((one) => one.deploymentId === deploymentId);
  expect(found?.state).toBe('pending');
  await room.service.organisation.json(`/api/platforms/${room.platformId}/deployments/${found?.id ?? ''}`, {
    method: 'PATCH',
    body: { state: 'active' },
  });
  expect((await launch(room, { linkId: link.id })).status).toBe(303);
});

test('names with characters that no database keeps come in without them, known before or not', async () => {
  const sub = `learner \\u0000 ${crypto.randomUUID()}`;
  const claims = (name: string) => ({ sub, name, [claim.context]: { id: 'c', title: `${name} course` } });
  for (const [name, kept] of [
    ['half \ud83d', 'half \ufffd'],
    ['nothing \0', 'nothing \ufffd'],
    ['whole \ud83d\ude00', 'whole \ud83d\ude00'],
    ['told \\u0000', 'told \\u0000'],
  ] as const) {
    // The first is written step by step, the second is known.
    for (let time = 0; time < 2; time += 1) {
      const id = launchIdOf(await launch(room, { changes: { claims: claims(name) } }));
      const row = await room.ctx.db
        .selectFrom('launches')
        .innerJoin('learners', 'learners.id', 'launches.learner_id')
        .select(['learners.subject', 'learners.name'])
        .where('launches.id', '=', id)
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ subject: sub, name: kept });
    }
  }
});

test('launches and logins are ticked on the platform’s card', async () => {
  await launch(room);
  const { platforms } = await room.service.organisation.json<{
    platforms: { checks: Record<string, { ok: boolean } | null> }[];
  }>('/api/platforms');
  expect(platforms[0]?.checks).toMatchObject({ keys: { ok: true }, login: { ok: true }, roster: null });
});

test('a key that the LMS rotates in is taken at once', async () => {
  await launch(room);
  room.sandbox.keys.rotate();
  await changePlatform(room, { jwksUrl: `${room.sandbox.endpoints.jwks}?fresh` });
  expect((await launch(room)).status).toBe(303);
});

test('rows 55 and 56: roles outside the course give no right in it', async () => {
  const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
  for (const role of ['Instructor', 'Administrator']) {
    const roles = [`${membership}#Learner`, `${institution}#${role}`];
    const answer = await launch(room, { changes: { claims: { [claim.roles]: roles } } });
    const row = await room.ctx.db
      .selectFrom('launches')
      .select('role')
      .where('id', '=', launchIdOf(answer))
      .executeTakeFirstOrThrow();
    expect(row.role).toBe('learner');
  }
});
