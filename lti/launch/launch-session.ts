import { insertLaunchToken, takeLaunchCode } from '../../storage/launch-tokens.ts';
import { hashSecret, newSecret } from '../keys/secrets.ts';
import type { Lti } from '../lti.ts';

const codeMs = 60_000;
const bearerMs = 2 * 3600_000;

/** A bearer token for a launch's page, to be renewed before it ends. */
export interface Bearer {
  token: string;
  expiresAt: Date;
}

/** A code for a page in a frame without cookies, good once within a minute (rule 12). */
export async function issueLaunchCode(lti: Lti, launchId: string): Promise<string> {
  return (await issue(lti, launchId, 'code', codeMs)).token;
}

/** Exchanges it for a bearer token; undefined when it is unknown, used, too old or another launch's. */
export async function redeemLaunchCode(
  lti: Lti,
  launchId: string,
  code: string,
): Promise<Bearer | undefined> {
  const taken = await takeLaunchCode(lti.db, { launchId, tokenHash: hashSecret(code) }, lti.now());
  return taken ? await issueBearer(lti, launchId) : undefined;
}

/** A fresh bearer token for who has shown to be the launch's page. */
export async function issueBearer(lti: Lti, launchId: string): Promise<Bearer> {
  return await issue(lti, launchId, 'bearer', bearerMs);
}

async function issue(lti: Lti, launchId: string, kind: 'code' | 'bearer', validMs: number): Promise<Bearer> {
  const token = newSecret();
  const expiresAt = new Date(lti.now().getTime() + validMs);
  await insertLaunchToken(lti.db, { launchId, kind, expiresAt, tokenHash: hashSecret(token) });
  return { token, expiresAt };
}
