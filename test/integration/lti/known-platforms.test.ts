import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../../sandbox/platform.ts';
import { ltiOf } from '../../../src/lti.ts';
import { countRows, launch, openLtiRoom, TestBrowser, type LtiRoom } from '../../support/lti-room.ts';
import { begun, expectRefusal } from '../../support/refusal-room.ts';

/** What this node remembers of a platform opens nothing. Its clock stands, so that it never forgets by itself. */
let room: LtiRoom;

beforeAll(async () => {
  const noon = new Date();
  room = await openLtiRoom({ now: () => noon });
});
afterAll(() => room.stop());

beforeEach(async () => {
  const { jwks } = room.sandbox.endpoints;
  const asItWas = {
    state: 'active' as const,
    issuer: room.sandbox.issuer,
    client_id: room.identity.clientId,
    jwks_url: jwks,
    allow_anonymous: true,
  };
  await room.ctx.db.updateTable('platforms').set(asItWas).execute();
  await room.ctx.db.updateTable('deployments').set({ state: 'active' }).execute();
  ltiOf(room.ctx).platforms.forget(room.platformId);
  // Twice: the first makes everything known.
  for (let turn = 0; turn < 2; turn++) expect((await launch(room)).status).toBe(303);
});

/** As another node does it: nobody tells this one. */
const changes: [
  title: string,
  change: () => Promise<unknown>,
  refusal: [code: string, status: number],
  omit?: string[],
][] = [
  [
    'switched off',
    () => room.ctx.db.updateTable('platforms').set({ state: 'disabled' }).execute(),
    ['platform-disabled', 403],
  ],
  [
    'sent back to wait for approval',
    () => room.ctx.db.updateTable('platforms').set({ state: 'pending' }).execute(),
    ['platform-pending', 403],
  ],
  [
    'its deployment switched off',
    () => room.ctx.db.updateTable('deployments').set({ state: 'disabled' }).execute(),
    ['deployment-disabled', 403],
  ],
  [
    'another client',
    () => room.ctx.db.updateTable('platforms').set({ client_id: 'another' }).execute(),
    ['audience-mismatch', 401],
  ],
  [
    'another issuer',
    () => room.ctx.db.updateTable('platforms').set({ issuer: 'https://other.example' }).execute(),
    ['issuer-mismatch', 401],
  ],
  [
    'anonymous launches no longer allowed',
    () => room.ctx.db.updateTable('platforms').set({ allow_anonymous: false }).execute(),
    ['subject-missing', 401],
    ['sub'],
  ],
];

test.each(changes)('%s elsewhere: the next launch is refused', async (_title, change, refusal, omit = []) => {
  const { browser, auth } = await begun(room, { omit });
  await change();
  const sessions = (await countRows(room))['launches'];
  await expectRefusal(await browser.post(auth.action, auth.form), browser, ...refusal);
  expect((await countRows(room))['launches']).toBe(sessions);
});

test('other keys elsewhere: the next launch signed with the old ones is refused', async () => {
  const other = await createSandbox();
  try {
    await room.ctx.db.updateTable('platforms').set({ jwks_url: other.endpoints.jwks }).execute();
    const browser = new TestBrowser();
    await expectRefusal(await launch(room, { browser }), browser, 'signature-wrong');
  } finally {
    await other.close();
  }
});

test('what was being read while it was changed here is not remembered', async () => {
  const { platforms } = ltiOf(room.ctx);
  const reading = platforms.byIdNow(room.platformId);
  platforms.forget(room.platformId);
  await reading;
  await room.ctx.db.updateTable('platforms').set({ allow_anonymous: false }).execute();
  expect(await platforms.byId(room.platformId)).toMatchObject({ allow_anonymous: false });
});

test('what was refused is not remembered: approved elsewhere, it launches at once', async () => {
  await room.ctx.db.updateTable('platforms').set({ state: 'pending' }).execute();
  expect((await launch(room)).status).toBe(403);
  await room.ctx.db.updateTable('platforms').set({ state: 'active' }).execute();
  expect((await launch(room)).status).toBe(303);
});
