import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Db } from '../storage/database.ts';
import { gather } from '../storage/gather.ts';
import { openKnownLaunches, type KnownLaunch, type ToldLaunch } from '../storage/known-launches.ts';
import { createKnownPlatforms, type KnownPlatforms } from './launch/known-platforms.ts';
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
  /** Signs the state of logins. */
  stateKey: KeyObject;
  /** 32 bytes that encrypt what the database keeps of secrets. */
  encryptionKey: Buffer;
  fetchPlatform: FetchPlatform;
  toolKeys: ToolKeys;
  platformKeys: PlatformKeys;
  serviceTokens: ServiceTokens;
  platforms: KnownPlatforms;
  /** Launches at the same moment share a statement; none gets an answer older than its question. */
  openKnown(told: ToldLaunch): Promise<KnownLaunch>;
  /** After a try that failed: the first wait, doubled each time, and the longest. */
  scoreRetry: { firstMs: number; longestMs: number };
}

/** Puts the parts together; nothing is read or fetched yet. */
export function createLti(options: {
  db: Db;
  publicUrl: string;
  now: () => Date;
  allowPrivateNetworks: boolean;
  /** 32 bytes that encrypt our private keys and the tokens of registrations. */
  encryptionKey: Buffer;
  /** 32 bytes that sign the state of logins; every node has the same. */
  stateKey: Buffer;
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
    stateKey: createSecretKey(options.stateKey),
    encryptionKey: options.encryptionKey,
    fetchPlatform,
    toolKeys,
    platformKeys: createPlatformKeys({ fetchPlatform, now }),
    serviceTokens: createServiceTokens({ fetchPlatform, toolKeys, now }),
    platforms: createKnownPlatforms(options),
    openKnown: gather((told) => openKnownLaunches(db, told)),
    scoreRetry: options.scoreRetry,
  };
}
