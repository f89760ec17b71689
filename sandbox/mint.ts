import { createHmac, sign } from 'node:crypto';
import type { KeyRing, SigningPair } from './key-ring.ts';
import type { Claims, MintChanges, MintRequest, SigningKey } from './types.ts';

/** Signs any claim set with any key under any header: forged tokens are data. By hand, because jose refuses to forge. */
export function mintToken(keys: KeyRing, request: MintRequest): string {
  const key = request.key ?? 'current';
  const header = defined({ ...honestHeader(keys, key), ...request.header });
  const claims = without(request.claims, request.omit ?? []);
  const head = encode(JSON.stringify(header));
  const body = encode(request.payload ?? JSON.stringify(claims));
  const signature = signWith(keys, key, header['alg'], `${head}.${body}`);
  const sent =
    request.tamper === undefined ? body : encode(JSON.stringify(defined({ ...claims, ...request.tamper })));
  return `${head}.${sent}.${signature}`;
}

/** Lays changes over an honest claim set. */
export function applyChanges(honest: Claims, changes: MintChanges = {}): MintRequest {
  return { ...changes, claims: { ...honest, ...changes.claims } };
}

function honestHeader(keys: KeyRing, key: SigningKey): Claims {
  if (key === 'none') return { alg: 'none', typ: 'JWT', kid: keys.current() };
  if (key === 'public-key') return { alg: 'HS256', typ: 'JWT', kid: keys.current() };
  const pair = keys.pair(key);
  return { alg: pair.alg, typ: 'JWT', kid: key === 'rogue' ? keys.current() : pair.kid };
}

function signWith(keys: KeyRing, key: SigningKey, alg: unknown, input: string): string {
  if (key === 'none') return '';
  if (key === 'public-key') {
    const pem = keys.pair('current').publicKey.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', pem).update(input).digest('base64url');
  }
  return signWithPair(keys.pair(key), alg, input);
}

function signWithPair(pair: SigningPair, alg: unknown, input: string): string {
  const name = typeof alg === 'string' && /^[RE]S(256|384|512)$/.test(alg) ? alg : pair.alg;
  const hash = `sha${name.slice(2)}`;
  const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return sign(hash, Buffer.from(input), key).toString('base64url');
}

function without(claims: Claims, names: readonly string[]): Claims {
  return defined(Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name))));
}

function defined(members: Claims): Claims {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
