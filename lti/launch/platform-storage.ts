import type { PlatformRow } from '../../storage/schema.ts';
import { bindingCookieName } from './binding.ts';

/** Where in the LMS's page a script may keep a secret (LTI.md rule 9; the postMessage storage drafts of LTI). */
export interface PlatformStorage {
  /** Messages go to this origin, and count from it, alone: that of the registered authentication endpoint. */
  origin: string;
  /** `_parent`, or the name of a frame beside ours. */
  target: string;
}

/** What the page is to keep there, or to fetch. */
export interface StorageSlot extends PlatformStorage {
  key: string;
}

const targetName = /^[\w.:-]{1,255}$/;

/** The storage that a login named; undefined where it named none, or what cannot be the name of a frame. */
export function platformStorage(
  platform: Pick<PlatformRow, 'auth_url'>,
  target: string | null | undefined,
): PlatformStorage | undefined {
  if (target === null || target === undefined || !targetName.test(target)) return undefined;
  return { origin: new URL(platform.auth_url).origin, target };
}

/** The slot of one login in it. */
export function storageSlot(storage: PlatformStorage, state: string): StorageSlot {
  return { ...storage, key: bindingCookieName(state) };
}
