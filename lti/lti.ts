import type { Db } from '../storage/database.ts';
import { createFetchPlatform, type FetchPlatform } from './services/fetch-platform.ts';
import { createPlatformKeys, type PlatformKeys } from './keys/platform-keys.ts';
import { createServiceTokens, type ServiceTokens } from './services/service-tokens.ts';
import { createToolKeys, type ToolKeys } from './keys/tool-keys.ts';

/** All that the tool's side of LTI works with. Made once a process: it holds the copies of keys and tokens. */
export interface Lti {
  db: Db;
  /** The public address, without a slash at the end. */
  publicUrl: string;
  now: () => Date;
  /** The operator lets us call http and private addresses. */
  allowPrivateNetworks: boolean;
  fetchPlatform: FetchPlatform;
  toolKeys: ToolKeys;
  platformKeys: PlatformKeys;
  serviceTokens: ServiceTokens;
  /** After a try that failed: the first wait, doubled each time, and the longest. */
  scoreRetry: { firstMs: number; longestMs: number };
}

/** Puts the parts together; nothing is read or fetched yet. */
export function createLti(options: {
  db: Db;
  publicUrl: string;
  now: () => Date;
  allowPrivateNetworks: boolean;
  /** 32 bytes that encrypt our private keys. */
  encryptionKey: Buffer;
  /** How long a platform may take to answer. */
  timeoutMs: number;
  scoreRetry: Lti['scoreRetry'];
}): Lti {
  const { db, now } = options;
  const fetchPlatform = createFetchPlatform(options);
  const toolKeys = createToolKeys(options);
  return {
    db,
    publicUrl: options.publicUrl,
    now,
    allowPrivateNetworks: options.allowPrivateNetworks,
    fetchPlatform,
    toolKeys,
    platformKeys: createPlatformKeys({ fetchPlatform, now }),
    serviceTokens: createServiceTokens({ fetchPlatform, toolKeys, now }),
    scoreRetry: options.scoreRetry,
  };
}
