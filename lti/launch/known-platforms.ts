import type { Db } from '../../storage/database.ts';
import { gather } from '../../storage/gather.ts';
import { findPlatformsByClient, findPlatformsById } from '../../storage/platforms.ts';
import type { PlatformRow } from '../../storage/schema.ts';

/**
 * The platforms that launch now, kept in memory for a second: every login and launch asks for one. What opens a session must
 * make sure that its platform is active still, and as it was.
 */
export interface KnownPlatforms {
  /** As it was at most a second ago. Only active ones are kept, so one just approved is found at once. */
  ofClient(client: Client): Promise<PlatformRow | undefined>;
  /** The same by id. */
  byId(id: string): Promise<PlatformRow | undefined>;
  /** As it is. */
  byIdNow(id: string): Promise<PlatformRow | undefined>;
  /** It was changed here: it is read anew, and a read that began before is not kept. */
  forget(id: string): void;
}

interface Client {
  issuer: string;
  clientId: string;
}

const keptMs = 1000;
const maxKept = 5_000;

/** Nothing is read yet. Who asks at the same moment shares a statement. */
export function createKnownPlatforms({ db, now }: { db: Db; now: () => Date }): KnownPlatforms {
  const kept = new Map<string, { platform: PlatformRow; sinceMs: number }>();
  const ids = new Map<string, string>();
  let changes = 0;
  const readByClient = gather((clients: readonly Client[]) => findPlatformsByClient(db, clients));
  const readById = gather((asked: readonly string[]) => findPlatformsById(db, asked));

  return {
    async ofClient(client) {
      const platform = recall(ids.get(keyOf(client)) ?? '');
      if (platform?.issuer === client.issuer && platform.client_id === client.clientId) return platform;
      return await read(() => readByClient(client));
    },
    byId: async (id) => recall(id) ?? (await read(() => readById(id))),
    async byIdNow(id) {
      kept.delete(id);
      return await read(() => readById(id));
    },
    forget(id) {
      changes++;
      kept.delete(id);
    },
  };

  function recall(id: string): PlatformRow | undefined {
    const known = kept.get(id);
    if (known === undefined) return undefined;
    const ageMs = now().getTime() - known.sinceMs;
    // A clock that was set back makes an age below nought.
    return ageMs >= 0 && ageMs < keptMs ? known.platform : undefined;
  }

  async function read(find: () => Promise<PlatformRow | undefined>): Promise<PlatformRow | undefined> {
    const sinceMs = now().getTime();
    const before = changes;
    const platform = await find();
    if (platform?.state === 'active' && changes === before) keep(platform, sinceMs);
    return platform;
  }

  function keep(platform: PlatformRow, sinceMs: number): void {
    if (kept.size >= maxKept) kept.clear();
    if (ids.size >= maxKept) ids.clear();
    kept.set(platform.id, { platform, sinceMs });
    ids.set(keyOf({ issuer: platform.issuer, clientId: platform.client_id }), platform.id);
  }
}

function keyOf({ issuer, clientId }: Client): string {
  return JSON.stringify([issuer, clientId]);
}
