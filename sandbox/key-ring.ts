import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { State } from './nouns.ts';
import type { SandboxKeys } from './types.ts';

/** A key pair with the names it is published under. */
export interface SigningPair {
  kid: string;
  alg: 'RS256' | 'ES256' | 'RS512';
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** The platform's keys: two published ones, the later in use, and some that serve forgeries. */
export interface KeyRing extends SandboxKeys {
  pair(key: 'current' | 'former' | 'rogue' | 'es256' | 'rs512'): SigningPair;
}

/** Takes the keys from the state, or makes k1 and k2 and puts them there. */
export function createKeyRing(state: State, save: () => void): KeyRing {
  const extra = new Map<string, SigningPair>();
  const published = new Set<'es256' | 'rs512'>();
  let pairs = state.keys.map(readPair);

  function keep(next: SigningPair[]): void {
    pairs = next;
    state.keys = next.map((pair) => ({ ...pair.privateKey.export({ format: 'jwk' }), kid: pair.kid }));
    save();
  }
  function pairAt(place: -1 | -2): SigningPair {
    const found = pairs.at(place);
    if (found === undefined) throw new Error('The key ring holds two keys from its start.');
    return found;
  }
  function extraPair(kind: 'rogue' | 'es256' | 'rs512'): SigningPair {
    const pair = extra.get(kind) ?? makeExtraPair(kind);
    extra.set(kind, pair);
    return pair;
  }
  function pair(key: 'current' | 'former' | 'rogue' | 'es256' | 'rs512'): SigningPair {
    if (key === 'current') return pairAt(-1);
    return key === 'former' ? pairAt(-2) : extraPair(key);
  }

  if (pairs.length < 2) keep([makeRsaPair('k1', 'RS256'), makeRsaPair('k2', 'RS256')]);
  return {
    pair,
    current: () => pairAt(-1).kid,
    rotate() {
      const kid = `k${Number(pairAt(-1).kid.slice(1)) + 1}`;
      keep([pairAt(-1), makeRsaPair(kid, 'RS256')]);
      return kid;
    },
    publish: (kind) => void published.add(kind),
    publicJwks: () => ({ keys: [...pairs, ...[...published].map(extraPair)].map(publicJwk) }),
    publicJwk: (key) => publicJwk(pair(key)),
  };
}

function readPair(jwk: Record<string, unknown>): SigningPair {
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return { kid: String(jwk['kid']), alg: 'RS256', privateKey, publicKey: createPublicKey(privateKey) };
}

function makeExtraPair(kind: 'rogue' | 'es256' | 'rs512'): SigningPair {
  if (kind === 'es256')
    return { kid: kind, alg: 'ES256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  return makeRsaPair(kind, kind === 'rs512' ? 'RS512' : 'RS256');
}

function makeRsaPair(kid: string, alg: 'RS256' | 'RS512'): SigningPair {
  return { kid, alg, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

function publicJwk(pair: SigningPair): Record<string, unknown> {
  return { ...pair.publicKey.export({ format: 'jwk' }), kid: pair.kid, alg: pair.alg, use: 'sig' };
}
