import { verify, type KeyObject } from 'node:crypto';

/** A signed token in its compact form (RFC 7515 §7.1), taken apart; nothing of it is verified. */
export interface CompactToken {
  header: unknown;
  /** Its text, to be read once the signature is verified. */
  payload: string;
  /** What is signed, and the signature. */
  signed: string;
  signature: Buffer;
}

/** Takes a token apart; undefined where it is none. */
export function readCompactToken(token: string): CompactToken | undefined {
  const [, header = '', payload = '', signature = ''] = compact.exec(token) ?? [];
  if (header === '') return undefined;
  try {
    return {
      header: JSON.parse(utf8.decode(Buffer.from(header, 'base64url'))),
      payload: utf8.decode(Buffer.from(payload, 'base64url')),
      signed: `${header}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return undefined;
  }
}

/**
 * Whether this RSA key signed the token by RS256 (RSASSA-PKCS1-v1_5 with SHA-256), whatever its header says. Done in place,
 * which takes 0.03 ms; Web Crypto, which jose goes through, makes a job for another thread of it and takes three times that.
 */
export function isSignedBy(key: KeyObject, { signed, signature }: CompactToken): boolean {
  return key.asymmetricKeyType === 'rsa' && verify('sha256', Buffer.from(signed), key, signature);
}

/** The signature may be missing: such a token is refused for its algorithm. */
const compact = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });
