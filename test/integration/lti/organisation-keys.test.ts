import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { enqueueScore } from '../../../lti/services/scores.ts';
import { createSandbox } from '../../../sandbox/platform.ts';
import { writeTable } from '../../../storage/table-copy.ts';
import { ltiOf } from '../../../src/lti.ts';
import {
  furnishRoom,
  launch,
  openLtiRoom,
  scoreKeyOf,
  sendScores,
  type LtiRoom,
} from '../../support/lti-room.ts';

/** One service, two organisations, each with an LMS of its own. */
let room: LtiRoom;
let other: LtiRoom;
const clock = { aheadMs: 0 };
const now = () => new Date(Date.now() + clock.aheadMs);

beforeAll(async () => {
  room = await openLtiRoom({ now });
  const organisation = await room.service.addOrganisation('Another organisation');
  const sandbox = await createSandbox({ now: () => now().getTime() });
  other = await furnishRoom({ ...room.service, organisation }, sandbox);
});
afterAll(async () => {
  await other.stop();
  await room.stop();
});

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

async function publishedKids(at = `${room.service.url}/lti/jwks`): Promise<string[]> {
  const answer = await fetch(at);
  return keySetSchema.parse(await answer.json()).keys.map(({ kid }) => kid);
}

const kidOf = async ({ ctx, service }: LtiRoom) =>
  (await ltiOf(ctx).toolKeys.signingKey(service.organisation.id)).kid;

const rotate = ({ service }: LtiRoom) => service.organisation.json('/api/keys/rotate', { method: 'POST' });

/** A new token is asked for: the last one has ended. */
async function sendNewScore(at: LtiRoom, scoreGiven: number): Promise<number | undefined> {
  clock.aheadMs += 2 * 3600_000;
  const key = await scoreKeyOf(at, await launch(at));
  await enqueueScore(at.ctx.db, { ...key, scoreGiven, scoreMaximum: 10, at: now() });
  await sendScores(at, key);
  return at.sandbox.result(at.lineItemId, at.learnerId)?.resultScore;
}

test('every organisation signs with a key of its own, and its LMS takes it', async () => {
  const kids = [await kidOf(room), await kidOf(other)];
  expect(new Set(kids).size).toBe(2);
  expect((await publishedKids()).toSorted()).toEqual(kids.toSorted());
  expect(await sendNewScore(room, 3)).toBe(3);
  expect(await sendNewScore(other, 4)).toBe(4);
});

test('a rotation changes one organisation’s key alone; the old one stays published, and both go on', async () => {
  const [old, kept] = [await kidOf(room), await kidOf(other)];
  await rotate(room);
  const fresh = await kidOf(room);
  expect([fresh === old, await kidOf(other)]).toEqual([false, kept]);
  expect((await publishedKids()).toSorted()).toEqual([old, kept, fresh].toSorted());
  expect(await sendNewScore(room, 5)).toBe(5);
  expect(await sendNewScore(other, 6)).toBe(6);
});

test('an organisation’s own address shows its keys alone, to be given to its LMSs', async () => {
  for (const { service, ctx } of [room, other]) {
    const { tool } = await service.organisation.json<{ tool: { jwksUrl: string } }>('/api/platforms');
    const kids = await publishedKids(tool.jwksUrl);
    expect(kids).toContain((await ltiOf(ctx).toolKeys.signingKey(service.organisation.id)).kid);
    expect((await publishedKids()).length).toBeGreaterThan(kids.length);
  }
  expect(await publishedKids(`${room.service.url}/lti/jwks/${crypto.randomUUID()}`)).toEqual([]);
});

test('an organisation sees and retires no keys but its own', async () => {
  const kept = await kidOf(room);
  const { keys } = keySetSchema.parse(await rotate(other));
  expect(keys).toHaveLength(2);
  expect(keys.map(({ kid }) => kid)).not.toContain(kept);
  expect(await kidOf(room)).toBe(kept);
});

test('a key that no backup gave to anybody is the first organisation’s', async () => {
  const copied = {
    kid: 'restored',
    public_jwk: '{}',
    private_jwk_encrypted: '\\x00',
    retired_at: now().toISOString(),
  };
  await room.ctx.db
    .transaction()
    .execute((transaction) => writeTable(transaction, 'tool_keys', [JSON.stringify(copied)]));
  const { organisation_id: owner } = await room.ctx.db
    .selectFrom('tool_keys')
    .select('organisation_id')
    .where('kid', '=', 'restored')
    .executeTakeFirstOrThrow();
  expect(owner).toBe(room.service.organisation.id);
});
