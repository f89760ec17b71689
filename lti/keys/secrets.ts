import { hash, randomBytes } from 'node:crypto';

/** 256 random bits, fit for URLs, cookies and form fields. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret: SHA-256, 32 bytes. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
