import { setTimeout as delay } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';
import pg from 'pg';

/** Marks our advisory locks among those of others: 'AFTU'. */
const lockClass = 0x41465455;
const channel = 'afterclass_upload_wanted';
const giveUpAfterMs = 30_000;
const tryAgainAfterMs = 50;

/**
 * Lets one request at a time write to an upload, over all API nodes: by advisory locks of PostgreSQL. Who waits asks
 * the holder, wherever it runs, to let go. There is a connection only while a lock is held or wanted.
 */
export class UploadLocker implements Locker {
  readonly #databaseUrl: string;
  readonly #holders = new Map<string, RequestRelease>();
  #users = 0;
  #client: Promise<pg.Client> | undefined;
  /** Settles when the newest question is answered. */
  #asked: Promise<unknown> = Promise.resolve();

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  newLock(id: string): Lock {
    return {
      lock: (signal, release) => this.#lock(id, signal, release),
      unlock: () => this.#unlock(id),
    };
  }

  async #lock(id: string, signal: AbortSignal, release: RequestRelease): Promise<void> {
    const deadline = Date.now() + giveUpAfterMs;
    this.#users += 1;
    try {
      while (!(await this.#tryLock(id, release))) {
        if (signal.aborted || Date.now() > deadline) throw new LockTimeout();
        await delay(tryAgainAfterMs);
      }
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  async #tryLock(id: string, release: RequestRelease): Promise<boolean> {
    const holder = this.#holders.get(id);
    if (holder) {
      await holder();
      return false;
    }
    // Taken at once, so that no other request of this process comes in between.
    this.#holders.set(id, release);
    try {
      if (await this.#ask('select pg_try_advisory_lock($1, hashtext($2)) as yes', [lockClass, id]))
        return true;
      this.#holders.delete(id);
      await this.#ask('select pg_notify($1, $2) is not null as yes', [channel, id]);
      return false;
    } catch (error) {
      this.#holders.delete(id);
      throw error;
    }
  }

  async #unlock(id: string): Promise<void> {
    try {
      await this.#ask('select pg_advisory_unlock($1, hashtext($2)) as yes', [lockClass, id]);
    } finally {
      this.#holders.delete(id);
      await this.#leave();
    }
  }

  /** One question after another: pg 9 will not queue them for a connection any more. */
  #ask(text: string, values: unknown[]): Promise<boolean> {
    const answer = this.#asked.then(() => this.#query(text, values));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }

  async #query(text: string, values: unknown[]): Promise<boolean> {
    this.#client ??= this.#connect();
    const client = await this.#client;
    const { rows } = await client.query<{ yes: boolean }>(text, values);
    return rows[0]?.yes ?? false;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      application_name: 'afterclass-uploads',
    });
    // What breaks the connection is told by `end`.
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => void this.#holders.get(payload ?? '')?.());
    client.once('end', () => {
      this.#client = undefined;
      // Our locks went with the connection: whoever holds one must stop.
      for (const release of this.#holders.values()) void release();
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      return client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const client = this.#client;
    this.#client = undefined;
    await (await client?.catch(() => undefined))?.end();
  }
}

/** As tus's own lockers say it, but an error. */
class LockTimeout extends Error {
  readonly status_code = 423;
  readonly body = ERRORS.ERR_LOCK_TIMEOUT.body;
}
