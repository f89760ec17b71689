import { expect } from 'vitest';
import type { AuthResponse, MintChanges } from '../../sandbox/types.ts';
import { authorised, changePlatform, openLtiRoom, TestBrowser, type LtiRoom } from './lti-room.ts';

/** LTI.md §4. Unless a row says otherwise: 401, no session, no row but the used state. */
export interface RefusalRoom extends LtiRoom {
  /** How far the service's and the platform's clocks are ahead of the test's. */
  clock: { aheadMs: number };
  /** Puts right what a row switched off or pointed elsewhere. */
  mend(): Promise<void>;
}

/** A room with a clock of its own. */
export async function openRefusalRoom(): Promise<RefusalRoom> {
  const clock = { aheadMs: 0 };
  const room = await openLtiRoom({ now: () => new Date(Date.now() + clock.aheadMs) });
  return {
    ...room,
    clock,
    async mend() {
      clock.aheadMs = 0;
      room.sandbox.faults.reset();
      const { jwks } = room.sandbox.endpoints;
      await changePlatform(room, { state: 'active', jwksUrl: jwks, allowAnonymous: false });
      await room.ctx.db.updateTable('deployments').set({ state: 'active' }).execute();
    },
  };
}

/** A login that has come back from the platform, with what it made the browser post; not yet posted. */
export async function begun(
  room: LtiRoom,
  changes: MintChanges = {},
): Promise<{ browser: TestBrowser; auth: AuthResponse }> {
  const browser = new TestBrowser();
  const initiation = room.sandbox.beginLaunch({ userId: room.learnerId, resourceLinkId: room.linkId });
  return { browser, auth: await authorised(room, browser, initiation, changes) };
}

/** A page with the code, and no session. */
export async function expectRefusal(
  answer: Response,
  browser: TestBrowser | undefined,
  code: string,
  status = 401,
): Promise<string> {
  const text = await answer.text();
  expect({ status: answer.status, code: /say: ([a-z0-9-]+),/.exec(text)?.[1] }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toContain('text/html');
  if (browser !== undefined) expect([...browser.cookies.keys()]).toEqual([]);
  return text;
}
