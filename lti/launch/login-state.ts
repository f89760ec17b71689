import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { hashSecret, newSecret } from '../keys/secrets.ts';

/** What is to be known of a login when its launch comes back. */
export interface Login {
  platformId: string;
  targetLinkUri: string;
  deploymentHint: string | null;
  storageTarget: string | null;
  /** To begin it anew in a window of its own; null: not needed, or too long to travel. */
  hints: { loginHint: string; messageHint: string | null } | null;
  expiresAt: Date;
}

/** Characters of the longest state that is sent out, and looked at when it comes back. */
export const longestState = 4000;

/** A login that travels. */
export interface SealedLogin {
  /** For the platform to give back. It holds the login, signed: no row is written. */
  state: string;
  /** What the state counts once by; 32 bytes. */
  stateHash: Buffer;
  nonce: string;
  /** What the browser must show again (rule 8). The platform never sees it. */
  binding: string;
}

/**
 * Makes state, nonce and binding of a login (rule 7): the state holds 256 random bits and the login, signed with HMAC-SHA-256;
 * nonce and binding are the halves of an HMAC-SHA-512 of it, so that neither the platform, which sees state and nonce, nor
 * anybody else can tell the binding.
 */
export function sealLogin(key: KeyObject, login: Login): SealedLogin {
  const { platformId, targetLinkUri, deploymentHint, storageTarget, hints, expiresAt } = login;
  const fields = [newSecret(), platformId, expiresAt.getTime(), targetLinkUri, deploymentHint, storageTarget];
  const told = hints === null ? [] : [hints.loginHint, hints.messageHint];
  const text = Buffer.from(JSON.stringify([...fields, ...told])).toString('base64url');
  return secretsOf(key, `${text}.${signatureOf(key, text)}`);
}

/** Reads a state that `sealLogin` made, expired or not; undefined for any other text. */
export function unsealLogin(key: KeyObject, state: string): (Login & SealedLogin) | undefined {
  const [text = '', signature = '', ...more] = state.split('.');
  // As texts: several texts decode to the same bytes, and each would count as a state of its own.
  if (more.length > 0 || !sameText(signature, signatureOf(key, text))) return undefined;
  const [, platformId, expiresMs, targetLinkUri, deploymentHint, storageTarget, ...told] = loginSchema.parse(
    JSON.parse(Buffer.from(text, 'base64url').toString()),
  );
  const [loginHint, messageHint = null] = told;
  return {
    ...{ platformId, targetLinkUri, deploymentHint, storageTarget },
    hints: typeof loginHint === 'string' ? { loginHint, messageHint } : null,
    expiresAt: new Date(expiresMs),
    ...secretsOf(key, state),
  };
}

const textOrNull = z.string().nullable();
const loginSchema = z.tuple(
  [z.string(), z.string(), z.number(), z.string(), textOrNull, textOrNull],
  textOrNull,
);

function signatureOf(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function secretsOf(key: KeyObject, state: string): SealedLogin {
  const drawn = createHmac('sha512', key).update(state).digest();
  return {
    state,
    stateHash: hashSecret(state),
    nonce: drawn.toString('base64url', 0, 32),
    binding: drawn.toString('base64url', 32),
  };
}

/** In constant time for texts of one length. */
export function sameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
