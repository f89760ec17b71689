import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFetchPlatform } from '../../../lti/services/fetch-platform.ts';
import { createPlatformKeys } from '../../../lti/keys/platform-keys.ts';
import { ltiOf } from '../../../src/lti.ts';
import { changePlatform, launch, openLtiRoom, TestBrowser } from '../../support/lti-room.ts';
import { expectRefusal, openRefusalRoom, type RefusalRoom } from '../../support/refusal-room.ts';

/** LTI.md §4, row 50. */
let room: RefusalRoom;

beforeAll(async () => {
  room = await openRefusalRoom();
  await launch(room);
});
afterEach(() => room.mend());
afterAll(() => room.stop());

describe('row 50: key sets that cannot be had are refused in bounded time', () => {
  test.each([
    ['down', { status: 500 }],
    ['5 MB', { bodyBytes: 5_000_000 }],
    ['slow', { delayMs: 30_000 }],
    ['redirecting', { redirectTo: 'http://127.0.0.1:9/jwks' }],
    ['broken off', { hangUp: 'before' as const }],
  ])('%s', async (name, fault) => {
    const jwksUrl = `${room.sandbox.endpoints.jwks}?${encodeURIComponent(name)}`;
    await changePlatform(room, { jwksUrl });
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
    room.clock.aheadMs = 2 * 3600_000;
    expect((await launch(room)).status).toBe(303);
  });
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
      await changePlatform(strict, { jwksUrl });
      const browser = new TestBrowser();
      await expectRefusal(await launch(strict, { browser }), browser, 'platform-keys-unavailable', 503);
    }
    expect(strict.sandbox.hits.jwks).toBe(0);
  } finally {
    await strict.stop();
  }
});
