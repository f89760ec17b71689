import { decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox } from '../../../sandbox/platform.ts';
import type { Sandbox } from '../../../sandbox/types.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

const claims = { sub: '1', nested: { list: [1, 'two'] } };

async function verify(jwt: string, jwk: Record<string, unknown>, alg: string) {
  return (await jwtVerify(jwt, await importJWK(jwk as JWK, alg), { algorithms: [alg] })).payload;
}

test('an honest token is RS256 by the current key, and so it stays after a rotation', async () => {
  const jwt = sandbox.mint({ claims });
  expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k2' });
  expect(await verify(jwt, sandbox.keys.publicJwk('current'), 'RS256')).toEqual(claims);
  expect(sandbox.keys.rotate()).toBe('k3');
  expect(sandbox.keys.publicJwks().keys.map((key) => key['kid'])).toEqual(['k2', 'k3']);
  expect(decodeProtectedHeader(sandbox.mint({ claims })).kid).toBe('k3');
  expect(decodeProtectedHeader(sandbox.mint({ claims, key: 'former' })).kid).toBe('k2');
});

test('claims are left out, changed after signing, or replaced by any text', async () => {
  expect(decodeJwt(sandbox.mint({ claims, omit: ['sub'] }))).toEqual({ nested: claims.nested });
  const tampered = sandbox.mint({ claims, tamper: { sub: '2' } });
  expect(decodeJwt(tampered).sub).toBe('2');
  await expect(verify(tampered, sandbox.keys.publicJwk('current'), 'RS256')).rejects.toThrow('signature');
  const [, body = ''] = sandbox.mint({ claims, payload: '{"sub":"1","sub":"2"}' }).split('.');
  expect(Buffer.from(body, 'base64url').toString()).toBe('{"sub":"1","sub":"2"}');
});

test('the header can lose its kid, name another, or bring its own key', () => {
  const header = (changes: Record<string, unknown>) =>
    decodeProtectedHeader(sandbox.mint({ claims, header: changes }));
  expect(header({ kid: undefined })).not.toHaveProperty('kid');
  expect(header({ kid: 'unknown' }).kid).toBe('unknown');
  const jwk = sandbox.keys.publicJwk('rogue');
  expect(header({ jku: 'https://attacker.example/jwks', jwk })).toMatchObject({
    jku: 'https://attacker.example/jwks',
    jwk,
  });
});

test('a rogue key signs under the current kid and does not verify', async () => {
  const jwt = sandbox.mint({ claims, key: 'rogue' });
  expect(decodeProtectedHeader(jwt).kid).toBe(sandbox.keys.current());
  await expect(verify(jwt, sandbox.keys.publicJwk('current'), 'RS256')).rejects.toThrow('signature');
  expect(await verify(jwt, sandbox.keys.publicJwk('rogue'), 'RS256')).toEqual(claims);
});

test('alg none has no signature', () => {
  const jwt = sandbox.mint({ claims, key: 'none' });
  expect(decodeProtectedHeader(jwt).alg).toBe('none');
  expect(jwt.endsWith('.')).toBe(true);
});

test('HS256 is keyed with the public key as it is written', async () => {
  const jwt = sandbox.mint({ claims, key: 'public-key' });
  const publicKey = await importJWK(sandbox.keys.publicJwk('current') as JWK, 'RS256', { extractable: true });
  if (publicKey instanceof Uint8Array) throw new Error('An RSA key is no secret.');
  const pem = `${(await exportSPKI(publicKey)).trim()}\n`;
  expect((await jwtVerify(jwt, new TextEncoder().encode(pem), { algorithms: ['HS256'] })).payload).toEqual(
    claims,
  );
});

test.each(['es256', 'rs512'] as const)('a published %s key signs with its own algorithm', async (key) => {
  expect(sandbox.keys.publicJwks().keys.map((jwk) => jwk['kid'])).not.toContain(key);
  sandbox.keys.publish(key);
  expect(sandbox.keys.publicJwks().keys).toContainEqual(sandbox.keys.publicJwk(key));
  expect(await verify(sandbox.mint({ claims, key }), sandbox.keys.publicJwk(key), key.toUpperCase())).toEqual(
    claims,
  );
});

test('RS512 by the current RSA key verifies as RS512', async () => {
  const jwt = sandbox.mint({ claims, header: { alg: 'RS512' } });
  const jwk = { ...sandbox.keys.publicJwk('current'), alg: 'RS512' };
  expect(await verify(jwt, jwk, 'RS512')).toEqual(claims);
});
