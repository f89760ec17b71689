import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './config.ts';

/** Keys for one purpose each, derived from the service's secret: 32 bytes. */
export type DeriveKey = (purpose: 'session' | 'csrf' | 'media-url' | 'tool-keys' | 'login-state') => Buffer;

/**
 * The service's secret: AFTERCLASS_SECRET, or a file made in the data folder at the first start. Several nodes
 * must be given the same one.
 */
export async function loadSecret(config: Config): Promise<DeriveKey> {
  const secret = config.secret ?? (await secretFile(path.join(config.dataFolder, 'secret')));
  return (purpose) => Buffer.from(hkdfSync('sha256', secret, 'afterclass', purpose, 32));
}

async function secretFile(file: string): Promise<string> {
  try {
    // Whoever comes first makes it; everybody reads it.
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return await readFile(file, 'utf8');
}
