import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sealLogin, unsealLogin, type Login } from '../../../lti/launch/login-state.ts';

const key = createSecretKey(randomBytes(32));
const login: Login = {
  platformId: '00000000-0000-4000-8000-000000000000',
  targetLinkUri: 'https://tool.example/lti/launch?module=é',
  deploymentHint: '7',
  storageTarget: null,
  hints: { loginHint: 'u"1', messageHint: '{"cmid":5}' },
  expiresAt: new Date('2026-11-22T10:00:00Z'),
};

test('a login comes back out of its state as it was, with the nonce and the binding that went with it', () => {
  const sealed = sealLogin(key, login);
  expect(unsealLogin(key, sealed.state)).toEqual({ ...login, ...sealed });
  const without = sealLogin(key, { ...login, hints: null });
  expect(unsealLogin(key, without.state)?.hints).toBeNull();
  const short = sealLogin(key, { ...login, hints: { loginHint: 'u', messageHint: null } });
  expect(unsealLogin(key, short.state)?.hints).toEqual({ loginHint: 'u', messageHint: null });
});

test('two logins alike share nothing', () => {
  const [one, other] = [sealLogin(key, login), sealLogin(key, login)];
  const secrets = [one, other].flatMap(({ state, nonce, binding }) => [state, nonce, binding]);
  expect(new Set(secrets).size).toBe(6);
  expect(one.stateHash.equals(other.stateHash)).toBe(false);
});

test('a state fits a platform’s address', () => {
  expect(sealLogin(key, login).state).toMatch(/^[\w-]+\.[\w-]+$/);
  expect(sealLogin(key, login).state.length).toBeLessThan(500);
});

const { state } = sealLogin(key, login);
const [text = '', signature = ''] = state.split('.');
/** Other text, same bytes: the last character of 43 carries two bits that do not count. */
const respelt = `${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(42) + 1)}`;
test.each([
  ['nothing', ''],
  ['no signature', text],
  ['an empty one', `${text}.`],
  ['another service’s', sealLogin(createSecretKey(randomBytes(32)), login).state],
  ['a changed login', `${text.slice(0, -2)}AA.${signature}`],
  ['the same signature spelt otherwise', `${text}.${respelt}`],
  ['padding', `${state}=`],
  ['padding within', `${text}=.${signature}`],
  ['a third part', `${state}.x`],
])('no state: %s', (_title, forged) => {
  expect(unsealLogin(key, forged)).toBeUndefined();
});
