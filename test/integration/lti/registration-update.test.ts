import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealText } from '../../../lti/keys/sealed-text.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import type { Sandbox } from '../../../sandbox/types.ts';
import { ltiOf } from '../../../src/lti.ts';
import { openLtiRoom, type LtiRoom } from '../../support/lti-room.ts';

/** An LMS that registered itself, and what we tell it later (RFC 7592). */
let room: LtiRoom;
let sandbox: Sandbox;
let platformId: string;
let clientId: string;

beforeAll(async () => {
  room = await openLtiRoom();
  sandbox = await createSandbox();
  const { organisation } = room.service;
  const invite = await organisation.json<{ url: string }>('/api/platforms/invites', { method: 'POST' });
  const address = new URL(sandbox.registrationUrl(invite.url));
  const answer = await fetch(`${room.service.url}/lti/register`, {
    method: 'POST',
    body: address.searchParams,
  });
  expect(answer.status).toBe(200);
  const { platforms } = await organisation.json<{
    platforms: { id: string; clientId: string; issuer: string }[];
  }>('/api/platforms');
  const added = platforms.find(({ issuer }) => issuer === sandbox.issuer);
  platformId = added?.id ?? '';
  clientId = added?.clientId ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await room.stop();
});

function update(id = platformId): Promise<Response> {
  return room.service.organisation.fetch(`/api/platforms/${id}/registration`, { method: 'POST' });
}

function kept() {
  return room.ctx.db
    .selectFrom('platforms')
    .select(['registration_url as url', 'registration_token_encrypted as token'])
    .where('id', '=', platformId)
    .executeTakeFirstOrThrow();
}

test('the token of the registration is kept, and nobody can read it from its row', async () => {
  const { url, token } = await kept();
  expect(url).toBe(`${sandbox.endpoints.registration}/${clientId}`);
  const own = sandbox.tools().find((tool) => tool.clientId === clientId)?.registrationToken;
  expect(own).toMatch(/./);
  expect(token?.toString('latin1')).not.toContain(own);
});

test('an update brings the LMS our addresses as they are now, each time with the token it gave last', async () => {
  ltiOf(room.ctx).publicUrl = 'https://moved.example';
  try {
    for (let turn = 0; turn < 2; turn++) {
      const answer = await update();
      expect(await answer.json()).toEqual({ refusedScopes: [] });
    }
  } finally {
    ltiOf(room.ctx).publicUrl = room.ctx.publicUrl;
  }
  const tool = sandbox.tools().find((one) => one.clientId === clientId);
  expect(tool).toMatchObject({
    initiateLoginUri: 'https://moved.example/lti/login',
    redirectUris: ['https://moved.example/lti/launch'],
    state: 'pending',
  });
});

test('a token that the LMS does not take changes nothing, and says what to do', async () => {
  const before = await kept();
  await room.ctx.db
    .updateTable('platforms')
    .set({
      registration_token_encrypted: sealText(ltiOf(room.ctx).encryptionKey, before.url ?? '', 'another'),
    })
    .where('id', '=', platformId)
    .execute();
  const answer = await update();
  await room.ctx.db
    .updateTable('platforms')
    .set({ registration_token_encrypted: before.token })
    .where('id', '=', platformId)
    .execute();
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'registration-refused' });
  expect((await update()).status).toBe(200);
});

test('one that was registered by hand says so', async () => {
  const answer = await update(room.platformId);
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ code: 'registration-not-updatable' });
});

test('a token that was exchanged with another row’s is not sent anywhere', async () => {
  await room.ctx.db
    .updateTable('platforms')
    .set({ registration_url: `${sandbox.endpoints.registration}/elsewhere` })
    .where('id', '=', platformId)
    .execute();
  const hits = sandbox.hits.registration;
  const answer = await update();
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'registration-token-unreadable' });
  expect(sandbox.hits.registration).toBe(hits);
});

test('another organisation’s is not there', async () => {
  const other = await room.service.addOrganisation();
  const answer = await other.fetch(`/api/platforms/${platformId}/registration`, { method: 'POST' });
  expect(answer.status).toBe(404);
});
