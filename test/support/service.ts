import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';
import { readEnv, toConfig, type Config } from '../../src/config.ts';
import { createContext, type Context } from '../../src/context.ts';
import { freePort } from '../../src/free-port.ts';
import { startJobRunner } from '../../src/job-runner.ts';
import { startService } from '../../src/service.ts';
import { insertOrganisation, insertUser } from '../../storage/accounts.ts';
import { insertApiToken } from '../../storage/api-tokens.ts';
import { hashPassword } from '../../src/password.ts';
import { hashToken, newToken } from '../../src/tokens.ts';

/** The real service under test: its own database, blobs in a temporary folder, a free port on loopback. */
export interface TestService {
  url: string;
  ctx: Context;
  /** An organisation with an API token: requests of `fetch` carry it. */
  organisation: TestOrganisation;
  addOrganisation(name?: string): Promise<TestOrganisation>;
  /** Waits until no job waits or runs and no score is due. Throws after the limit. */
  drain(limitMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface TestOrganisation {
  id: string;
  token: string;
  email: string;
  password: string;
  userId: string;
  /** `fetch` against the service with this organisation's token. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The same, JSON in and out; throws when the status is not 2xx. */
  json<T = unknown>(path: string, init?: Omit<RequestInit, 'body'> & { body?: unknown }): Promise<T>;
}

export interface TestServiceOptions {
  /** Runs the jobs too. */
  worker?: boolean;
  /** False: a fresh installation that nobody has set up. */
  organisation?: boolean;
  config?: Partial<Config>;
  now?: () => Date;
  /** The ffmpeg to work with, if not the one that is found. */
  tools?: MediaTools;
}

/** Starts the whole app. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const database = await createDatabase();
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-service-'));
  const port = await freePort();
  const config: Config = {
    ...toConfig(
      readEnv({
        PORT: String(port),
        AFTERCLASS_DATA: dataFolder,
        DATABASE_URL: database.url,
        AFTERCLASS_ALLOW_PRIVATE_NETWORKS: '1',
        LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
      }),
    ),
    ...options.config,
  };
  const ctx = await createContext(config, {
    ...(options.now ? { now: options.now } : {}),
    ...(options.tools ? { tools: options.tools } : {}),
  });
  const service = await startService(ctx, { host: '127.0.0.1', port });
  const runner = options.worker ? await startJobRunner(ctx) : undefined;
  const url = `http://localhost:${port}`;
  const addOrganisation = (name = 'Test organisation') => makeOrganisation(ctx, url, name);
  return {
    url,
    ctx,
    organisation: options.organisation === false ? noOrganisation : await addOrganisation(),
    addOrganisation,
    drain: (limitMs = 120_000) => drain(ctx, limitMs),
    async stop() {
      await service.close();
      await runner?.stop();
      await ctx.close();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

const nobody = () => Promise.reject(new Error('this service has no organisation'));
const noOrganisation: TestOrganisation = {
  id: '',
  token: '',
  email: '',
  password: '',
  userId: '',
  fetch: nobody,
  json: nobody,
};

async function makeOrganisation(ctx: Context, url: string, name: string): Promise<TestOrganisation> {
  const id = await insertOrganisation(ctx.db, name);
  const token = newToken();
  await insertApiToken(ctx.db, { organisationId: id, name: 'test', tokenHash: hashToken(token) });
  const email = `trainer-${randomBytes(4).toString('hex')}@example.org`;
  const password = 'correct horse battery';
  const passwordHash = await hashPassword(password);
  const user = await insertUser(ctx.db, {
    organisationId: id,
    email,
    name: 'Trainer',
    role: 'administrator',
    passwordHash,
  });
  if (!user) throw new Error('the account was not made');
  const authorised = (at: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(new URL(at, url), { ...init, headers });
  };
  return {
    id,
    token,
    email,
    password,
    userId: user.id,
    fetch: authorised,
    async json(at, { body, ...init } = {}) {
      const response = await authorised(at, {
        ...init,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${at} answered ${response.status}: ${text}`);
      // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- the test names the type it expects
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

async function drain(ctx: Context, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while ((await ctx.queue.pending()) > 0 || (await hasScoresDue(ctx))) {
    if (Date.now() > deadline) throw new Error(`jobs still at work after ${limitMs} ms`);
    await delay(50);
  }
}

async function hasScoresDue(ctx: Context): Promise<boolean> {
  const due = await ctx.db
    .selectFrom('scores')
    .select('id')
    .where('state', 'in', ['waiting', 'sending'])
    .where('next_try_at', '<=', ctx.now())
    .limit(1)
    .execute();
  return due.length > 0;
}

async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(admin, `create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(admin, `drop database ${name} with (force)`) };
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
