import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MintChanges } from '../../../sandbox/types.ts';
import { claim } from '../../../sandbox/vocabulary.ts';
import { changePlatform, countRows, launch, registerByHand, TestBrowser } from '../../support/lti-room.ts';
import { begun, expectRefusal, openRefusalRoom, type RefusalRoom } from '../../support/refusal-room.ts';

/** LTI.md §4, rows 1–36 and 45–48: what the token says. */
let room: RefusalRoom;
/** Another client id of ours at the same issuer, and a deployment of it. */
let otherClientId: string;

beforeAll(async () => {
  room = await openRefusalRoom();
  ({
    identity: { clientId: otherClientId },
  } = await registerByHand(room.service, room.sandbox));
  room.sandbox.keys.publish('es256');
  room.sandbox.keys.publish('rs512');
  await launch(room);
});
afterEach(() => room.mend());
afterAll(() => room.stop());

interface ForgedRow {
  row: string;
  title: string;
  changes: () => MintChanges;
  code: string;
  /** A new deployment is remembered for an administrator (rule 42). */
  remembersDeployment?: boolean;
}

const forged: ForgedRow[] = [
  { row: '1', title: 'no kid', changes: () => ({ header: { kid: undefined } }), code: 'kid-missing' },
  { row: '2', title: 'unknown kid', changes: () => ({ header: { kid: 'nobody' } }), code: 'kid-unknown' },
  { row: '3', title: 'known kid, rogue key', changes: () => ({ key: 'rogue' }), code: 'signature-wrong' },
  { row: '4', title: 'alg none', changes: () => ({ key: 'none' }), code: 'algorithm-refused' },
  {
    row: '5',
    title: 'HS256 keyed with the public key',
    changes: () => ({ key: 'public-key' }),
    code: 'algorithm-refused',
  },
  {
    row: '6',
    title: 'ES256 key published by the platform',
    changes: () => ({ key: 'es256' }),
    code: 'algorithm-refused',
  },
  {
    row: '6',
    title: 'RS512 key published by the platform',
    changes: () => ({ key: 'rs512' }),
    code: 'algorithm-refused',
  },
  {
    row: '7',
    title: 'payload tampered',
    changes: () => ({ tamper: { sub: 'somebody-else' } }),
    code: 'signature-wrong',
  },
  {
    row: '8',
    title: 'jku and jwk headers pointing to the attacker’s key',
    changes: () => ({
      key: 'rogue',
      header: { jku: 'http://127.0.0.1:9/jwks', jwk: room.sandbox.keys.publicJwk('rogue') },
    }),
    code: 'signature-wrong',
  },
  {
    row: '9',
    title: 'JSON, but no launch',
    changes: () => ({ payload: '{"hello":"world"}' }),
    code: 'issuer-malformed',
  },
  { row: '9', title: 'a signed string', changes: () => ({ payload: '"hello"' }), code: 'token-malformed' },
  { row: '9', title: 'signed, but not JSON', changes: () => ({ payload: 'hello' }), code: 'token-malformed' },
  without('11', 'version missing', claim.version, 'version-unsupported'),
  withClaim('10', 'wrong version', claim.version, '1.1.0', 'version-unsupported'),
  without('12', 'message_type missing', claim.messageType, 'message-type-missing'),
  withClaim(
    '13',
    'message_type unknown',
    claim.messageType,
    'LtiNoticeOfNothing',
    'message-type-unsupported',
  ),
  without('14', 'roles missing', claim.roles, 'roles-malformed'),
  without('15', 'deployment_id missing', claim.deploymentId, 'deployment-malformed'),
  {
    ...withClaim('16', 'deployment_id not registered', claim.deploymentId, 'nowhere', 'deployment-unknown'),
    remembersDeployment: true,
  },
  {
    row: '17',
    title: 'deployment_id of another registration',
    changes: () => ({ claims: { [claim.deploymentId]: room.sandbox.tool(otherClientId).deploymentIds[0] } }),
    code: 'deployment-unknown',
    remembersDeployment: true,
  },
  withClaim('18', 'deployment_id not a string', claim.deploymentId, 7, 'deployment-malformed'),
  withClaim(
    '18',
    'deployment_id longer than 255',
    claim.deploymentId,
    'd'.repeat(256),
    'deployment-malformed',
  ),
  without('19', 'resource_link missing', claim.resourceLink, 'resource-link-missing'),
  withClaim('20', 'resource_link without id', claim.resourceLink, { title: 'x' }, 'resource-link-malformed'),
  without('21', 'sub missing, anonymous off', 'sub', 'subject-missing'),
  {
    row: '22',
    title: 'several required claims missing',
    changes: () => ({ omit: [claim.version, claim.roles, claim.deploymentId, claim.resourceLink, 'sub'] }),
    code: 'version-unsupported',
  },
  {
    row: '23',
    title: 'expired',
    changes: () => ({ claims: { exp: seconds() - 90 } }),
    code: 'token-expired',
  },
  without('24', 'exp missing', 'exp', 'expiry-missing'),
  without('25', 'iat missing', 'iat', 'issue-time-missing'),
  {
    row: '26',
    title: 'iat far ahead',
    changes: () => ({ claims: { iat: seconds() + 3600 } }),
    code: 'token-from-future',
  },
  {
    row: '27',
    title: 'iat two days old',
    changes: () => ({ claims: { iat: seconds() - 2 * 86_400 } }),
    code: 'token-too-old',
  },
  {
    row: '28',
    title: 'nbf ahead',
    changes: () => ({ claims: { nbf: seconds() + 3600 } }),
    code: 'token-not-yet-valid',
  },
  withClaim('29', 'iss unknown', 'iss', 'https://nobody.example', 'issuer-mismatch'),
  withClaim('31', 'aud wrong', 'aud', 'somebody-else', 'audience-mismatch'),
  {
    row: '32',
    title: 'aud is our other client',
    changes: () => ({ claims: { aud: otherClientId } }),
    code: 'audience-mismatch',
  },
  {
    row: '33',
    title: 'aud array with a stranger',
    changes: () => ({ claims: { aud: [room.identity.clientId, 'stranger'], azp: room.identity.clientId } }),
    code: 'audience-mismatch',
  },
  withClaim('33', 'aud empty', 'aud', [], 'audience-mismatch'),
  withClaim('34', 'azp not ours', 'azp', 'stranger', 'azp-mismatch'),
  without('35', 'nonce missing', 'nonce', 'nonce-missing'),
  withClaim('36', 'nonce not the one sent', 'nonce', 'another', 'nonce-mismatch'),
  without('45', 'target_link_uri missing', claim.targetLinkUri, 'target-missing'),
  withClaim(
    '46',
    'target_link_uri on a foreign host',
    claim.targetLinkUri,
    'https://evil.example/lti/launch',
    'target-mismatch',
  ),
  {
    row: '47',
    title: 'target_link_uri differs from login',
    changes: () => ({
      claims: { [claim.targetLinkUri]: `${room.service.url}/lti/launch?module=${crypto.randomUUID()}` },
    }),
    code: 'target-mismatch',
  },
  withClaim(
    '48',
    'target_link_uri javascript:',
    claim.targetLinkUri,
    'javascript:alert(1)',
    'target-mismatch',
  ),
  withClaim(
    '48',
    'target_link_uri //host',
    claim.targetLinkUri,
    '//evil.example/lti/launch',
    'target-mismatch',
  ),
];

describe('a forged or faulty id_token is refused', () => {
  test.each(forged)('row $row: $title', async ({ changes, code, remembersDeployment = false }) => {
    const before = await countRows(room);
    const browser = new TestBrowser();
    const answer = await launch(room, { browser, changes: changes() });
    await expectRefusal(answer, browser, code);
    const deployments = (before['deployments'] ?? 0) + (remembersDeployment ? 1 : 0);
    expect(await countRows(room)).toEqual({ ...before, deployments });
  });

  test('row 2: an unknown kid costs one fetch of the key set at most', async () => {
    await launch(room);
    room.sandbox.resetHits();
    for (const kid of ['a', 'b', 'c']) await launch(room, { changes: { header: { kid } } });
    expect(room.sandbox.hits.jwks).toBeLessThanOrEqual(1);
  });

  test('row 9: the id_token is no JWT', async () => {
    const { browser, auth } = await begun(room);
    const answer = await browser.post(auth.action, { ...auth.form, id_token: 'not-a-token' });
    await expectRefusal(answer, browser, 'token-malformed');
  });

  test('row 21: sub missing passes where an administrator allows anonymous launches, ungraded', async () => {
    await changePlatform(room, { allowAnonymous: true });
    const answer = await launch(room, { changes: { omit: ['sub'] } });
    expect(answer.status).toBe(303);
    const { learner_id: learnerId } = await room.ctx.db
      .selectFrom('launches')
      .select('learner_id')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow();
    expect(learnerId).toBeNull();
  });

  test('row 30: iss of another registered platform', async () => {
    const other = await registeredElsewhere();
    const { browser, auth } = await begun(room, { claims: { iss: other } });
    await expectRefusal(await browser.post(auth.action, auth.form), browser, 'issuer-mismatch');
  });
});

async function registeredElsewhere(): Promise<string> {
  const issuer = 'https://other-lms.example';
  await room.service.organisation.json('/api/platforms', {
    method: 'POST',
    body: {
      issuer,
      clientId: 'elsewhere',
      deploymentId: '1',
      authUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      jwksUrl: `${issuer}/jwks`,
    },
  });
  return issuer;
}

function withClaim(row: string, title: string, name: string, value: unknown, code: string): ForgedRow {
  return { row, title, changes: () => ({ claims: { [name]: value } }), code };
}

function without(row: string, title: string, name: string, code: string): ForgedRow {
  return { row, title, changes: () => ({ omit: [name] }), code };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
